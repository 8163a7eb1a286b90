import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import type { Clock } from '#domain/time/clock.ts';
import type { Log } from '../log/log.ts';
import { type OpenOptions, openStorage } from './open-storage.ts';
import type { Storage } from './storage.ts';

/** What becomes of a damaged database's rows. */
export type RecoveryPlan = {
  /**
   * Tables whose readable rows are taken over, parents first. Leases are not among them: their cursor may be
   * older than a number already on paper, and a number must never be given twice; the platform leases anew.
   */
  readonly tables: readonly RecoveredTable[];
  /** Adds what the lost rows leave open; called once all tables are taken over, before the database is used. */
  readonly complete?: (parts: {
    readonly storage: Storage;
    readonly clock: Clock;
    readonly log: Log;
  }) => void;
};

type RecoveredTable = {
  readonly table: string;
  /** Whether a row makes sense: SQLite has no checksums, so what a torn page holds may read well and be wrong. */
  readonly isSound: (row: Readonly<Record<string, unknown>>) => boolean;
};

/** All the files that SQLite may keep for one database; the last is the database itself. */
export const DATABASE_SUFFIXES = ['-wal', '-shm', '-journal', ''] as const;

/**
 * Builds a new database from what can be read of a damaged one, which is not changed.
 * @returns the finished database's file, beside the damaged one
 */
export function buildSuccessor(options: OpenOptions & { readonly recovery: RecoveryPlan }): string {
  const { file, clock, log, recovery } = options;
  const successor = `${file}.successor`;
  const copy = `${file}.copy`;
  removeDatabase(successor);
  removeDatabase(copy);
  const storage = openStorage({ ...options, file: successor });
  const old = openCopy(file, copy);
  if (old) {
    for (const part of recovery.tables) {
      log.event('storage.recovered', { table: part.table, rows: takeOverTable(storage.database, old, part) });
    }
    old.close();
    recovery.complete?.({ storage, clock, log });
  }
  // Closing is content to leave rows in the WAL, which would stay behind: a full disk must be an error here.
  storage.database.pragma('wal_checkpoint(TRUNCATE)');
  storage.close();
  removeDatabase(copy);
  return successor;
}

/** Opens a copy, padded and written to by SQLite as it likes: the original is kept as evidence. */
function openCopy(file: string, copy: string): Database | undefined {
  for (const suffix of ['-wal', '-journal', '']) {
    if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix);
  }
  padToHeader(copy);
  try {
    const database = new BetterSqlite3(copy);
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    return database;
  } catch (thrown) {
    // Nothing of it can be read: the file stays aside for somebody with better tools.
    if (thrown instanceof BetterSqlite3.SqliteError) return undefined;
    throw thrown;
  }
}

const HEADER_BYTES = 100;

/** SQLite refuses a file shorter than its header says altogether; filled up with zeros, what is there can be read. */
function padToHeader(file: string): void {
  const header = Buffer.alloc(HEADER_BYTES);
  const handle = openSync(file, 'r');
  const read = readSync(handle, header, 0, HEADER_BYTES, 0);
  closeSync(handle);
  if (read < HEADER_BYTES || !header.toString('latin1').startsWith('SQLite format 3')) return;
  // File format 1.3: page size at 16 (1 means 65536), number of pages at 28.
  const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  const bytes = pageSize * header.readUInt32BE(28);
  if (bytes > statSync(file).size && bytes < LARGEST_PADDED_BYTES) truncateSync(file, bytes);
}

/** A damaged header may name any size. */
const LARGEST_PADDED_BYTES = 4 * 1024 ** 3;

function removeDatabase(file: string): void {
  for (const suffix of DATABASE_SUFFIXES) rmSync(file + suffix, { force: true });
}

type Row = Readonly<Record<string, unknown>>;

function takeOverTable(target: Database, source: Database, { table, isSound }: RecoveredTable): number {
  const columns = sharedColumns(target, source, table);
  if (columns.length === 0) return 0;
  const names = columns.map((column) => `"${column}"`).join(', ');
  const insert = target.prepare(
    `INSERT OR IGNORE INTO "${table}" (${names}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`,
  );
  let taken = 0;
  const take = (row: Row) => {
    if (!isSound(row)) return;
    try {
      taken += insert.run(row).changes;
    } catch (thrown) {
      // A row whose parent could not be read, or whose values are nonsense, stays behind alone.
      if (!(thrown instanceof BetterSqlite3.SqliteError) || !thrown.code.startsWith('SQLITE_CONSTRAINT'))
        throw thrown;
    }
  };
  target
    .transaction(() => {
      // From both ends: a broken page in the middle then hides only what lies on it.
      readUntilDamage(source, `SELECT ${names} FROM "${table}" NOT INDEXED ORDER BY rowid`, take);
      readUntilDamage(source, `SELECT ${names} FROM "${table}" NOT INDEXED ORDER BY rowid DESC`, take);
    })
    .immediate();
  return taken;
}

function sharedColumns(target: Database, source: Database, table: string): string[] {
  const columnsOf = (database: Database) =>
    database.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);
  const known = new Set(columnsOf(source));
  return columnsOf(target).filter((column) => known.has(column));
}

function readUntilDamage(source: Database, sql: string, take: (row: Row) => void): void {
  const rows = source.prepare<[], Row>(sql).iterate();
  for (;;) {
    const next = nextRow(rows);
    if (next === undefined) return;
    take(next);
  }
}

function nextRow(rows: IterableIterator<Row>): Row | undefined {
  try {
    const { done, value } = rows.next();
    return done ? undefined : value;
  } catch (thrown) {
    if (thrown instanceof BetterSqlite3.SqliteError) return undefined;
    throw thrown;
  }
}
