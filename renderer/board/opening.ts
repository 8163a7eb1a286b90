import type { BoardView } from '#contract/desk/board.ts';
import type { Instant } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';

/** What a board says of the hall's hours. */
export type Opening =
  | { readonly kind: 'open' | 'closed' }
  | { readonly kind: 'open-until' | 'opens-today' | 'opens-later'; readonly at: Instant };

/**
 * By the clock, not by what the view says is the case: a board whose platform is away at noon still knows that the
 * hall has closed, though not when it opens again.
 */
export function openingOf(
  { open, closesAt, opensAt }: Pick<BoardView, 'open' | 'closesAt' | 'opensAt'>,
  now: Instant,
): Opening {
  const closes = closesAt === null ? undefined : Date.parse(closesAt);
  const opens = opensAt === null ? undefined : Date.parse(opensAt);
  const today = (instant: Instant) => businessDateAt(instant) === businessDateAt(now);
  if (open) {
    if (closes === undefined) return { kind: 'open' };
    if (closes <= now) return { kind: 'closed' };
    return today(closes) ? { kind: 'open-until', at: closes } : { kind: 'open' };
  }
  if (opens === undefined) return { kind: 'closed' };
  if (opens <= now) return { kind: 'open' };
  return { kind: today(opens) ? 'opens-today' : 'opens-later', at: opens };
}

/** Whether only who has an appointment is given a number: now, or when the hall opens next. By the clock, too. */
export function byAppointment(
  { byAppointment: span, open }: Pick<BoardView, 'byAppointment' | 'open'>,
  now: Instant,
): 'now' | 'next' | undefined {
  if (span === null || Date.parse(span.to) <= now) return undefined;
  if (Date.parse(span.from) <= now) return 'now';
  return open ? undefined : 'next';
}
