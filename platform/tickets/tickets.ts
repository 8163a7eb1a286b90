import { err, ok, type Result } from 'neverthrow';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { Database } from '../database/database.ts';
import { findHall } from '../halls/halls-store.ts';
import { countWaiting } from './tickets-store.ts';

export type QueueCount = { readonly queueId: string; readonly waiting: number };

/** How many wait in each queue that the hall has, in the hall's order; an empty queue counts 0. */
export async function queueCounts(
  database: Database,
  hallId: string,
  businessDate: BusinessDate,
): Promise<Result<QueueCount[], 'HALL_UNKNOWN'>> {
  const [hall, waiting] = await Promise.all([
    findHall(database, hallId),
    countWaiting(database, hallId, businessDate),
  ]);
  if (!hall) return err('HALL_UNKNOWN');
  return ok(hall.queues.map(({ queueId }) => ({ queueId, waiting: waiting.get(queueId) ?? 0 })));
}
