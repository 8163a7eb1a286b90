import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMemoryLog } from '../log/log.ts';
import type { Migration } from './migrations/index.ts';
import { openStorage } from './open-storage.ts';
import type { Storage } from './storage.ts';

let folder: string;
let storage: Storage | undefined;
const clock = { now: () => Date.parse('2026-11-21T02:00:00Z') };
const notes = {
  id: '0001-note',
  sql: 'CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT',
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-before-'));
});

afterEach(() => {
  storage?.close();
  storage = undefined;
  rmSync(folder, { recursive: true });
});

function open(migrations: readonly Migration[]): Storage {
  storage = openStorage({ file: join(folder, 'terminal.sqlite'), clock, log: createMemoryLog(), migrations });
  return storage;
}

function textsOf(file: string): unknown[] {
  const database = new BetterSqlite3(file, { readonly: true });
  const found = database.prepare('SELECT text FROM note').pluck().all();
  database.close();
  return found;
}

test('keeps a copy of the database as it was, the last one alone, and none of a new one', () => {
  const copies = () => readdirSync(folder).filter((name) => name.includes('up-to'));
  const third = { id: '0003-more', sql: 'CREATE TABLE more (x TEXT) STRICT' };
  const second = { id: '0002-note', sql: 'DROP TABLE note' };
  open([notes]).database.exec("INSERT INTO note (text) VALUES ('kept')");
  storage?.close();
  expect(copies()).toEqual([]);
  open([notes, second]);
  storage?.close();
  const [kept = ''] = copies();
  expect(kept).toMatch(/-up-to-0001-note\.sqlite$/);
  // The older release starts on it.
  const older = openStorage({
    file: join(folder, kept),
    clock,
    log: createMemoryLog(),
    migrations: [notes],
  });
  expect(older.database.prepare('SELECT text FROM note').pluck().all()).toEqual(['kept']);
  older.close();
  open([notes, second, third]);
  expect(copies()).toEqual([expect.stringMatching(/-up-to-0002-note\.sqlite$/)]);
});

test('makes the copy anew where one of an earlier update is there', () => {
  const second = { id: '0002-note', sql: 'DROP TABLE note' };
  const { database } = open([notes]);
  const { name } = database;
  database.exec("INSERT INTO note (text) VALUES ('first')");
  storage?.close();
  const kept = name.replace('.sqlite', '-up-to-0001-note.sqlite');
  copyFileSync(name, kept);
  open([notes]).database.exec("INSERT INTO note (text) VALUES ('second')");
  storage?.close();
  open([notes, second]);
  const texts = textsOf(kept);
  expect(texts).toEqual(['first', 'second']);
});

test('leaves, where one fails half way, what the old release can start on, also at the next try', () => {
  const second = { id: '0002-more', sql: 'CREATE TABLE more (x TEXT) STRICT' };
  const third = { id: '0003-broken', sql: 'CREATE TABLE more (x TEXT) STRICT' };
  const { database } = open([notes]);
  database.exec("INSERT INTO note (text) VALUES ('kept')");
  storage?.close();
  for (let attempt = 0; attempt < 2; attempt += 1) {
    expect(() => open([notes, second, third])).toThrow(/already exists/);
  }
  const older = open([notes]).database;
  expect(older.prepare('SELECT id FROM migration').pluck().all()).toEqual(['0001-note']);
  expect(textsOf(database.name.replace('.sqlite', '-up-to-0001-note.sqlite'))).toEqual(['kept']);
});

test('keeps in the copy nothing of who took a number', () => {
  const holders = { id: '0001-holders', sql: 'CREATE TABLE unnamed_holder (ticket_id TEXT, holding BLOB)' };
  const second = { id: '0002-more', sql: 'CREATE TABLE more (x TEXT) STRICT' };
  const { database } = open([holders]);
  database.exec("INSERT INTO unnamed_holder VALUES ('t', x'41424344454647484950')");
  storage?.close();
  const { database: now } = open([holders, second]);
  expect(now.prepare('SELECT count(*) FROM unnamed_holder').pluck().get()).toBe(1);
  const kept = readFileSync(now.name.replace('.sqlite', '-up-to-0001-holders.sqlite'));
  expect(kept.includes(Buffer.from('41424344454647484950', 'hex'))).toBe(false);
});

test('does not begin before the copy is whole: one that a power cut left is made anew', () => {
  const second = { id: '0002-note', sql: 'DROP TABLE note' };
  const { database } = open([notes]);
  const unfinished = `${database.name.replace('.sqlite', '')}-up-to-0001-note.sqlite.unfinished`;
  storage?.close();
  writeFileSync(unfinished, 'half');
  open([notes, second]);
  expect(readdirSync(folder).filter((name) => name.includes('up-to'))).toEqual([
    expect.stringMatching(/-up-to-0001-note\.sqlite$/),
  ]);
});

test('leaves no copy behind after thirty days', () => {
  const second = { id: '0002-note', sql: 'DROP TABLE note' };
  open([notes]);
  storage?.close();
  const { database } = open([notes, second]);
  storage?.close();
  const later = { now: () => Date.now() + 31 * 24 * 60 * 60 * 1000 };
  storage = openStorage({
    file: database.name,
    clock: later,
    log: createMemoryLog(),
    migrations: [notes, second],
  });
  expect(readdirSync(folder).filter((name) => name.includes('up-to'))).toEqual([]);
});
