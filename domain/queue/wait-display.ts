import type { WaitExpected } from './wait-forecast.ts';
import type { WaitingRange } from './waiting-estimate.ts';

/** Minutes as people say them: the longer the coarser. */
function stepOf(minutes: number): number {
  if (minutes <= 10) return 1;
  return minutes <= 60 ? 5 : 10;
}

/**
 * The range as people are told it. Rounded to the nearest and not outwards, so that it still holds about as often as
 * it was made for; never empty.
 */
export function shownWait({
  fromMinutes,
  toMinutes,
}: Pick<WaitExpected, 'fromMinutes' | 'toMinutes'>): WaitingRange {
  const step = stepOf(toMinutes);
  const from = Math.round(fromMinutes / step) * step;
  return { fromMinutes: from, toMinutes: Math.max(Math.round(toMinutes / step) * step, from + step) };
}
