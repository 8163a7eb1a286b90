import {
  closeSync,
  copyFileSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { ok } from 'neverthrow';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryLog } from '../log/log.ts';
import { openOrRecoverStorage } from './damaged-database.ts';
import { openStorage } from './open-storage.ts';

let folder: string;
let file: string;
const clock = { now: () => Date.now() };
const log = createMemoryLog();
const migrations = [
  {
    id: '0001-outbox',
    sql: `CREATE TABLE outbox (key TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
          CREATE TABLE lease (lease_id TEXT PRIMARY KEY, next INTEGER NOT NULL) STRICT;`,
  },
];
const recovery = {
  tables: [
    { table: 'outbox', isSound: ({ body }: { body?: unknown }) => /^body \d+ x{200}$/.test(String(body)) },
  ],
};
const PAGE = 4096;
const ROWS = 2000;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'damaged-'));
  file = join(folder, 'terminal.sqlite');
  const storage = openStorage({ file, clock, log, migrations });
  const insert = storage.database.prepare('INSERT INTO outbox VALUES (?, ?)');
  storage.commit(() => {
    for (let row = 0; row < ROWS; row += 1) insert.run(`key-${row}`, `body ${row} ${'x'.repeat(200)}`);
    storage.database.exec("INSERT INTO lease VALUES ('lease-1', 7)");
    return ok();
  });
  storage.close();
});

afterEach(() => rmSync(folder, { recursive: true }));

function recover(rename = renameSync) {
  const opened = openOrRecoverStorage({ file, clock, log, migrations, recovery, rename });
  const rows = opened.storage.database
    .prepare<[], { key: string; body: string }>('SELECT key, body FROM outbox')
    .all();
  const leases = opened.storage.database.prepare('SELECT * FROM lease').all();
  const verdict = opened.storage.database.pragma('integrity_check', { simple: true });
  opened.storage.close();
  return { rows, leases, verdict, damaged: opened.damaged };
}

function overwrite(offset: number, bytes: Uint8Array): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, bytes, 0, bytes.length, offset);
  closeSync(handle);
}

test('a sound database is left alone', () => {
  const { rows, damaged, leases } = recover();
  expect(rows).toHaveLength(ROWS);
  expect(leases).toHaveLength(1);
  expect(damaged).toEqual([]);
});

test('a page of rubbish in the middle: aside under a dated name, the rest of the outbox taken over, no lease', () => {
  const middle = Math.floor(statSync(file).size / PAGE / 2) * PAGE;
  overwrite(middle, Buffer.alloc(PAGE, 0xa5));
  const before = readFileSync(file);
  const { rows, leases, verdict, damaged } = recover();
  expect(rows.length).toBeGreaterThan(ROWS / 2);
  expect(rows.length).toBeLessThan(ROWS);
  for (const { key, body } of rows) expect(body).toMatch(new RegExp(`^body ${key.slice(4)} x{200}$`));
  expect(leases).toEqual([]);
  expect(verdict).toBe('ok');
  expect(damaged).toHaveLength(1);
  expect(damaged[0]?.aside).toMatch(/terminal-damaged-\d{4}-\d{2}-\d{2}-\d{4}\.sqlite$/);
  expect(readFileSync(damaged[0]?.aside ?? '').equals(before)).toBe(true);
});

test.each([
  ['text', Buffer.from('not a database at all, only some words\n'.repeat(200))],
  ['zeros', Buffer.alloc(3 * PAGE)],
  ['half a header', Buffer.from('SQLite format 3\0')],
])('a file of %s: a new one is begun', (_name, bytes) => {
  writeFileSync(file, bytes);
  const { rows, verdict, damaged } = recover();
  expect(rows).toEqual([]);
  expect(verdict).toBe('ok');
  expect(damaged).toHaveLength(1);
});

test('a file cut short keeps what can be read', () => {
  const size = statSync(file).size;
  const whole = readFileSync(file);
  writeFileSync(file, whole.subarray(0, Math.floor(size / 2)));
  const { rows, verdict } = recover();
  expect(verdict).toBe('ok');
  for (const { key, body } of rows) expect(body).toMatch(new RegExp(`^body ${key.slice(4)} x{200}$`));
  expect(rows.length).toBeGreaterThan(0);
});

test('the notice stands at the next start, and the database laid aside is not damaged a second time', () => {
  writeFileSync(file, 'rubbish'.repeat(1000));
  expect(recover().damaged).toHaveLength(1);
  expect(recover().damaged).toHaveLength(1);
  expect(readdirSync(folder).filter((name) => name.endsWith('.sqlite'))).toHaveLength(2);
});

test('two damages in one minute keep two files', () => {
  writeFileSync(file, 'rubbish'.repeat(1000));
  recover();
  writeFileSync(file, 'rubbish'.repeat(1000));
  expect(recover().damaged).toHaveLength(2);
});

const BROKEN_PAGE = 60;

/** As a power cut leaves it: a broken page in the file, and rows that are in the WAL alone. */
function damageWithWal(): { readonly bytes: Buffer; readonly wal: Buffer } {
  const storage = openStorage({ file, clock, log, migrations });
  const insert = storage.database.prepare('INSERT INTO outbox VALUES (?, ?)');
  storage.commit(() => {
    for (let row = ROWS; row < ROWS + 50; row += 1)
      insert.run(`key-${row}`, `body ${row} ${'x'.repeat(200)}`);
    return ok();
  });
  for (const suffix of ['', '-wal']) copyFileSync(file + suffix, `${file}.cut${suffix}`);
  storage.close();
  for (const suffix of ['', '-wal']) renameSync(`${file}.cut${suffix}`, file + suffix);
  overwrite(BROKEN_PAGE * PAGE, Buffer.alloc(PAGE, 0xa5));
  return { bytes: readFileSync(file), wal: readFileSync(`${file}-wal`) };
}

test('file and WAL of a damaged database are kept as they were found, and the WAL is read', () => {
  const found = damageWithWal();
  const { rows, damaged } = recover();
  const aside = damaged[0]?.aside ?? '';
  expect(readFileSync(aside).equals(found.bytes)).toBe(true);
  expect(readFileSync(`${aside}-wal`).equals(found.wal)).toBe(true);
  expect(rows.map(({ key }) => key)).toContain(`key-${ROWS + 49}`);
});

test('a database killed while it was being made is finished, not laid aside', () => {
  rmSync(file);
  const made = new BetterSqlite3(file);
  made.exec('CREATE TABLE note (text TEXT)');
  made.pragma('cache_size = 1');
  made.pragma('cache_spill = 1');
  made.exec('BEGIN');
  const insert = made.prepare('INSERT INTO note VALUES (?)');
  for (let row = 0; row < 500; row += 1) insert.run('x'.repeat(2000));
  for (const suffix of ['', '-journal']) copyFileSync(file + suffix, `${file}.cut${suffix}`);
  made.close();
  for (const suffix of ['', '-journal']) renameSync(`${file}.cut${suffix}`, file + suffix);
  const { damaged, verdict } = recover();
  expect(damaged).toEqual([]);
  expect(verdict).toBe('ok');
});

describe('killed at any step of the swap', () => {
  /** Does so many renames, then throws as the kill would end it. */
  function killedAfter(steps: number): typeof renameSync {
    let done = 0;
    return (from, to) => {
      if (done === steps) throw new Error('killed');
      done += 1;
      renameSync(from, to);
    };
  }

  test('the next start has all that an undisturbed one has', () => {
    const found = damageWithWal();
    const keep = mkdtempSync(join(tmpdir(), 'found-'));
    for (const suffix of ['', '-wal']) copyFileSync(file + suffix, join(keep, `database${suffix}`));
    let steps = 0;
    const whole = recover((from, to) => {
      steps += 1;
      renameSync(from, to);
    });
    expect(whole.rows.length).toBeGreaterThan(50);
    expect(steps).toBeGreaterThanOrEqual(4);
    for (let kill = 0; kill < steps; kill += 1) {
      for (const name of readdirSync(folder)) rmSync(join(folder, name));
      for (const suffix of ['', '-wal']) copyFileSync(join(keep, `database${suffix}`), file + suffix);
      expect(() => recover(killedAfter(kill))).toThrow('killed');
      const { rows, damaged } = recover();
      expect(rows).toEqual(whole.rows);
      expect(damaged).toHaveLength(1);
      const aside = damaged[0]?.aside ?? '';
      expect(readFileSync(aside).equals(found.bytes)).toBe(true);
      expect(readFileSync(`${aside}-wal`).equals(found.wal)).toBe(true);
      expect(readdirSync(folder).filter((name) => /ready|successor|copy/.test(name))).toEqual([]);
      expect(recover().rows).toEqual(whole.rows);
    }
    rmSync(keep, { recursive: true });
  });
});
