import { sql } from 'kysely';
import type { Result } from 'neverthrow';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { inTransaction } from '../database/transaction.ts';

/** Held to the end of the transaction by whoever picks tickets of a hall or changes who sits where; kept short. */
export async function lockQueue(transaction: DatabaseTransaction, hallId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${hallId}, 0))`.execute(transaction);
}

const waiting = new Map<string, Promise<unknown>>();

/**
 * One after another for a hall in this process, so that those who wait for the lock hold no connections that the
 * hall's other requests need.
 */
export async function inTurn<T>(hallId: string, work: () => Promise<T>): Promise<T> {
  const before = waiting.get(hallId) ?? Promise.resolve();
  const mine = before.then(work, work);
  const settled = mine.then(
    () => undefined,
    () => undefined,
  );
  waiting.set(hallId, settled);
  try {
    return await mine;
  } finally {
    if (waiting.get(hallId) === settled) waiting.delete(hallId);
  }
}

/** One transaction under the hall's lock, in turn: whoever waits for the lock alone would take a connection to wait. */
export function inQueue<T, E>(
  database: Database,
  hallId: string,
  work: (transaction: DatabaseTransaction) => Promise<Result<T, E>>,
): Promise<Result<T, E>> {
  return inTurn(hallId, () =>
    inTransaction(database, async (transaction) => {
      await lockQueue(transaction, hallId);
      return work(transaction);
    }),
  );
}
