import type { Instant } from '../time/clock.ts';
import { addDays, type BusinessDate, hallInstant } from '../time/hall-time.ts';
import { type HallHours, spansOf } from './opening-hours.ts';

/** A hall that is closed for longer than the longest holidays has no next day that is worth waiting for. */
const LONGEST_BREAK_DAYS = 14;

/**
 * When a day of a hall is over for whoever knows nothing but the time: once the hall has been open again for a whole
 * day, so that no clock that is off by some hours, and none that is off by a weekend, ends a day that goes on.
 * @param hours undefined for a hall that is open every day
 */
export function surelyOverAt(hours: HallHours | undefined, date: BusinessDate): Instant {
  for (let ahead = 1; ahead <= LONGEST_BREAK_DAYS; ahead += 1) {
    const next = addDays(date, ahead);
    if (!hours) return hallInstant(addDays(next, 1), 0);
    const spans = spansOf(hours, next);
    if (spans.length > 0) return Math.max(...spans.map(({ to }) => to));
  }
  return hallInstant(addDays(date, LONGEST_BREAK_DAYS + 1), 0);
}
