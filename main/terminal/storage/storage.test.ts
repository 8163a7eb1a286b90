import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { err, ok } from 'neverthrow';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryLog } from '../log/log.ts';
import { mountTestDisk } from '../testing/test-disk.ts';
import { type Migration, migrations } from './migrations/index.ts';
import { openStorage } from './open-storage.ts';
import type { Storage } from './storage.ts';

let folder: string;
let storage: Storage | undefined;
let unmount: (() => void) | undefined;
const clock = { now: () => Date.parse('2026-11-21T02:00:00Z') };
const notes = {
  id: '0001-note',
  sql: 'CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT',
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'storage-'));
});

afterEach(() => {
  storage?.close();
  storage = undefined;
  unmount?.();
  unmount = undefined;
  rmSync(folder, { recursive: true });
});

function open(file = join(folder, 'terminal.sqlite'), list: readonly Migration[] = [notes]): Storage {
  storage = openStorage({ file, clock, log: createMemoryLog(), migrations: list });
  return storage;
}

const write = (target: Storage, text: string) =>
  target.commit(() => {
    target.database.prepare('INSERT INTO note (text) VALUES (?)').run(text);
    return ok();
  });

const texts = (target: Storage) => target.database.prepare('SELECT text FROM note').pluck().all();

test('what is committed is on the disk before it is acknowledged', () => {
  const { database } = open();
  expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(database.pragma('synchronous', { simple: true })).toBe(2);
  expect(database.pragma('foreign_keys', { simple: true })).toBe(1);
  expect(database.pragma('busy_timeout', { simple: true })).toBe(2000);
});

describe('commit', () => {
  test('an err result rolls back and comes out', () => {
    const target = open();
    const result = target.commit(() => {
      target.database.exec("INSERT INTO note (text) VALUES ('half')");
      return err('NUMBERS_USED_UP' as const);
    });
    expect(result).toEqual(err('NUMBERS_USED_UP'));
    expect(texts(target)).toEqual([]);
  });

  test('a throw rolls back and is thrown on', () => {
    const target = open();
    const work = () =>
      target.commit(() => {
        target.database.exec("INSERT INTO note (text) VALUES ('half')");
        throw new RangeError('a bug');
      });
    expect(work).toThrow(RangeError);
    expect(texts(target)).toEqual([]);
  });

  test('a violated constraint is a bug, not a storage error', () => {
    const target = open();
    const work = () =>
      target.commit(() => ok(target.database.prepare('INSERT INTO note (text) VALUES (NULL)').run()));
    expect(work).toThrow(/NOT NULL/);
  });

  test('a transaction within one that is rolled back is rolled back too', () => {
    const target = open();
    target.commit(() => {
      write(target, 'inner');
      return err('NO' as const);
    });
    expect(texts(target)).toEqual([]);
  });

  test('another process that holds the database too long is STORAGE_FAILED', () => {
    const target = open();
    target.database.pragma('busy_timeout = 0');
    const other = new BetterSqlite3(target.database.name);
    other.exec('BEGIN IMMEDIATE');
    expect(write(target, 'late')).toEqual(err('STORAGE_FAILED'));
    other.exec('ROLLBACK');
    other.close();
    expect(write(target, 'now').isOk()).toBe(true);
  });
});

describe('full', () => {
  test('a database that may not grow answers STORAGE_FULL and keeps nothing of the transaction', () => {
    const target = open();
    target.database.pragma(
      `max_page_count = ${String(target.database.pragma('page_count', { simple: true }))}`,
    );
    expect(write(target, 'x'.repeat(100_000))).toEqual(err('STORAGE_FULL'));
    expect(texts(target)).toEqual([]);
  });

  test('a disk that is full answers STORAGE_FULL, and works when there is room', (context) => {
    const folderOfDisk = join(folder, 'disk');
    mkdirSync(folderOfDisk);
    const disk = mountTestDisk(folderOfDisk, '512k');
    if (!disk) {
      context.skip('mounting is not allowed here');
      return;
    }
    unmount = disk.unmount;

    const target = open(join(folderOfDisk, 'terminal.sqlite'));
    const acknowledged: string[] = [];
    let refused: string | undefined;
    for (let round = 0; refused === undefined && round < 1000; round += 1) {
      const text = `${round} ${'x'.repeat(4000)}`;
      const written = write(target, text);
      if (written.isOk()) acknowledged.push(text);
      else refused = written.error;
    }
    expect(refused).toBe('STORAGE_FULL');
    expect(texts(target)).toEqual(acknowledged);
    expect(target.database.pragma('integrity_check', { simple: true })).toBe('ok');
    disk.resize('4m');
    expect(write(target, 'room').isOk()).toBe(true);
  });
});

describe('migrations', () => {
  test('run once, each with its journal row', () => {
    open().close();
    const again = open();
    expect(again.database.prepare('SELECT id, applied_at FROM migration').all()).toEqual([
      { id: '0001-note', applied_at: '2026-11-21T02:00:00.000Z' },
    ]);
  });

  test('one that fails leaves neither its tables nor its journal row', () => {
    const broken = {
      id: '0002-broken',
      sql: 'CREATE TABLE a (x TEXT) STRICT; CREATE TABLE note (x TEXT) STRICT',
    };
    expect(() => open(undefined, [notes, broken])).toThrow(/already exists/);
    const target = open();
    expect(target.database.prepare('SELECT id FROM migration').pluck().all()).toEqual(['0001-note']);
    expect(target.database.prepare("SELECT name FROM sqlite_schema WHERE name = 'a'").all()).toEqual([]);
  });

  test("the print jobs of an earlier version are all there, and still their tickets'", () => {
    const earlier = open(undefined, migrations.slice(0, 3)).database;
    earlier.exec(`
      INSERT INTO ticket (ticket_id, request_key, session_id, queue_id, service_id, business_date, number, lease_id,
        issued_at, code, label, service_name, counters, ahead)
      VALUES ('t-1', 'r-1', 's-1', 'q', 's', '2026-11-21', 1, 'l', 1, 'MSB1:x', 'A001', '{}', '[]', 0);
      INSERT INTO print_job (job_id, ticket_id, request_key, reprint, state, reason, position, created_at, ended_at, proof)
      VALUES ('j-1', 't-1', NULL, 0, 'confirmed', NULL, 1, 1, 2, 'answered'),
        ('j-2', 't-1', 'k', 1, 'sent', NULL, 2, 3, NULL, NULL);`);
    const columns =
      'job_id, ticket_id, request_key, reprint, state, reason, position, created_at, ended_at, proof';
    const jobs = (database: typeof earlier) => database.prepare(`SELECT ${columns} FROM print_job`).all();
    const before = jobs(earlier);
    storage?.close();
    const { database } = open(undefined, [...migrations]);
    expect(before).toHaveLength(2);
    expect(jobs(database)).toEqual(before);
    database.exec("DELETE FROM ticket WHERE ticket_id = 't-1'");
    expect(jobs(database)).toEqual([]);
  });

  test('the released schema does not change unnoticed', async () => {
    const target = open(undefined, [...migrations]);
    const schema = target.database
      .prepare(
        "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name",
      )
      .pluck()
      .all();
    await expect(schema.join(';\n\n')).toMatchFileSnapshot('schema.snapshot.sql');
  });
});
