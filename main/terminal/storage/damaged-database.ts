import { existsSync, readdirSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { Clock, Instant } from '#domain/time/clock.ts';
import { addDays, businessDateAt, hallDateTime } from '#domain/time/hall-time.ts';
import { type OpenOptions, openStorage } from './open-storage.ts';
import type { Storage } from './storage.ts';
import { buildSuccessor, DATABASE_SUFFIXES, type RecoveryPlan } from './successor.ts';

export type DamagedDatabase = { readonly aside: string; readonly since: Instant };

export type OpenedStorage = { readonly storage: Storage; readonly damaged: readonly DamagedDatabase[] };

type RecoverOptions = OpenOptions & {
  readonly recovery: RecoveryPlan;
  /** Gives a file another name in one step. */
  readonly rename?: (from: string, to: string) => void;
};

/**
 * Opens the database. One that is damaged is laid aside unchanged under a dated name (with its -wal and -shm) and a
 * new one, with what could still be read, takes its place. Errors of the disk itself are thrown.
 */
export function openOrRecoverStorage(options: RecoverOptions): OpenedStorage {
  const { file, clock, log, rename = renameSync } = options;
  const unfinished = readyFor(file);
  if (unfinished !== undefined) {
    log.event('storage.damaged', { file, aside: unfinished, reason: 'SWAP_UNFINISHED' });
    swap(file, unfinished, rename);
  }
  const reason = damageOf(file);
  if (reason !== undefined) {
    const aside = freeName(file, clock);
    // Until this the damaged database is where it was; from here on every start finishes the swap, and the name
    // says under which name the damaged one goes.
    rename(buildSuccessor(options), aside + READY);
    log.event('storage.damaged', { file, aside, reason });
    swap(file, aside, rename);
  }
  return { storage: openStorage(options), damaged: laidAside(file, clock) };
}

/** Ends the name of a finished successor that has not taken its place yet. */
const READY = '.ready';

/** The name under which a database goes whose successor is ready; undefined when none waits. */
function readyFor(file: string): string | undefined {
  const folder = dirname(file);
  if (!existsSync(folder)) return undefined;
  const start = asideStart(file);
  const ready = readdirSync(folder).find((name) => name.startsWith(start) && name.endsWith(READY));
  return ready === undefined ? undefined : join(folder, ready.slice(0, -READY.length));
}

/** May be stopped after any step and called again. */
function swap(file: string, aside: string, rename: (from: string, to: string) => void): void {
  for (const suffix of DATABASE_SUFFIXES) {
    if (existsSync(file + suffix)) rename(file + suffix, aside + suffix);
  }
  rename(aside + READY, file);
}

const DAMAGE_CODES = /^SQLITE_(CORRUPT|NOTADB|FORMAT|IOERR_SHORT_READ|IOERR_CORRUPTFS)/;

/**
 * Why the database cannot be used, as SQLite's code; undefined when it is sound or not there. It is only read:
 * closing a database that was opened for writing moves its WAL into it, and a damaged one is evidence.
 */
function damageOf(file: string, readonly = true): string | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const database = new BetterSqlite3(file, { readonly });
    try {
      // quick_check reads every page; integrity_check would also compare indexes, too slow for a start.
      const verdict = database.pragma('quick_check(1)', { simple: true });
      return verdict === 'ok' ? undefined : 'QUICK_CHECK';
    } finally {
      database.close();
    }
  } catch (thrown) {
    if (!(thrown instanceof BetterSqlite3.SqliteError)) throw thrown;
    // Killed while it was being made, before it had a WAL: it cannot be read before that is taken back.
    if (readonly && thrown.code === 'SQLITE_READONLY_ROLLBACK') return damageOf(file, false);
    if (DAMAGE_CODES.test(thrown.code)) return thrown.code;
    throw thrown;
  }
}

function asideStart(file: string): string {
  return `${basename(file, extname(file))}-damaged-`;
}

function freeName(file: string, clock: Clock): string {
  const stamp = hallDateTime(clock.now()).replace(' ', '-').replace(':', '');
  const stem = join(dirname(file), `${asideStart(file)}${stamp}`);
  const free = (attempt: number): string => {
    const candidate = `${stem}${attempt === 0 ? '' : `-${attempt}`}${extname(file)}`;
    return existsSync(candidate) ? free(attempt + 1) : candidate;
  };
  return free(0);
}

/** A notice about a damaged database stands this many days, or until the file is taken away. */
const NOTICE_DAYS = 7;

function laidAside(file: string, clock: Clock): DamagedDatabase[] {
  const extension = extname(file);
  const start = asideStart(file);
  const oldest = addDays(businessDateAt(clock.now()), -NOTICE_DAYS);
  return readdirSync(dirname(file))
    .filter((name) => name.startsWith(start) && name.endsWith(extension))
    .map((name) => join(dirname(file), name))
    .map((aside) => ({ aside, since: statSync(aside).ctimeMs }))
    .filter(({ since }) => businessDateAt(since) >= oldest)
    .sort((one, other) => one.since - other.since);
}
