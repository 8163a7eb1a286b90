import { mergedPlace } from '#domain/queue/merged-place.ts';
import type { Instant } from '#domain/time/clock.ts';

/** What the platform knows of when it heard a terminal, by its own clock, and how far the terminal's clock is off. */
export type TerminalContact = {
  readonly clockOffsetMs: number | null;
  readonly contactSince: Date | null;
  readonly contactBefore: Date | null;
  readonly offsetBeforeMs: number | null;
  readonly lastPlace: Date | null;
};

/** Platforms that share a database differ by less; so do two requests that overtake each other. */
const CLOCK_SLACK_MS = 2_000;

/**
 * Where a ticket that has just arrived stands among those of other terminals. By the clock that the terminal had when
 * the ticket was given: one from before a silence is judged by the difference that was measured before it, as a clock
 * is often set right when the network comes back.
 *
 * `latestTaken` is the latest time at which the platform took a ticket of the day. When its own clock has gone back
 * behind that, times say nothing any more, and only the order of arrival counts until it has caught up.
 */
export function placeOf(
  contact: TerminalContact,
  issuedAt: Instant,
  now: Instant,
  latestTaken: Instant | undefined,
): Instant {
  if (latestTaken !== undefined && now < latestTaken - CLOCK_SLACK_MS) return latestTaken;
  const { clockOffsetMs, contactSince, contactBefore, offsetBeforeMs, lastPlace } = contact;
  // Never heard before it could hand in anything: only an upgrade from a platform that did not keep this.
  if (clockOffsetMs === null || contactSince === null) return now;
  const givenBeforeSilence = issuedAt - clockOffsetMs < contactSince.getTime();
  const clockOffset = givenBeforeSilence ? (offsetBeforeMs ?? clockOffsetMs) : clockOffsetMs;
  const lastContactAt = Math.max((contactBefore ?? contactSince).getTime(), lastPlace?.getTime() ?? 0);
  return mergedPlace({ issuedAt, takenAt: now, lastContactAt, clockOffset });
}
