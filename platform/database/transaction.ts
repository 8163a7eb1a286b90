import type { Result } from 'neverthrow';
import type { Database, DatabaseTransaction } from './database.ts';

/** One transaction whose error result, like a throw, leaves nothing behind. */
export async function inTransaction<T, E>(
  database: Database,
  work: (transaction: DatabaseTransaction) => Promise<Result<T, E>>,
): Promise<Result<T, E>> {
  const transaction = await database.startTransaction().execute();
  let result: Result<T, E>;
  try {
    result = await work(transaction);
  } catch (error) {
    await transaction.rollback().execute();
    throw error;
  }
  await (result.isOk() ? transaction.commit() : transaction.rollback()).execute();
  return result;
}
