import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import type { Database, DatabaseTransaction } from '../database/database.ts';

const CHANNEL = 'hall_changes';
/** Between two tries to reach PostgreSQL, and while many changes of a hall are told as one. */
const RETRY_MS = 1_000;
const TELL_EVERY_MS = 20;

/** Who has to look again at a hall, over all platform processes of one database. */
export type HallChanges = {
  /** The listener is told that something may have changed; what it was, the database says. Returns the way out. */
  readonly onChange: (hallId: string, listener: () => void) => () => void;
  /**
   * To be called once a change is committed. In this process it is heard at once; other processes are told over a
   * connection of its own, many changes as one, so that no transaction waits for PostgreSQL's one lock on notices.
   */
  readonly announce: (hallId: string) => void;
  readonly close: () => Promise<void>;
};

type Log = { readonly warn: (fields: object, message: string) => void };

/** Tells all platform processes of a change, for programs that keep no connection of their own for it. */
export async function announceChange(
  executor: Database | DatabaseTransaction,
  hallId: string,
): Promise<void> {
  await sql`select pg_notify(${CHANNEL}, ${JSON.stringify({ hallId })})`.execute(executor);
}

/**
 * Listens on a connection of its own. After every new connection all listeners are told: what was announced in
 * between was heard by nobody.
 */
export function createHallChanges(options: { readonly databaseUrl: string; readonly log: Log }): HallChanges {
  const origin = randomUUID();
  const listeners = new Map<string, Set<() => void>>();
  const untold = new Set<string>();
  const closing = new AbortController();
  let client: pg.Client | undefined;
  let telling: NodeJS.Timeout | undefined;

  const hear = (hallId: string): void => {
    for (const listener of listeners.get(hallId) ?? []) listener();
  };
  const tell = async (): Promise<void> => {
    const told = [...untold];
    untold.clear();
    const notices = told.map((hallId) => JSON.stringify({ hallId, origin }));
    const text = 'select pg_notify($1, notice) from unnest($2::text[]) as notice';
    await client?.query(text, [CHANNEL, notices]).catch(() => {
      for (const hallId of told) untold.add(hallId);
    });
  };
  const tellOthers = (): void => {
    telling ??= setTimeout(() => void tellNow(), TELL_EVERY_MS);
  };
  const tellNow = async (): Promise<void> => {
    if (client) await tell();
    telling = undefined;
    if (client && untold.size > 0) tellOthers();
  };
  const connect = async (): Promise<void> => {
    const connection = new pg.Client({
      connectionString: options.databaseUrl,
      application_name: 'mengsuban-platform-changes',
      keepAlive: true,
    });
    const ended = new Promise<void>((resolve) => {
      connection.on('error', (error) => options.log.warn({ detail: error.message }, 'listening broke off'));
      connection.on('end', () => resolve());
    });
    connection.on('notification', ({ payload }) => {
      const notice = readNotice(payload);
      if (notice && notice.origin !== origin) hear(notice.hallId);
    });
    await connection.connect();
    // A notice that is lost in a crash costs one look a few seconds later: not worth waiting for the disk.
    await connection.query(`set synchronous_commit = off; listen ${CHANNEL}`);
    if (closing.signal.aborted) await connection.end();
    client = connection;
    for (const hallId of listeners.keys()) hear(hallId);
    if (untold.size > 0) tellOthers();
    await ended;
  };
  const stayConnected = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await connect().catch((error: unknown) => {
        const detail = error instanceof Error ? error.message : String(error);
        options.log.warn({ detail }, 'cannot listen for changes; tried again in a second');
      });
      client = undefined;
      await sleep(RETRY_MS, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  };
  const listening = stayConnected();

  return {
    onChange: (hallId, listener) => {
      const ofHall = listeners.get(hallId) ?? new Set();
      listeners.set(hallId, ofHall.add(listener));
      return () => {
        ofHall.delete(listener);
        if (ofHall.size === 0) listeners.delete(hallId);
      };
    },
    announce: (hallId) => {
      hear(hallId);
      untold.add(hallId);
      tellOthers();
    },
    close: async () => {
      closing.abort();
      clearTimeout(telling);
      await client?.end();
      await listening;
    },
  };
}

function readNotice(payload: string | undefined): { hallId: string; origin?: string } | undefined {
  try {
    const notice: unknown = JSON.parse(payload ?? '');
    if (typeof notice !== 'object' || notice === null) return undefined;
    const { hallId, origin } = notice as { hallId?: unknown; origin?: unknown };
    if (typeof hallId !== 'string') return undefined;
    return { hallId, ...(typeof origin === 'string' ? { origin } : {}) };
  } catch {
    // Anybody who reaches the database can send anything on a channel.
    return undefined;
  }
}
