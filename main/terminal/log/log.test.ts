import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestTime } from '../testing/test-time.ts';
import { events } from './events.ts';
import { createLog, createMemoryLog } from './log.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const linesOf = (day: string) =>
  readFileSync(join(folder, `terminal-${day}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

test('each event is one JSON line in the file of its day in the hall', () => {
  const time = createTestTime(Date.parse('2026-11-21T15:59:00Z'));
  const log = createLog({ clock: time, stderr: false });
  log.keepIn(folder);
  log.event('session.started', { session: 's1', language: 'en' });
  time.advance(60_000);
  log.event('session.ended', { session: 's1', reason: 'exit', seconds: 60 });
  log.close();
  expect(linesOf('2026-11-21')).toEqual([
    {
      level: 'info',
      time: '2026-11-21T15:59:00.000Z',
      event: 'session.started',
      session: 's1',
      language: 'en',
    },
  ]);
  expect(linesOf('2026-11-22')).toHaveLength(1);
  expect(statSync(join(folder, 'terminal-2026-11-22.jsonl')).mode & 0o777).toBe(0o600);
});

test('files of more than thirty days are deleted, others are let alone', () => {
  for (const name of ['terminal-2026-10-01.jsonl', 'terminal-2026-10-30.jsonl', 'notes.txt']) {
    writeFileSync(join(folder, name), '');
  }
  const log = createLog({ clock: createTestTime(), stderr: false });
  log.keepIn(folder);
  log.event('service.stopped', {});
  log.close();
  expect(readdirSync(folder).sort()).toEqual([
    'notes.txt',
    'terminal-2026-10-30.jsonl',
    'terminal-2026-11-21.jsonl',
  ]);
});

test('a file that cannot be opened stops nobody; the log goes on as soon as it can be', () => {
  const log = createLog({ clock: createTestTime(), stderr: false });
  log.keepIn(folder);
  const obstacle = join(folder, 'terminal-2026-11-21.jsonl');
  mkdirSync(obstacle);
  log.event('service.stopped', {});
  rmSync(obstacle, { recursive: true });
  log.event('service.stopped', {});
  log.close();
  expect(linesOf('2026-11-21')).toHaveLength(1);
});

test.each(['张三丰', '11010519491231002X', 'number 7', 'x'.repeat(121), 'path/11010519491231002X'])(
  '%j never gets into a word, even past the types',
  (text) => {
    const log = createMemoryLog();
    log.event('failure.shown', { code: text, place: 'queue.take', reference: 'K7Q2PD' });
    expect(log.entries[0]?.fields).toEqual({
      code: '[not loggable]',
      place: 'queue.take',
      reference: 'K7Q2PD',
    });
  },
);

test('fields the catalogue does not know are left out', () => {
  const log = createMemoryLog();
  const fields = { session: 's1', language: 'en', name: '张三丰' };
  log.event('session.started', fields);
  expect(log.entries[0]?.fields).toEqual({ session: 's1', language: 'en' });
});

test('every event says what it means', () => {
  for (const { meaning } of Object.values(events)) expect(meaning).toMatch(/^[A-Z].{9,}/);
});
