import { type Clock } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import type { Database } from '../database/database.ts';
import type { CounterSeat } from '../live/hall-state.ts';
import { selectCountersNow } from '../live/hall-state-store.ts';

/** The counters at which somebody calls; one on a break is not open. */
export function openCounters(seats: readonly CounterSeat[]): ReadonlySet<string> {
  return new Set(seats.filter(({ state }) => state === 'open').map(({ counterId }) => counterId));
}

export async function openCountersNow(
  database: Database,
  clock: Clock,
  hallId: string,
): Promise<ReadonlySet<string>> {
  const at = clock.now();
  return openCounters(await selectCountersNow(database, { hallId, businessDate: businessDateAt(at) }, at));
}
