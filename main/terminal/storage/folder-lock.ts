import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { err, ok, type Result } from 'neverthrow';

/**
 * Keeps every other process from a data folder until the returned function is called or this process is gone, however it
 * ends: SQLite's lock is the system's. Throws what the disk throws.
 */
export function lockFolder(folder: string): Result<() => void, 'DATA_FOLDER_IN_USE'> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'in-use.sqlite');
  const lock = new BetterSqlite3(file, { timeout: 0 });
  try {
    // Of a file that may only be read, SQLite locks nothing and says nothing.
    accessSync(file, constants.W_OK);
    lock.exec('BEGIN EXCLUSIVE');
    return ok(() => lock.close());
  } catch (thrown) {
    lock.close();
    const isHeld = thrown instanceof BetterSqlite3.SqliteError && thrown.code.startsWith('SQLITE_BUSY');
    if (isHeld) return err('DATA_FOLDER_IN_USE');
    throw thrown;
  }
}
