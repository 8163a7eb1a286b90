import type { Instant } from '../time/clock.ts';

/** The time that was booked, from included, to not. */
export type AppointmentSlot = { readonly from: Instant; readonly to: Instant };

export type CheckInRules = {
  /** How long before the slot one may check in. */
  readonly earlyMinutes: number;
  /** How long behind the slot the appointment still counts as kept. */
  readonly lateMinutes: number;
};

/** Of a hall that has set none. */
export const defaultCheckInRules: CheckInRules = { earlyMinutes: 30, lateMinutes: 15 };

/**
 * What becomes of somebody with an appointment. Whatever it is, an ordinary ticket is to be had at once: nobody is
 * forced to go online first, and nobody is sent home for the clock (Q1).
 */
export type CheckIn =
  /** Come back at `comeAt`, or take an ordinary ticket now and keep the appointment. */
  | { readonly kind: 'too-early'; readonly comeAt: Instant }
  | { readonly kind: 'on-time'; readonly priorityClass: 'appointment' }
  /** The appointment counts as kept, but its time is over: others' turn is not pushed back for it. */
  | { readonly kind: 'late'; readonly priorityClass: 'ordinary'; readonly minutes: number }
  /** The appointment has lapsed. */
  | { readonly kind: 'missed'; readonly priorityClass: 'ordinary'; readonly minutes: number };

const MINUTE_MS = 60_000;

/** The rule of early and late: on time from `earlyMinutes` before the slot to its end. `minutes`: full ones since. */
export function checkIn(slot: AppointmentSlot, now: Instant, rules: CheckInRules): CheckIn {
  const comeAt = slot.from - rules.earlyMinutes * MINUTE_MS;
  if (now < comeAt) return { kind: 'too-early', comeAt };
  if (now < slot.to) return { kind: 'on-time', priorityClass: 'appointment' };
  const late = now - slot.to;
  const kind = late < rules.lateMinutes * MINUTE_MS ? 'late' : 'missed';
  return { kind, priorityClass: 'ordinary', minutes: Math.floor(late / MINUTE_MS) };
}
