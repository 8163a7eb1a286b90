import { err, ok, type Result } from 'neverthrow';
import { shownWait } from '#domain/queue/wait-display.ts';
import type { Clock } from '#domain/time/clock.ts';
import { type BusinessDate, businessDateAt } from '#domain/time/hall-time.ts';
import type { Database } from '../database/database.ts';
import { foretell, knownForecasts } from '../forecast/forecast.ts';
import { openCountersNow } from '../forecast/open-counters.ts';
import { findClosedDay } from '../halls/hall-days-store.ts';
import { publishedHall } from '../live/published-halls.ts';
import { countWaiting } from './tickets-store.ts';

export type QueueNow = {
  readonly queueId: string;
  readonly waiting: number;
  readonly fromMinutes?: number;
  readonly toMinutes?: number;
};

export type QueuesNow = {
  readonly queues: QueueNow[];
  readonly closedEarly: { readonly reason: string } | null;
};

/**
 * How many wait in each queue that the hall has, in the hall's order, and how long an ordinary ticket taken now would;
 * the latter only for today, and where a counter is open.
 */
export async function queuesNow(
  database: Database,
  clock: Clock,
  hallId: string,
  businessDate: BusinessDate,
): Promise<Result<QueuesNow, 'HALL_UNKNOWN'>> {
  const at = clock.now();
  const [hall, waiting, closed, forecasts, openCounterIds] = await Promise.all([
    publishedHall(database, hallId),
    countWaiting(database, hallId, businessDate),
    findClosedDay(database, hallId, businessDate),
    knownForecasts(database, hallId),
    openCountersNow(database, clock, hallId),
  ]);
  if (!hall) return err('HALL_UNKNOWN');
  const isToday = businessDate === businessDateAt(at);
  const queues = hall.queues.map(({ queueId }) => {
    const ahead = waiting.get(queueId) ?? 0;
    const expected = isToday ? foretell(hall, forecasts, { queueId, at, ahead, openCounterIds }) : undefined;
    return { queueId, waiting: ahead, ...(expected && shownWait(expected)) };
  });
  return ok({ queues, closedEarly: closed && { reason: closed.reason } });
}
