import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { err, ok, type Result } from 'neverthrow';

/**
 * Keeps every other process from a data folder until the returned function is called or this process is gone, however it
 * ends: SQLite's lock is the system's. Throws what the disk throws.
 */
export function lockFolder(folder: string): Result<() => void, 'DATA_FOLDER_IN_USE'> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = new BetterSqlite3(join(folder, 'in-use.sqlite'), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return ok(() => lock.close());
  } catch (thrown) {
    lock.close();
    const isHeld = thrown instanceof BetterSqlite3.SqliteError && thrown.code.startsWith('SQLITE_BUSY');
    if (isHeld) return err('DATA_FOLDER_IN_USE');
    throw thrown;
  }
}
