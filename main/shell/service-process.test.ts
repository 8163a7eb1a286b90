import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningService, runService, type ServiceNote, type ServiceState } from './service-process.ts';
import type { SupervisorTiming } from './service-supervisor.ts';
import type { Manner } from './testing/service-fixture.ts';

const quick: SupervisorTiming = {
  startupMs: 10_000,
  stopMs: 5_000,
  killMs: 5_000,
  healthyMs: 60_000,
  healthIntervalMs: 60_000,
  healthTimeoutMs: 500,
  healthMisses: 2,
  backoff: { firstMs: 10, longestMs: 40 },
};

const fixture = join(import.meta.dirname, 'testing', 'service-fixture.ts');

let folder: string;
let running: RunningService[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'service-'));
});

afterEach(async () => {
  await Promise.all(running.map((service) => service.stop()));
  running = [];
  rmSync(folder, { recursive: true });
});

function start(
  runs: readonly Manner[],
  timing: Partial<SupervisorTiming> = {},
  node = process.execPath,
  port = 0,
) {
  const config = join(folder, 'service.json');
  writeFileSync(config, JSON.stringify({ runs }));
  const notes: ServiceNote[] = [];
  const states: ServiceState[] = [];
  const watchers = new Set<() => void>();
  const changed = () => {
    for (const watcher of watchers) watcher();
  };
  const service = runService(
    { node, script: fixture, port, env: { TERMINAL_CONFIG: config, TERMINAL_TOKEN: 'secret' } },
    { ...quick, ...timing },
    (state) => {
      states.push(state);
      changed();
    },
    (note) => {
      notes.push(note);
      changed();
    },
  );
  running.push(service);
  const until = (condition: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!condition()) return;
        watchers.delete(look);
        resolve();
      };
      watchers.add(look);
      look();
    });
  const serving = () => states.filter((state) => state.state === 'serving');
  return {
    service,
    notes,
    states,
    serving,
    until,
    events: () => notes.map((note) => note.event),
    /** One line a start: process id, port asked for, names of the environment. */
    starts: () =>
      existsSync(`${config}.runs`)
        ? readFileSync(`${config}.runs`, 'utf8')
            .trimEnd()
            .split('\n')
            .map((line) => line.split(' '))
        : [],
  };
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('a service that starts is served, and stops when asked', async () => {
  const run = start(['serve']);
  await run.until(() => run.serving().length === 1);
  const pid = Number(run.starts()[0]?.[0]);
  expect(alive(pid)).toBe(true);
  await run.service.stop();
  expect(alive(pid)).toBe(false);
  expect(run.states.at(-1)).toEqual({ state: 'stopped' });
  expect(run.notes).toContainEqual({
    event: 'service.exited',
    meaning: 'stopped',
    exit: { code: 0, signal: null },
  });
  expect(run.events()).not.toContain('service.killed');
});

test('the service inherits nothing that it was not given, and has threads for many ports', async () => {
  const run = start(['serve']);
  await run.until(() => run.serving().length === 1);
  expect(run.starts()[0]?.[2]).toBe('TERMINAL_CONFIG,TERMINAL_PORT,TERMINAL_TOKEN,UV_THREADPOOL_SIZE=16');
});

test('a crash while serving brings it back at the same address', async () => {
  const run = start(['serve']);
  await run.until(() => run.serving().length === 1);
  const first = run.serving()[0];
  if (first?.state !== 'serving') throw new Error('not serving');
  await fetch(new URL('/crash', first.url)).catch(() => undefined);
  await run.until(() => run.serving().length === 2);
  expect(run.serving()[1]).toEqual(first);
  expect(run.starts()[1]?.[1]).toBe(String(first.port));
  expect(run.notes).toContainEqual({
    event: 'service.exited',
    meaning: 'crashed',
    exit: { code: 1, signal: null },
  });
});

test('a service killed from outside comes back', async () => {
  const run = start(['serve']);
  await run.until(() => run.serving().length === 1);
  process.kill(Number(run.starts()[0]?.[0]), 'SIGKILL');
  await run.until(() => run.serving().length === 2);
  expect(run.notes).toContainEqual({
    event: 'service.exited',
    meaning: 'crashed',
    exit: { code: null, signal: 'SIGKILL' },
  });
});

test('crashes at the start are retried with growing waits', async () => {
  const run = start(['crash', 'crash', 'crash', 'crash', 'serve']);
  await run.until(() => run.serving().length === 1);
  const planned = run.notes.flatMap((note) =>
    note.event === 'service.restart-planned' ? [note.delayMs] : [],
  );
  expect(planned).toEqual([10, 20, 40, 40]);
});

test('a service that ends by itself with 0 is told from a crash and started again', async () => {
  const run = start(['stop', 'serve']);
  await run.until(() => run.serving().length === 1);
  const exits = run.notes.flatMap((note) => (note.event === 'service.exited' ? [note.meaning] : []));
  expect(exits).toEqual(['stopped']);
});

test('a held port is given up for any free one', async () => {
  const run = start(['port-in-use'], {}, process.execPath, 45_678);
  await run.until(() => run.serving().length === 1);
  expect(run.starts().map(([, port]) => port)).toEqual(['45678', '0']);
  const exits = run.notes.flatMap((note) => (note.event === 'service.exited' ? [note.meaning] : []));
  expect(exits).toEqual(['port-in-use']);
});

test('a service that never gets ready is ended and started again', async () => {
  const run = start(['silent', 'serve'], { startupMs: 3_000 });
  await run.until(() => run.serving().length === 1 && run.starts().length >= 2);
  expect(run.events()).toContain('service.startup-timeout');
  expect(alive(Number(run.starts()[0]?.[0]))).toBe(false);
});

test('a service that answers nothing is killed and started again', async () => {
  const run = start(['hang', 'serve'], { healthIntervalMs: 200, healthTimeoutMs: 1_000, stopMs: 200 });
  await run.until(() => run.serving().length === 2);
  expect(run.events()).toContain('service.hung');
  expect(run.events()).toContain('service.killed');
  expect(alive(Number(run.starts()[0]?.[0]))).toBe(false);
});

test('a service that ignores the request to stop is killed within its bound', async () => {
  const run = start(['deaf'], { stopMs: 200 });
  await run.until(() => run.serving().length === 1);
  await run.service.stop();
  expect(run.events()).toContain('service.killed');
  expect(alive(Number(run.starts()[0]?.[0]))).toBe(false);
});

test('a missing program is named and tried again, and stopping still ends', async () => {
  const run = start(['serve'], {}, join(folder, 'no-such-node'));
  await run.until(() =>
    run.notes.some((note) => note.event === 'service.restart-planned' && note.failures === 3),
  );
  expect(run.notes).toContainEqual({ event: 'service.launch-failed', code: 'ENOENT' });
  await run.service.stop();
  expect(run.states.at(-1)).toEqual({ state: 'stopped' });
});

test('stopping before the service is ready leaves nothing behind', async () => {
  const run = start(['silent']);
  await run.until(() => run.events().includes('service.launched'));
  const launched = run.notes.find((note) => note.event === 'service.launched');
  if (launched?.event !== 'service.launched') throw new Error('not launched');
  await run.service.stop();
  expect(alive(launched.pid)).toBe(false);
});

test('no note carries the token', async () => {
  const run = start(['serve']);
  await run.until(() => run.serving().length === 1);
  await run.service.stop();
  expect(JSON.stringify(run.notes)).not.toContain('secret');
});
