import type { Instant } from '../time/clock.ts';
import { type Usual, usualCounters, usualMinutes } from './wait-rate.ts';

/** A time in which the queue is called, its end excluded. */
export type OpenTime = { readonly from: Instant; readonly to: Instant };

/** All that the calls to come in a queue are expected from. */
export type Course = {
  readonly from: Instant;
  /** Counters open at `from`; 0: not known. */
  readonly countersOpen: number;
  /** In order; none: called all the time. */
  readonly openTimes: readonly OpenTime[];
  readonly usual: Usual;
  readonly configuredMinutes: number;
  /** Counter minutes of a call as they are now. */
  readonly minutesNow: number;
  /** Counters of this day ÷ usual ones. */
  readonly staffing: number;
};

const MINUTE_MS = 60_000;
const HALF_HOUR_MS = 30 * MINUTE_MS;

/** A wait that is expected to be longer is as good as none. */
export const LONGEST_WAIT_MS = 24 * 60 * MINUTE_MS;

/** A clerk who has gone for a moment is back, and one who has helped out has gone again. */
const COUNTERS_RETURN_MINUTES = 12;
/** How fast today's pace becomes the usual one of the hour, and how much of it. */
const PACE_RETURN = { minutes: 60, share: 0.7 };

/**
 * Calls per counter at the opening beyond what the pace gives: all counters begin at once. (1 + v²) ÷ 2 of a renewal
 * process with the coefficient of variation v, about 0.7 for time at a counter.
 */
const AT_OPENING = 0.75;
/** It takes them so long to be seated. */
const OPENING_MS = MINUTE_MS;

type Piece = { readonly from: Instant; readonly to: Instant; readonly calls: number };

/** Calls expected from the beginning of the course until an instant. */
export function callsUntil(course: Course, until: Instant): number {
  let calls = 0;
  for (const piece of pieces(course, until)) calls += piece.calls;
  return calls;
}

/** Minutes by the clock until so many calls are expected; at most those of LONGEST_WAIT_MS. */
export function minutesUntil(course: Course, calls: number): number {
  let left = calls;
  const until = course.from + LONGEST_WAIT_MS;
  if (left <= 0) return 0;
  for (const piece of pieces(course, until)) {
    if (piece.calls > 0 && piece.calls >= left) {
      const at = piece.from + (piece.to - piece.from) * (left / piece.calls);
      return (at - course.from) / MINUTE_MS;
    }
    left -= piece.calls;
  }
  return LONGEST_WAIT_MS / MINUTE_MS;
}

/** Pieces of one pace each, up to half an hour long. */
function* pieces(course: Course, until: Instant): Generator<Piece> {
  const { openTimes } = course;
  const openings = openingsAfter(openTimes, course.from);
  const paceAt = paceOf(course);
  for (let from = course.from; from < until; ) {
    const opening = openings.find((at) => from < at + OPENING_MS);
    const nextHalfHour = (Math.floor(from / HALF_HOUR_MS) + 1) * HALF_HOUR_MS;
    const edges = opening === undefined ? [] : [from < opening ? opening : opening + OPENING_MS];
    const to = Math.min(until, nextHalfHour, ...edges);
    const { counters, minutes } = paceAt(from);
    const atOnce =
      opening !== undefined && opening <= from ? (counters * AT_OPENING * (to - from)) / OPENING_MS : 0;
    yield { from, to, calls: atOnce + (openMs(from, to, openTimes) / MINUTE_MS / minutes) * counters };
    from = to;
  }
}

/** What is special now fades into what is usual later. */
function paceOf({ from, countersOpen, usual, configuredMinutes, minutesNow, staffing }: Course) {
  const countersNow = countersOpen > 0 ? countersOpen / usualCounters(usual, from, countersOpen) : staffing;
  const special = minutesNow / usualMinutes(usual, from, configuredMinutes) - 1;
  return (at: Instant): { readonly counters: number; readonly minutes: number } => {
    const later = (at - from) / MINUTE_MS;
    const staffed = staffing + (countersNow - staffing) * Math.exp(-later / COUNTERS_RETURN_MINUTES);
    const kept = 1 - PACE_RETURN.share * (1 - Math.exp(-later / PACE_RETURN.minutes));
    return {
      counters: usualCounters(usual, at, countersOpen) * staffed,
      minutes: usualMinutes(usual, at, configuredMinutes) * (1 + special * kept),
    };
  };
}

/** When it opens after having been closed: a span that only continues another one opens nothing. */
function openingsAfter(openTimes: readonly OpenTime[], instant: Instant): Instant[] {
  return openTimes
    .map(({ from }) => from)
    .filter((at) => at > instant && !openTimes.some(({ from, to }) => from < at && at <= to));
}

/** Milliseconds of a span in which the queue is called; who still waits after the last open time is served. */
export function openMs(from: Instant, to: Instant, openTimes: readonly OpenTime[]): number {
  const last = openTimes.at(-1);
  if (last === undefined) return to - from;
  const within = openTimes.reduce(
    (sum, open) => sum + Math.max(0, Math.min(to, open.to) - Math.max(from, open.from)),
    0,
  );
  return within + Math.max(0, to - Math.max(from, last.to));
}
