import type { Instant } from '../time/clock.ts';
import { addDays, businessDateAt, hallInstant } from '../time/hall-time.ts';
import {
  type HallHours,
  nextOpening,
  type OpenSpan,
  openSpanAt,
  spansOf,
  walkInHours,
} from './opening-hours.ts';

/** Who comes before the doors open may have a number for that day; earlier it would only be a wait in the street. */
const BEFORE_OPENING_MS = 60 * 60 * 1000;
const MINUTE_MS = 60_000;
/** A gap between two spans of a day that is no longer is a break such as lunch, and who comes in it stays for a number. */
const LONGEST_BREAK_MS = 3 * 60 * 60 * 1000;

/** Whether a terminal gives a number now, by the hall's hours alone. */
type ByHours =
  | { readonly kind: 'open' }
  /**
   * The hall opens within the hour and on this day, or has a break (`isBreak`): whoever knows that may have a number.
   */
  | { readonly kind: 'opens-soon'; readonly opensAt: Instant; readonly isBreak: boolean }
  /** `opensAt` is undefined where no opening is known. */
  | { readonly kind: 'closed'; readonly opensAt: Instant | undefined };

/** The same for who has booked nothing; each `opensAt` is an opening for all. */
export type NumberGiving =
  | ByHours
  /** 预约服务: only who has an appointment is given a number now. */
  | { readonly kind: 'by-appointment'; readonly opensAt: Instant | undefined };

/** For who has booked nothing. A hall without hours is always open. */
export function numberGiving(hours: HallHours | undefined, now: Instant): NumberGiving {
  const giving = byHours(hours, now, hours && walkInHours(hours));
  if (giving.kind === 'open') return giving;
  // Neither a break nor the hour before an opening: the hall is open, though not to him.
  const isReserved = hours && openSpanAt(hours, now) !== undefined;
  if (!isReserved && (giving.kind !== 'closed' || byHours(hours, now).kind === 'closed')) return giving;
  return { kind: 'by-appointment', opensAt: giving.opensAt };
}

/** For who keeps an appointment: in all hours of the hall. */
export function numberGivingByAppointment(hours: HallHours | undefined, now: Instant): ByHours {
  return byHours(hours, now);
}

/** When a hall that gives no more numbers today opens next for all; undefined where that is not known. */
export function opensAfterToday(hours: HallHours | undefined, now: Instant): Instant | undefined {
  const midnight = hallInstant(addDays(businessDateAt(now), 1), 0);
  return hours && nextOpening(walkInHours(hours), midnight - 1)?.from;
}

/** @param own of the hall's hours those that are meant; a break stands between any of them */
function byHours(hours: HallHours | undefined, now: Instant, own = hours): ByHours {
  if (!hours || !own || openSpanAt(own, now)) return { kind: 'open' };
  const opening = nextOpening(own, now);
  if (!opening || opening.date !== businessDateAt(now)) return { kind: 'closed', opensAt: opening?.from };
  const isBreak = followsBreak(hours, opening, now);
  if (!isBreak && opening.from - now > BEFORE_OPENING_MS) return { kind: 'closed', opensAt: opening.from };
  return { kind: 'opens-soon', opensAt: opening.from, isBreak };
}

/** Minutes until people are called again, of a hall that gives numbers already; 0 while it is open, or closed. */
export function minutesUntilCalling(hours: HallHours | undefined, now: Instant): number {
  const giving = byHours(hours, now);
  return giving.kind === 'opens-soon' ? Math.ceil((giving.opensAt - now) / MINUTE_MS) : 0;
}

function followsBreak(hours: HallHours, opening: OpenSpan, now: Instant): boolean {
  const earlier = spansOf(hours, opening.date).filter(({ to }) => to <= now);
  return earlier.some(({ to }) => opening.from - to <= LONGEST_BREAK_MS);
}
