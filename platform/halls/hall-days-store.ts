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

/** With null the day is open again. */
export async function saveClosedDay(
  transaction: DatabaseTransaction,
  hallId: string,
  businessDate: BusinessDate,
  closed: ClosedDay | null,
): Promise<void> {
  const columns = { closedAt: closed?.closedAt ?? null, closedReason: closed?.reason ?? null };
  await transaction
    .insertInto('hallDays')
    .values({ hallId, businessDate, ...columns })
    .onConflict((conflict) => conflict.columns(['hallId', 'businessDate']).doUpdateSet(columns))
    .execute();
}
