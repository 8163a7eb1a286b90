import type { Result } from 'neverthrow';
import type { Database, DatabaseTransaction } from './database.ts';

/** One transaction whose error result, like a throw, leaves nothing behind. */
export async function inTransaction<T, E>(
  database: Database,
  work: (transaction: DatabaseTransaction) => Promise<Result<T, E>>,
): Promise<Result<T, E>> {
  const transaction = await database.startTransaction().execute();
  try {
    const result = await work(transaction);
    await (result.isOk() ? transaction.commit() : transaction.rollback()).execute();
    return result;
  } catch (error) {
    // Also behind a commit that failed: only this gives the connection back. Of a dead one the first error says why.
    if (!transaction.isRolledBack)
      await transaction
        .rollback()
        .execute()
        .catch(() => undefined);
    throw error;
  }
}
