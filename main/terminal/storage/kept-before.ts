import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import type { Instant } from '#domain/time/clock.ts';

const UNFINISHED = '.unfinished';

/**
 * Keeps the database as it is beside it, before a release changes its schema: an older release does not start on the new
 * one. A copy of that schema that is there already may be of an earlier update and is replaced. Throws what SQLite and the
 * disk throw: without the copy nothing is changed.
 * @param lastMigration of the schema that is kept
 */
export function keepBefore(database: Database, lastMigration: string): string {
  const { name: file } = database;
  const kept = join(dirname(file), `${startOf(file)}${lastMigration}${extname(file)}`);
  rmSync(kept + UNFINISHED, { force: true });
  database.prepare<[string]>('VACUUM INTO ?').run(kept + UNFINISHED);
  forgetHolders(kept + UNFINISHED);
  reachDisk(kept + UNFINISHED);
  renameSync(kept + UNFINISHED, kept);
  return kept;
}

/** Nobody goes back a release after so long, and the copy has keyed hashes of who took numbers then. */
const KEPT_DAYS = 30;

/**
 * Removes all copies but the last, and that one behind its time. One that another program holds is no reason not to
 * serve: it is told, and goes the next time.
 */
export function dropOldCopies(file: string, now: Instant, onFailure: (copy: string) => void): void {
  const copies = copiesOf(file).flatMap((copy) => {
    const at = statSync(copy, { throwIfNoEntry: false })?.mtimeMs;
    return at === undefined ? [] : [{ copy, at }];
  });
  const last = copies.toSorted((one, other) => other.at - one.at)[0];
  for (const { copy, at } of copies) {
    if (copy === last?.copy && now - at <= KEPT_DAYS * 24 * 60 * 60 * 1000) continue;
    try {
      rmSync(copy, { force: true });
    } catch {
      onFailure(copy);
    }
  }
}

/** What can be opened again of who took a number outlives its day nowhere. */
function forgetHolders(file: string): void {
  const copy = new BetterSqlite3(file);
  try {
    copy.pragma('secure_delete = ON');
    const holds = copy.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'unnamed_holder'").get();
    if (holds) copy.exec('DELETE FROM unnamed_holder');
  } finally {
    copy.close();
  }
}

function copiesOf(file: string): string[] {
  const folder = dirname(file);
  const start = startOf(file);
  return readdirSync(folder)
    .filter((name) => name.startsWith(start))
    .map((name) => join(folder, name));
}

function startOf(file: string): string {
  return `${basename(file, extname(file))}-up-to-`;
}

function reachDisk(file: string): void {
  const opened = openSync(file, 'r+');
  fsyncSync(opened);
  closeSync(opened);
}
