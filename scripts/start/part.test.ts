import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { lastLines, type PartProgram, startPart } from './part.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'part-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const readySchema = z.object({ kind: z.literal('ready'), child: z.number().optional() });

function part(script: string, readyWithinMs = 20_000): PartProgram<z.infer<typeof readySchema>> {
  return {
    name: 'dock',
    command: process.execPath,
    args: ['-e', script],
    env: { GREETING: 'hello' },
    cwd: folder,
    user: undefined,
    logFile: join(folder, 'part.log'),
    readySchema,
    readyWithinMs,
  };
}

const untilTold = `process.on('SIGTERM', () => { console.log('told'); process.exit(0); }); setInterval(() => {}, 1000);`;
const ready = `process.send({ kind: 'ready' });`;

test('a part tells that it is ready, writes its log, and stops when it is asked', async () => {
  const running = startPart(part(`${untilTold} console.log(process.env.GREETING); ${ready}`));
  expect((await running.ready).isOk()).toBe(true);
  await running.stop(10_000);
  expect(await running.ended).toEqual({ code: 0, signal: null });
  expect(lastLines(running.logFile, 5)).toEqual(['hello', 'told']);
});

test('a part gets nothing of the launcher’s environment', async () => {
  process.env['LAUNCHER_SECRET'] = 'secret';
  const running = startPart(part(`console.log(Object.keys(process.env).sort().join()); ${ready}`));
  await running.ended;
  delete process.env['LAUNCHER_SECRET'];
  expect(readFileSync(running.logFile, 'utf8')).not.toContain('LAUNCHER_SECRET');
});

test('a part that ends before it is ready is told with its exit code and last words', async () => {
  const running = startPart(part(`console.error('no such database'); process.exitCode = 7;`));
  const outcome = await running.ready;
  expect(outcome._unsafeUnwrapErr()).toEqual({ code: 'ENDED_EARLY', end: { code: 7, signal: null } });
  expect(lastLines(running.logFile, 1)).toEqual(['no such database']);
});

test('a part that says nothing is not waited for without end', async () => {
  const running = startPart(part(untilTold, 200));
  expect((await running.ready)._unsafeUnwrapErr()).toEqual({ code: 'NOT_READY_IN_TIME', waitedMs: 200 });
  await running.stop(10_000);
});

test('a program that is not there is told as such', async () => {
  const running = startPart({ ...part(''), command: join(folder, 'nothing') });
  expect((await running.ready)._unsafeUnwrapErr()).toMatchObject({ code: 'COULD_NOT_START' });
  await running.stop(100);
});

test('a part that does not listen is killed', async () => {
  const running = startPart(part(`process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); ${ready}`));
  await running.ready;
  await running.stop(200);
  expect(await running.ended).toEqual({ code: null, signal: 'SIGKILL' });
});

test('what a killed part leaves of its process group goes with it', async () => {
  const running = startPart(
    part(`
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      process.send({ kind: 'ready', child: child.pid });
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), 50);
    `),
  );
  const { child } = (await running.ready)._unsafeUnwrap();
  expect(await running.ended).toEqual({ code: null, signal: 'SIGKILL' });
  await running.stop(1000);
  await expect.poll(() => isRunning(child)).toBe(false);
});

test('the log of the run before is kept beside the new one', async () => {
  for (const word of ['first', 'second']) {
    await startPart(part(`console.log('${word}')`)).ended;
  }
  expect(lastLines(join(folder, 'part.log'), 5)).toEqual(['second']);
  expect(lastLines(join(folder, 'part.log.1'), 5)).toEqual(['first']);
});

/** A killed orphan stays listed until its new parent has read its end. */
function isRunning(pid: number | undefined): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2)[0] !== 'Z';
  } catch {
    return false;
  }
}
