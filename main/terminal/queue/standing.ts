import type { ClaimedPriority } from '#contract/ticket.ts';
import {
  type AppointmentSlot,
  type CheckIn,
  type CheckInRules,
  checkIn,
  defaultCheckInRules,
} from '#domain/appointment/check-in.ts';
import {
  defaultPriorityPolicy,
  type PriorityClass,
  type PriorityPolicy,
  priorityOfAge,
} from '#domain/queue/priority.ts';
import type { Instant } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';

type HallRules = {
  readonly priority?: PriorityPolicy | undefined;
  readonly checkIn?: CheckInRules | undefined;
};

export type AppointmentToKeep = AppointmentSlot & { readonly appointmentId: string };

/** What becomes of an appointment now, by the hall's rules. */
export function checkInNow(slot: AppointmentSlot, now: Instant, hall: HallRules | undefined): CheckIn {
  return checkIn(slot, now, hall?.checkIn ?? defaultCheckInRules);
}

/** From when on an appointment can be checked in with. */
export function checkInFrom({ from }: AppointmentSlot, hall: HallRules | undefined): Instant {
  return from - (hall?.checkIn ?? defaultCheckInRules).earlyMinutes * 60_000;
}

/** Whether somebody is elderly by the hall's rule, from the birth date on the card. */
export function isElderly(birthDate: string, now: Instant, hall: HallRules | undefined): boolean {
  const policy = hall?.priority ?? defaultPriorityPolicy;
  return priorityOfAge(birthDate, businessDateAt(now), policy) === 'elderly';
}

export type Standing = {
  readonly priorityClass: PriorityClass;
  /** The appointment that the ticket keeps; null without one, and where it is too early or has lapsed. */
  readonly appointmentId: string | null;
};

/**
 * With what standing a ticket is given. A kept appointment counts first, since its time was promised; then what the
 * citizen says of himself, so that the clerk knows what to look for; then age.
 */
export function standingOf(
  facts: {
    readonly appointment?: AppointmentToKeep | undefined;
    readonly claimed?: ClaimedPriority | undefined;
    readonly birthDate?: string | undefined;
  },
  now: Instant,
  hall: HallRules | undefined,
): Standing {
  const { appointment, claimed, birthDate } = facts;
  const kept = appointment && checkInNow(appointment, now, hall).kind;
  const byAge = birthDate !== undefined && isElderly(birthDate, now, hall) ? 'elderly' : 'ordinary';
  return {
    priorityClass: kept === 'on-time' ? 'appointment' : (claimed ?? byAge),
    appointmentId: kept === 'on-time' || kept === 'late' ? (appointment?.appointmentId ?? null) : null,
  };
}
