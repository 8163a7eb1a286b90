import { CamelCasePlugin, Kysely, PostgresDialect, type Transaction } from 'kysely';
import { err, ok, type Result } from 'neverthrow';
import pg from 'pg';
import { preparing } from './prepared.ts';
import type { PlatformDatabase } from './schema.ts';

export type Database = Kysely<PlatformDatabase>;
export type DatabaseTransaction = Transaction<PlatformDatabase>;

type DatabaseUrlError = { readonly code: 'DATABASE_URL_INVALID'; readonly detail: string };

/** A `postgres://` address with a host and a database. */
export function parseDatabaseUrl(text: string): Result<URL, DatabaseUrlError> {
  const url = URL.parse(text);
  if (!url) return err({ code: 'DATABASE_URL_INVALID', detail: 'it is not an address' });
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:') {
    return err({
      code: 'DATABASE_URL_INVALID',
      detail: `it begins with ${url.protocol} instead of postgres:`,
    });
  }
  if (url.pathname.length < 2) return err({ code: 'DATABASE_URL_INVALID', detail: 'it names no database' });
  return ok(url);
}

const CONNECT_TIMEOUT_MS = 5_000;
/** Longer than any statement here takes; a lock held by a hung process must not hold up the hall for ever. */
const STATEMENT_TIMEOUT_MS = 15_000;
/** PostgreSQL takes back what a hung process holds within a transaction, before those who wait for it give up. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000;

export type DatabaseOptions = {
  readonly url: string;
  readonly maxConnections: number;
  /** A connection that broke while idle: the pool replaces it, the log should know. */
  readonly onIdleError: (error: Error) => void;
};

/** Opens a pool; the first query connects. */
export function openDatabase(options: DatabaseOptions): Database {
  const types = new pg.TypeOverrides();
  // A business date is a day of the hall's calendar, not an instant of this machine's time zone.
  types.setTypeParser(pg.types.builtins.DATE, (text) => text);
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    application_name: 'mengsuban-platform',
    types,
  });
  // A connection that breaks between two statements of a transaction tells nobody but its client, and an error
  // event without a listener ends the process; the next statement fails by itself.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', (error) => {
    // On the way down PostgreSQL may end a connection before our own goodbye has reached it.
    if (!pool.ending) options.onIdleError(error);
  });
  return new Kysely<PlatformDatabase>({
    dialect: new PostgresDialect({ pool: preparing(pool) }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
}

/** Classes 08 (connection) and 57P (shut down, starting up), and the errors of the socket below them. */
const AWAY = /^(08|57P0|ECONNREFUSED$|ECONNRESET$|EPIPE$|ENOTFOUND$|EHOSTUNREACH$|ETIMEDOUT$)/;
/** pg gives these no code. */
const AWAY_WORDS =
  /Connection terminated|encountered a connection error|timeout exceeded when trying to connect/;

/** Whether a query failed because the database could not be reached, not because of what was asked. */
export function isDatabaseAway(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // The socket of a server that is being started again.
  const isSocketAway = code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect';
  return AWAY.test(code) || isSocketAway || AWAY_WORDS.test(error.message);
}
