import type { Instant } from '../time/clock.ts';
import {
  type Course,
  callsUntil,
  LONGEST_WAIT_MS,
  minutesUntil,
  type OpenTime,
  openMs,
} from './wait-course.ts';
import {
  type FadingSum,
  fadingWith,
  leaningMean,
  nothingUsual,
  nothingYet,
  type Usual,
  usualCounters,
  usualMinutes,
  usualWithCall,
  usualWithCounters,
} from './wait-rate.ts';
import { callsRange, emptySpreads, type Spreads, spreadsWith } from './wait-spread.ts';

export type { OpenTime } from './wait-course.ts';

/** What the first call of a ticket in its queue teaches. Tickets that came by transfer or were put back teach nothing. */
export type ServedRecord = {
  readonly arrivedAt: Instant;
  readonly calledAt: Instant;
  /** People before it on arrival. */
  readonly ahead: number;
  /** Counters that called this queue on arrival, those on a break not counted. */
  readonly countersOpen: number;
  /** The same at the time of the call; as on arrival when left out. */
  readonly countersAtCall?: number;
  /** When the queue is called that day (lunch cut out), in order; left out or empty, it counts as open all the time. */
  readonly openTimes?: readonly OpenTime[];
};

export type WaitQuestion = {
  readonly at: Instant;
  /** People before the one who asks. */
  readonly ahead: number;
  /** Counters that call this queue now; 0 when nobody has signed in yet or it is not known. */
  readonly countersOpen: number;
  /** As in ServedRecord. */
  readonly openTimes?: readonly OpenTime[];
};

/** Minutes as computed, not rounded: 80 % of real waits should lie from `fromMinutes` to `toMinutes`. */
export type WaitExpected = {
  readonly fromMinutes: number;
  readonly middleMinutes: number;
  readonly toMinutes: number;
};

/** What is known of one queue of a hall: plain JSON of bounded size. */
export type WaitForecast = {
  readonly version: 1;
  /** The mean time at a counter that the hall's administrator has entered. */
  readonly serviceMinutes: number;
  readonly usual: Usual;
  /** Counter minutes of the last calls. */
  readonly recent: FadingSum;
  /** Counters open at the last calls ÷ usual ones at their time of day. */
  readonly staffing: FadingSum;
  readonly lastCallAt: Instant | null;
  /** Counter minutes of a call as they were believed at instants of the last hours. */
  readonly believed: readonly (readonly [at: Instant, minutes: number])[];
  readonly spreads: Spreads;
};

const MINUTE_MS = 60_000;
/** Calls further apart say nothing of the pace: a night or a closed day lies between. */
const LONGEST_GAP_MS = 8 * 60 * MINUTE_MS;
/** One call cannot count for more than so many usual ones: a clerk who forgot to take the break, a stopped hall. */
const LONGEST_CALL = 8;
const RECENT = { kept: 0.97, halfMinutes: 120, usualWorth: 16 };
const STAFFING = { kept: 0.95, usualWorth: 5 };
const BELIEVED = { entries: 60, stepMs: 4 * MINUTE_MS, validMs: 120 * MINUTE_MS };
const MOST_COUNTED = 100_000;

/** Knows nothing but the mean time at a counter, in minutes; keep one for each queue. */
export function emptyForecast({ serviceMinutes }: { readonly serviceMinutes: number }): WaitForecast {
  return {
    version: 1,
    serviceMinutes,
    usual: nothingUsual,
    recent: nothingYet,
    staffing: nothingYet,
    lastCallAt: null,
    believed: [],
    spreads: emptySpreads,
  };
}

/**
 * The range in which the wait lies with a probability of 80 %, and its median. Learns nothing; longer for more people
 * ahead, and never longer than a day.
 */
export function forecast(model: WaitForecast, question: WaitQuestion): WaitExpected {
  const { at, openTimes = [] } = question;
  const countersOpen = counted(question.countersOpen);
  const course = courseOf(model, at, { countersOpen, openTimes, minutesNow: minutesAt(model, at) });
  const { from, middle, to } = callsRange(model.spreads, counted(question.ahead));
  return {
    fromMinutes: minutesUntil(course, from),
    middleMinutes: minutesUntil(course, middle),
    toMinutes: minutesUntil(course, to),
  };
}

/**
 * Learns from one call. Records come in the order of their calls, live or from history; one that makes no sense is
 * left aside. Older calls fade with each that is learned, so that the forecast follows a change of staff.
 */
export function learn(model: WaitForecast, record: ServedRecord): WaitForecast {
  if (!makesSense(record)) return model;
  const { calledAt } = record;
  const counters = Math.max(1, record.countersAtCall ?? record.countersOpen);
  const minutes = minutesOfCall(model, record, counters);
  const faded = fadedBetween(model.lastCallAt, calledAt);
  const staffing = counters / usualCounters(model.usual, calledAt, counters);
  const usual = usualWithCounters(model.usual, calledAt, counters);
  return believing({
    ...model,
    usual: minutes === undefined ? usual : usualWithCall(usual, calledAt, minutes),
    recent:
      minutes === undefined
        ? { weight: model.recent.weight * faded, sum: model.recent.sum * faded }
        : fadingWith(model.recent, minutes, RECENT.kept * faded),
    staffing: fadingWith(model.staffing, staffing, STAFFING.kept * faded),
    lastCallAt: calledAt,
    spreads: spreadsWith(model.spreads, record.ahead, callsDuring(model, record)),
  });
}

/** A count that makes sense, whatever was asked. */
function counted(count: number): number {
  return Math.min(MOST_COUNTED, Math.max(0, count || 0));
}

function makesSense({ arrivedAt, calledAt, ahead, countersOpen, countersAtCall = 0 }: ServedRecord): boolean {
  const waited = calledAt - arrivedAt;
  const counts = [ahead, countersOpen, countersAtCall];
  return (
    waited >= 0 && waited <= LONGEST_WAIT_MS && counts.every((count) => count >= 0 && count <= MOST_COUNTED)
  );
}

/** Counter minutes since the call before, if somebody waited all that time; else the counters had nothing to do. */
function minutesOfCall(
  { usual, lastCallAt, serviceMinutes }: WaitForecast,
  { arrivedAt, calledAt, openTimes = [] }: ServedRecord,
  counters: number,
): number | undefined {
  if (lastCallAt === null || arrivedAt > lastCallAt) return undefined;
  if (calledAt < lastCallAt || calledAt - lastCallAt > LONGEST_GAP_MS) return undefined;
  const minutes = (openMs(lastCallAt, calledAt, openTimes) / MINUTE_MS) * counters;
  return Math.min(minutes, LONGEST_CALL * usualMinutes(usual, calledAt, serviceMinutes));
}

function fadedBetween(earlier: Instant | null, later: Instant): number {
  if (earlier === null) return 0;
  return 0.5 ** (Math.max(0, later - earlier) / MINUTE_MS / RECENT.halfMinutes);
}

/** Counter minutes of a call as they are now: those of the last calls, leaning on what is usual at this hour. */
function minutesAt({ usual, recent, serviceMinutes, lastCallAt }: WaitForecast, at: Instant): number {
  const faded = fadedBetween(lastCallAt, at);
  const now = { weight: recent.weight * faded, sum: recent.sum * faded };
  return leaningMean(now, usualMinutes(usual, at, serviceMinutes), RECENT.usualWorth);
}

function courseOf(
  { usual, serviceMinutes, staffing, lastCallAt }: WaitForecast,
  from: Instant,
  known: Pick<Course, 'countersOpen' | 'openTimes' | 'minutesNow'>,
): Course {
  const faded = fadedBetween(lastCallAt, from);
  const today = { weight: staffing.weight * faded, sum: staffing.sum * faded };
  return {
    ...known,
    from,
    usual,
    configuredMinutes: serviceMinutes,
    staffing: leaningMean(today, 1, STAFFING.usualWorth),
  };
}

/** Calls that were expected to be made while this ticket waited, by what was believed when it came. */
function callsDuring(model: WaitForecast, record: ServedRecord): number {
  const { arrivedAt, calledAt, countersOpen, openTimes = [] } = record;
  const then = model.believed.findLast(([at]) => at <= arrivedAt && arrivedAt - at <= BELIEVED.validMs);
  const minutesNow = then?.[1] ?? usualMinutes(model.usual, arrivedAt, model.serviceMinutes);
  return callsUntil(courseOf(model, arrivedAt, { countersOpen, openTimes, minutesNow }), calledAt);
}

function believing(model: WaitForecast): WaitForecast {
  const { believed, lastCallAt } = model;
  const last = believed.at(-1);
  if (lastCallAt === null) return model;
  if (last && lastCallAt >= last[0] && lastCallAt - last[0] < BELIEVED.stepMs) return model;
  const minutes = Number(minutesAt(model, lastCallAt).toPrecision(4));
  return { ...model, believed: [...believed, [lastCallAt, minutes] as const].slice(-BELIEVED.entries) };
}
