import { type BusinessDate, hallInstant } from '#domain/time/hall-time.ts';
import type { Database } from '../database/database.ts';

/** The counters at which somebody sits today, on a break or not; one left open yesterday is empty. */
export async function selectSeatedCounters(
  database: Database,
  hallId: string,
  businessDate: BusinessDate,
): Promise<{ counterId: string; state: 'open' | 'break' }[]> {
  return database
    .selectFrom('countersNow')
    .select(['counterId', 'state'])
    .where('hallId', '=', hallId)
    .where('since', '>=', new Date(hallInstant(businessDate, 0)))
    .execute();
}

/** The counters at which somebody calls; one on a break is not open. */
export async function selectOpenCounters(
  database: Database,
  hallId: string,
  businessDate: BusinessDate,
): Promise<Set<string>> {
  const seated = await selectSeatedCounters(database, hallId, businessDate);
  return new Set(seated.filter(({ state }) => state === 'open').map(({ counterId }) => counterId));
}
