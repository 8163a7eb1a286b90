import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Holder, takeLock } from './process-lock.mjs';

let folder = '';
let path = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  path = join(folder, 'instance.lock');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function taken() {
  const answer = takeLock(path);
  if (!answer.taken) throw new Error('the lock should have been free');
  return answer.lock;
}

function holderOnDisk(): Holder {
  return JSON.parse(readFileSync(path, 'utf8'));
}

test('a second taker is told who holds the place and what the holder has said', () => {
  const lock = taken();
  lock.tell({ terminal: 'http://127.0.0.1:1/' });
  const second = takeLock(path);
  expect(second).toMatchObject({
    taken: false,
    holder: { pid: process.pid, note: { terminal: 'http://127.0.0.1:1/' } },
  });
  lock.release();
  expect(existsSync(path)).toBe(false);
});

test('a released place can be taken again, and nothing lies beside it', () => {
  taken().release();
  taken().release();
  expect(readdirSync(folder)).toEqual([]);
});

test('the lock of a process that has died is set aside', async () => {
  const script = `import('${join(import.meta.dirname, 'process-lock.mjs')}').then(({ takeLock }) => {
    takeLock(${JSON.stringify(path)});
    process.kill(process.pid, 'SIGKILL');
  })`;
  const child = spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
  await once(child, 'exit');
  expect(holderOnDisk().pid).toBe(child.pid);
  expect(takeLock(path).taken).toBe(true);
});

test('a process id that now belongs to another process does not hold the place', () => {
  taken();
  writeFileSync(path, JSON.stringify({ ...holderOnDisk(), startedTicks: '1' }));
  expect(takeLock(path).taken).toBe(true);
});

test('a lock of an earlier boot does not hold the place', () => {
  taken();
  writeFileSync(path, JSON.stringify({ ...holderOnDisk(), boot: 'another boot' }));
  expect(takeLock(path).taken).toBe(true);
});

test('a file that cannot be read holds nothing', () => {
  writeFileSync(path, '{"pid": 1');
  expect(takeLock(path).taken).toBe(true);
});

test('releasing does not remove a lock that another process has taken meanwhile', () => {
  const lock = taken();
  const other = { ...holderOnDisk(), pid: 1 };
  writeFileSync(path, JSON.stringify(other));
  lock.release();
  expect(holderOnDisk()).toEqual(other);
});

test('of many processes that find the same dead holder exactly one takes the place', async () => {
  writeFileSync(path, JSON.stringify({ pid: 1, since: '', boot: 'gone', startedTicks: '', note: {} }));
  const script = `import('${join(import.meta.dirname, 'process-lock.mjs')}').then(({ takeLock }) => {
    process.stdout.write(takeLock(${JSON.stringify(path)}).taken ? 'taken' : 'held');
    process.stdin.resume();
  })`;
  const children = Array.from({ length: 6 }, () =>
    spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] }),
  );
  const answers = await Promise.all(
    children.map(async (child) => String((await once(child.stdout, 'data'))[0])),
  );
  for (const child of children) child.kill('SIGKILL');
  expect(answers.filter((answer) => answer === 'taken')).toHaveLength(1);
});
