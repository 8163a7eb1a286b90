import type { Instant } from '../time/clock.ts';
import { type OpenTime, openMs } from './wait-course.ts';
import { shownWait } from './wait-display.ts';
import type { WaitingRange } from './waiting-estimate.ts';

const MINUTE_MS = 60_000;

export type ForetoldWait = {
  /** From `at` on, breaks of the hall included. */
  readonly range: WaitingRange;
  readonly at: Instant;
  /** People who were before the ticket then. */
  readonly ahead: number;
};

/**
 * What is left of a wait that was foretold, for those of the people before it who are still there. Only the time in which
 * people are called shrinks with them: a break in the hall's hours is as long as it is.
 * @param openTimes of the day, in order; none: people are called all the time
 */
export function remainingWait(
  foretold: ForetoldWait,
  {
    now,
    ahead,
    openTimes,
  }: { readonly now: Instant; readonly ahead: number; readonly openTimes: readonly OpenTime[] },
): WaitingRange {
  const share = foretold.ahead === 0 ? 1 : Math.min(1, ahead / foretold.ahead);
  const left = (minutes: number): number => {
    const calling = openMs(foretold.at, foretold.at + minutes * MINUTE_MS, openTimes) * share;
    return clockMs(now, calling, openTimes) / MINUTE_MS;
  };
  const { fromMinutes, toMinutes } = foretold.range;
  return shownWait({ fromMinutes: left(fromMinutes), toMinutes: left(toMinutes) });
}

/** Milliseconds by the clock until people were called for so many; who still waits after the last open time is served. */
function clockMs(from: Instant, callingMs: number, openTimes: readonly OpenTime[]): number {
  let left = callingMs;
  let at = from;
  for (const open of openTimes) {
    if (open.to <= at) continue;
    const begin = Math.max(at, open.from);
    if (left <= open.to - begin) return begin + left - from;
    left -= open.to - begin;
    at = open.to;
  }
  return at + left - from;
}
