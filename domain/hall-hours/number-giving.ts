import type { Instant } from '../time/clock.ts';
import { addDays, businessDateAt, hallInstant } from '../time/hall-time.ts';
import { type HallHours, nextOpening, openSpanAt } from './opening-hours.ts';

/** Who comes before the doors open may have a number for that day; earlier it would only be a wait in the street. */
const BEFORE_OPENING_MS = 60 * 60 * 1000;

/** Whether a terminal gives a number now, by the hall's hours alone. */
export type NumberGiving =
  | { readonly kind: 'open' }
  /** The hall opens within the hour and on this day: whoever knows that may have a number. */
  | { readonly kind: 'opens-soon'; readonly opensAt: Instant }
  /** `opensAt` is undefined where no opening is known. */
  | { readonly kind: 'closed'; readonly opensAt: Instant | undefined };

/** A hall without hours is always open. */
export function numberGiving(hours: HallHours | undefined, now: Instant): NumberGiving {
  if (!hours || openSpanAt(hours, now)) return { kind: 'open' };
  const opening = nextOpening(hours, now);
  const soon = opening && opening.from - now <= BEFORE_OPENING_MS && opening.date === businessDateAt(now);
  return soon ? { kind: 'opens-soon', opensAt: opening.from } : { kind: 'closed', opensAt: opening?.from };
}

/** When a hall that gives no more numbers today opens next; undefined where that is not known. */
export function opensAfterToday(hours: HallHours | undefined, now: Instant): Instant | undefined {
  const midnight = hallInstant(addDays(businessDateAt(now), 1), 0);
  return hours && nextOpening(hours, midnight - 1)?.from;
}
