import type { Hall } from '#contract/hall.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';

export async function findHall(database: Database, hallId: string): Promise<Hall | undefined> {
  const row = await database
    .selectFrom('halls')
    .select('document')
    .where('hallId', '=', hallId)
    .executeTakeFirst();
  return row?.document;
}

export async function findHallVersion(database: Database, hallId: string): Promise<number | undefined> {
  const row = await database
    .selectFrom('halls')
    .select('version')
    .where('hallId', '=', hallId)
    .executeTakeFirst();
  return row?.version;
}

/** Makes room for a hall that is not there yet, so that there is a row to lock. */
export async function insertHall(transaction: DatabaseTransaction, hall: Hall, now: Date): Promise<boolean> {
  const result = await transaction
    .insertInto('halls')
    .values({ hallId: hall.hallId, version: hall.version, document: JSON.stringify(hall), changedAt: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function lockHall(transaction: DatabaseTransaction, hallId: string): Promise<Hall> {
  const row = await transaction
    .selectFrom('halls')
    .select('document')
    .where('hallId', '=', hallId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  return row.document;
}

export async function updateHall(transaction: DatabaseTransaction, hall: Hall, now: Date): Promise<void> {
  await transaction
    .updateTable('halls')
    .set({ version: hall.version, document: JSON.stringify(hall), changedAt: now })
    .where('hallId', '=', hall.hallId)
    .execute();
}
