import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { Instant } from '#domain/time/clock.ts';

const UNFINISHED = '.unfinished';

/**
 * Keeps the database as it is beside it, before a release changes its schema: an older release does not start on the new
 * one. One such copy is kept, the last; begun again after a power cut, the one that is there stays. Throws what SQLite and
 * the disk throw: without the copy nothing is changed.
 * @param lastMigration of the schema that is kept
 */
export function keepBefore(database: Database, lastMigration: string): string {
  const { name: file } = database;
  const kept = join(dirname(file), `${startOf(file)}${lastMigration}${extname(file)}`);
  if (!existsSync(kept)) {
    rmSync(kept + UNFINISHED, { force: true });
    database.prepare<[string]>('VACUUM INTO ?').run(kept + UNFINISHED);
    reachDisk(kept + UNFINISHED);
    renameSync(kept + UNFINISHED, kept);
  }
  for (const copy of copiesOf(file)) if (copy !== kept) rmSync(copy);
  return kept;
}

/** Nobody goes back a release after so long, and the copy has keyed hashes of who took numbers then. */
const KEPT_DAYS = 30;

export function dropOldCopies(file: string, now: Instant): void {
  for (const copy of copiesOf(file))
    if (now - statSync(copy).mtimeMs > KEPT_DAYS * 24 * 60 * 60 * 1000) rmSync(copy);
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
