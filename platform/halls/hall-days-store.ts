import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';

export type ClosedDay = { readonly closedAt: Date; readonly reason: string };

/** When and why a hall closed before its time on a day; null where it did not. */
export async function findClosedDay(
  database: Database,
  hallId: string,
  businessDate: BusinessDate,
): Promise<ClosedDay | null> {
  const row = await database
    .selectFrom('hallDays')
    .select(['closedAt', 'closedReason'])
    .where('hallId', '=', hallId)
    .where('businessDate', '=', businessDate)
    .executeTakeFirst();
  return row?.closedAt ? { closedAt: row.closedAt, reason: row.closedReason ?? '' } : null;
}

export async function saveClosedDay(
  transaction: DatabaseTransaction,
  hallId: string,
  businessDate: BusinessDate,
  { closedAt, reason }: ClosedDay,
): Promise<void> {
  const columns = { closedAt, closedReason: reason, reopenedAt: null };
  await transaction
    .insertInto('hallDays')
    .values({ hallId, businessDate, ...columns })
    .onConflict((conflict) => conflict.columns(['hallId', 'businessDate']).doUpdateSet(columns))
    .execute();
}

/** The closing of a day was taken back. */
export async function saveReopenedDay(
  transaction: DatabaseTransaction,
  hallId: string,
  businessDate: BusinessDate,
  reopenedAt: Date,
): Promise<void> {
  await transaction
    .updateTable('hallDays')
    .set({ closedAt: null, closedReason: null, reopenedAt })
    .where('hallId', '=', hallId)
    .where('businessDate', '=', businessDate)
    .execute();
}
