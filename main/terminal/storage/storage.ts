import { statfsSync } from 'node:fs';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import { err, type Result } from 'neverthrow';
import type { Log } from '../log/log.ts';

export type StorageError = 'STORAGE_FULL' | 'STORAGE_FAILED';

export type Storage = {
  readonly database: Database;
  /**
   * Runs the work in one IMMEDIATE transaction. An err result or a throw rolls all of it back. What keeps the
   * disk from taking it is a STORAGE_… error; a violated constraint or a wrong statement is a bug and is thrown.
   */
  readonly commit: <T, E>(work: () => Result<T, E>) => Result<T, E | StorageError>;
  readonly close: () => void;
};

/** Carries an err result out of better-sqlite3's transaction, which rolls back on a throw alone. */
class RolledBack<T, E> extends Error {
  readonly result: Result<T, E>;
  constructor(result: Result<T, E>) {
    super('rolled back');
    this.result = result;
  }
}

export function createStorage(database: Database, log: Log): Storage {
  return {
    database,
    commit: <T, E>(work: () => Result<T, E>): Result<T, E | StorageError> => {
      const transaction = database.transaction(() => {
        const result = work();
        if (result.isErr()) throw new RolledBack<T, E>(result);
        return result;
      });
      try {
        return transaction.immediate();
      } catch (thrown) {
        if (thrown instanceof RolledBack) return thrown.result;
        const code = storageErrorOf(thrown, database.name);
        if (code === undefined) throw thrown;
        log.event('storage.failed', { code, sqlite: sqliteCode(thrown) ?? 'unknown' });
        return err(code);
      }
    },
    close: () => {
      if (!database.open) return;
      // A failed checkpoint loses nothing: the WAL stays and is taken over at the next start.
      if (!database.readonly) checkpoint(database);
      database.close();
    },
  };
}

function checkpoint(database: Database): void {
  try {
    database.pragma('wal_checkpoint(TRUNCATE)');
  } catch (thrown) {
    if (storageErrorOf(thrown, database.name) === undefined) throw thrown;
  }
}

/** Below this many free bytes an input/output error of SQLite is taken for a full disk: its WAL index needs 32 KiB. */
const NO_ROOM_BYTES = 64 * 1024;

/** Primary result codes of SQLite that speak of the disk or of its file, not of our statements. */
const DISK_CODES = /^SQLITE_(IOERR|CORRUPT|NOTADB|CANTOPEN|READONLY|BUSY|LOCKED|NOMEM|PROTOCOL|PERM)(_|$)/;

/** The storage error that a thrown value stands for, or undefined where it is a bug. */
function storageErrorOf(thrown: unknown, file: string): StorageError | undefined {
  const code = sqliteCode(thrown);
  if (code === undefined) return undefined;
  if (code === 'SQLITE_FULL') return 'STORAGE_FULL';
  if (!DISK_CODES.test(code)) return undefined;
  return code.startsWith('SQLITE_IOERR') && diskIsFull(file) ? 'STORAGE_FULL' : 'STORAGE_FAILED';
}

function sqliteCode(thrown: unknown): string | undefined {
  return thrown instanceof BetterSqlite3.SqliteError ? thrown.code : undefined;
}

function diskIsFull(file: string): boolean {
  const disk = statfsSync(file, { bigint: false });
  return disk.bavail * disk.bsize < NO_ROOM_BYTES;
}

/** What files refuse when the disk is full, read-only or broken, or when the folder belongs to somebody else. */
const FILE_FAULTS = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'EIO',
  'EEXIST',
  'ENOTDIR',
  'EISDIR',
  'ENAMETOOLONG',
  'ENODEV',
]);

/** As `storageErrorOf`, also for the files beside the database: why the data folder cannot be opened. */
export function startErrorOf(thrown: unknown, folder: string): StorageError | undefined {
  if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string') {
    if (thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT') return 'STORAGE_FULL';
    if (FILE_FAULTS.has(thrown.code)) return 'STORAGE_FAILED';
  }
  return storageErrorOf(thrown, folder);
}
