import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import type { Clock, Instant } from '#domain/time/clock.ts';
import { addDays, businessDateAt, hallDateTime } from '#domain/time/hall-time.ts';
import { type OpenOptions, openStorage } from './open-storage.ts';
import type { Storage } from './storage.ts';

/**
 * Tables whose readable rows are taken over, parents first. Leases are not among them: their cursor may be
 * older than a number already on paper, and a number must never be given twice; the platform leases anew.
 */
export type RecoveryPlan = readonly {
  readonly table: string;
  /** Whether a row makes sense: SQLite has no checksums, so what a torn page holds may read well and be wrong. */
  readonly isSound: (row: Readonly<Record<string, unknown>>) => boolean;
}[];

export type DamagedDatabase = { readonly aside: string; readonly since: Instant };

export type OpenedStorage = { readonly storage: Storage; readonly damaged: readonly DamagedDatabase[] };

/**
 * Opens the database. One that is damaged is laid aside under a dated name (with its -wal and -shm) and a new one,
 * with what could still be read, takes its place. Errors of the disk itself are thrown.
 */
export function openOrRecoverStorage(
  options: OpenOptions & { readonly recovery: RecoveryPlan },
): OpenedStorage {
  const { file, clock, log } = options;
  const reason = damageOf(file);
  if (reason !== undefined) {
    // All is read over before anything is moved: a power cut in between only makes the next start do it again.
    const successor = buildSuccessor(options);
    const aside = layAside(file, clock);
    renameSync(successor, file);
    log.event('storage.damaged', { file, aside, reason });
  }
  return { storage: openStorage(options), damaged: laidAside(file, clock) };
}

const DAMAGE_CODES = /^SQLITE_(CORRUPT|NOTADB|FORMAT|IOERR_SHORT_READ|IOERR_CORRUPTFS)/;

/** Why the database cannot be used, as SQLite's code; undefined when it is sound or not there. */
function damageOf(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const database = new BetterSqlite3(file);
    try {
      // quick_check reads every page; integrity_check would also compare indexes, too slow for a start.
      const verdict = database.pragma('quick_check(1)', { simple: true });
      return verdict === 'ok' ? undefined : 'QUICK_CHECK';
    } finally {
      database.close();
    }
  } catch (thrown) {
    if (thrown instanceof BetterSqlite3.SqliteError && DAMAGE_CODES.test(thrown.code)) return thrown.code;
    throw thrown;
  }
}

function layAside(file: string, clock: Clock): string {
  const stamp = hallDateTime(clock.now()).replace(' ', '-').replace(':', '');
  const stem = join(dirname(file), `${basename(file, extname(file))}-damaged-${stamp}`);
  const free = (attempt: number): string => {
    const candidate = `${stem}${attempt === 0 ? '' : `-${attempt}`}${extname(file)}`;
    return existsSync(candidate) ? free(attempt + 1) : candidate;
  };
  const aside = free(0);
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  return aside;
}

/** A notice about a damaged database stands this many days, or until the file is taken away. */
const NOTICE_DAYS = 7;

function laidAside(file: string, clock: Clock): DamagedDatabase[] {
  const extension = extname(file);
  const start = `${basename(file, extension)}-damaged-`;
  const oldest = addDays(businessDateAt(clock.now()), -NOTICE_DAYS);
  return readdirSync(dirname(file))
    .filter((name) => name.startsWith(start) && name.endsWith(extension))
    .map((name) => join(dirname(file), name))
    .map((aside) => ({ aside, since: statSync(aside).ctimeMs }))
    .filter(({ since }) => businessDateAt(since) >= oldest)
    .sort((one, other) => one.since - other.since);
}

function buildSuccessor(options: OpenOptions & { readonly recovery: RecoveryPlan }): string {
  const { file, log, recovery } = options;
  const successor = `${file}.successor`;
  const copy = `${file}.copy`;
  removeDatabase(successor);
  removeDatabase(copy);
  const storage = openStorage({ ...options, file: successor });
  const old = openCopy(file, copy);
  if (old) {
    for (const part of recovery) {
      log.event('storage.recovered', { table: part.table, rows: takeOverTable(storage.database, old, part) });
    }
    old.close();
  }
  storage.close();
  removeDatabase(copy);
  return successor;
}

/** Opens a copy, since opening replays the WAL and so would change what is kept as evidence. */
function openCopy(file: string, copy: string): Database | undefined {
  for (const suffix of ['', '-wal']) {
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
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
}

type Row = Readonly<Record<string, unknown>>;

function takeOverTable(target: Database, source: Database, { table, isSound }: RecoveryPlan[number]): number {
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
