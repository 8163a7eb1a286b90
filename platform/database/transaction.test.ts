import { sql } from 'kysely';
import { ok } from 'neverthrow';
import { expect, it } from 'vitest';
import { lockQueue } from '../calls/queue-lock.ts';
import { startTestDatabase } from '../testing/test-database.ts';
import { isDatabaseAway, openDatabase } from './database.ts';
import { inTransaction } from './transaction.ts';

it('that breaks off gives its connection back, and a hung one its locks', async () => {
  const { database: other, url, stop } = await startTestDatabase();
  const database = openDatabase({ url, maxConnections: 1, onIdleError: () => undefined });
  try {
    const cutBeforeCommit = inTransaction(database, async (transaction) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction);
      await sql`select pg_terminate_backend(${rows[0]?.pid}, 5000)`.execute(other);
      return ok(undefined);
    });
    await expect(cutBeforeCommit).rejects.toSatisfy(isDatabaseAway);

    const hung = await database.startTransaction().execute();
    await lockQueue(hung, 'hall');
    await other.transaction().execute((transaction) => lockQueue(transaction, 'hall'));
    await expect(hung.rollback().execute()).rejects.toSatisfy(isDatabaseAway);

    await database.transaction().execute((transaction) => lockQueue(transaction, 'hall'));
  } finally {
    await database.destroy();
    await stop();
  }
});
