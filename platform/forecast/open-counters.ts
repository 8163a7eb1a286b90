import type { Clock, Instant } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import type { Database } from '../database/database.ts';
import type { CounterSeat } from '../live/hall-state.ts';
import { selectCountersNow } from '../live/hall-state-store.ts';
import { isHeard } from '../staff/seats.ts';

/** The counters at which somebody calls; one on a break is not open, nor one whose clerk has left without a word. */
export function openCounters(seats: readonly CounterSeat[], at: Instant): ReadonlySet<string> {
  const open = seats.filter(({ state, heardAt }) => state === 'open' && isHeard(heardAt, at));
  return new Set(open.map(({ counterId }) => counterId));
}

export async function openCountersNow(
  database: Database,
  clock: Clock,
  hallId: string,
): Promise<ReadonlySet<string>> {
  const at = clock.now();
  return openCounters(
    await selectCountersNow(database, { hallId, businessDate: businessDateAt(at) }, at),
    at,
  );
}
