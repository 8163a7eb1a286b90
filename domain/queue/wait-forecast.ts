import type { Instant } from '../time/clock.ts';
import {
  emptyPace,
  type FadingSum,
  type Pace,
  paceWithCall,
  paceWithCounters,
  SLOT_MS,
  slotAt,
  usualCounters,
  usualMinutes,
} from './wait-rate.ts';
import { emptySpread, leaningOn, logNormalSpread, ratioAt, type Spread, spreadWith } from './wait-spread.ts';

/** A time in which the queue is called, its end excluded. */
export type OpenTime = { readonly from: Instant; readonly to: Instant };

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
  /** When the queue is called that day (lunch cut out), in order; left out, it counts as open all the time. */
  readonly openTimes?: readonly OpenTime[];
};

export type WaitQuestion = {
  readonly at: Instant;
  /** People before the one who asks. */
  readonly ahead: number;
  /** Counters that call this queue now; 0 when nobody has signed in yet or it is not known. */
  readonly countersOpen: number;
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
  readonly pace: Pace;
  /** Counter minutes of the last few calls. */
  readonly recent: FadingSum;
  readonly lastCall: Instant | null;
  /** Counter minutes per call as they were believed at instants of the last hours. */
  readonly believed: readonly (readonly [at: Instant, minutes: number])[];
  /** Real ÷ expected, by size of `ahead`. */
  readonly spreads: readonly Spread[];
};

const MINUTE_MS = 60_000;
const MAX_WAIT_MS = 24 * 60 * MINUTE_MS;
const BELIEVED_KEPT = 60;
const BELIEVED_STEP_MS = 4 * MINUTE_MS;

export const TUNE = {
  recentKept: 0.93,
  recentHalfMinutes: 60,
  usualWorth: 6,
  returnMinutes: 40,
  returnShare: 0.4,
  spreadMemory: 250,
  spreadWorth: 15,
  priorWorth: 4,
  priorSigma: 0.6,
};

/** Lower ends of the classes of `ahead` whose spread is learned apart. */
const CLASSES = [0, 1, 2, 4, 8, 16, 32];

/** Knows nothing but the mean time at a counter; keep one for each queue. */
export function emptyForecast(prior: { readonly serviceMinutes: number }): WaitForecast {
  return {
    version: 1,
    serviceMinutes: prior.serviceMinutes,
    pace: emptyPace,
    recent: { weight: 0, sum: 0 },
    lastCall: null,
    believed: [],
    spreads: CLASSES.map(() => emptySpread),
  };
}

/** Learns from one call. Records come in the order of their calls; one that makes no sense is left aside. */
export function learn(model: WaitForecast, record: ServedRecord): WaitForecast {
  if (!makesSense(record)) return model;
  const { calledAt, openTimes } = record;
  const counters = Math.max(1, record.countersAtCall ?? record.countersOpen);
  let { pace, recent } = model;
  pace = paceWithCounters(pace, calledAt, counters);
  const { lastCall } = model;
  const sameDay = lastCall !== null && calledAt >= lastCall && calledAt - lastCall < 8 * 60 * MINUTE_MS;
  if (sameDay && record.arrivedAt <= lastCall) {
    const minutes = (openMs(lastCall, calledAt, openTimes) / MINUTE_MS) * counters;
    pace = paceWithCall(pace, calledAt, minutes);
    const kept = TUNE.recentKept * fadedBy(calledAt - lastCall);
    recent = { weight: recent.weight * kept + 1, sum: recent.sum * kept + minutes };
  } else if (lastCall !== null) {
    const kept = fadedBy(calledAt - lastCall);
    recent = { weight: recent.weight * kept, sum: recent.sum * kept };
  }
  const learned = { ...model, pace, recent, lastCall: calledAt, spreads: spreadsWith(model, record) };
  const last = model.believed.at(-1);
  if (last && calledAt - last[0] < BELIEVED_STEP_MS && calledAt >= last[0]) return learned;
  const entry = [calledAt, Number(minutesNow(learned, calledAt).toPrecision(4))] as const;
  return { ...learned, believed: [...model.believed, entry].slice(-BELIEVED_KEPT) };
}

function makesSense({ arrivedAt, calledAt, ahead, countersOpen, countersAtCall = 0 }: ServedRecord): boolean {
  const waited = calledAt - arrivedAt;
  return waited >= 0 && waited <= MAX_WAIT_MS && ahead >= 0 && countersOpen >= 0 && countersAtCall >= 0;
}

function fadedBy(elapsedMs: number): number {
  return 0.5 ** (Math.max(0, elapsedMs) / MINUTE_MS / TUNE.recentHalfMinutes);
}

/** Counter minutes per call now: the last few calls, leaning on what is usual at this hour. */
function minutesNow(model: WaitForecast, at: Instant): number {
  const usual = usualMinutes(model.pace, at, model.serviceMinutes);
  const faded = model.lastCall === null ? 0 : fadedBy(at - model.lastCall);
  const { weight, sum } = model.recent;
  return Math.max(0.05, (sum * faded + usual * TUNE.usualWorth) / (weight * faded + TUNE.usualWorth));
}

function spreadsWith(model: WaitForecast, record: ServedRecord): readonly Spread[] {
  const { arrivedAt, calledAt, ahead } = record;
  const then = model.believed.findLast(([at]) => at <= arrivedAt);
  const minutes =
    then && arrivedAt - then[0] < 120 * MINUTE_MS
      ? then[1]
      : usualMinutes(model.pace, arrivedAt, model.serviceMinutes);
  const question = { ...record, at: arrivedAt };
  let done = 0;
  for (const piece of pieces(model, question, minutes, calledAt)) done += piece.calls;
  const ratio = done / (ahead + 1);
  const own = classOf(ahead);
  return model.spreads.map((spread, index) =>
    index === own ? spreadWith(spread, ratio, TUNE.spreadMemory) : spread,
  );
}

type Piece = { readonly from: Instant; readonly to: Instant; readonly calls: number };

/** Time from the question on in pieces of a constant pace, with the calls expected in each. */
function* pieces(
  model: WaitForecast,
  { at, countersOpen, openTimes }: WaitQuestion,
  minutes: number,
  until: Instant,
): Generator<Piece> {
  const { pace, serviceMinutes } = model;
  const usualHere = usualCounters(pace, slotAt(at));
  const minutesHere = usualMinutes(pace, at, serviceMinutes);
  const special = countersOpen > 0 ? countersOpen / usualHere : 1;
  for (let from = at; from < until; ) {
    const to = Math.min(until, (Math.floor(from / SLOT_MS) + 1) * SLOT_MS);
    const later = (from - at) / MINUTE_MS;
    const stays = 1 - TUNE.returnShare * (1 - Math.exp(-later / TUNE.returnMinutes));
    const counters = usualCounters(pace, slotAt(from)) * (1 + (special - 1) * stays);
    const perCall = (minutes * usualMinutes(pace, from, serviceMinutes)) / minutesHere;
    yield { from, to, calls: ((openMs(from, to, openTimes) / MINUTE_MS) * counters) / perCall };
    from = to;
  }
}

function classOf(ahead: number): number {
  return CLASSES.findLastIndex((lower) => lower <= ahead);
}

const PRIOR_SPREAD = logNormalSpread(TUNE.priorSigma);

function spreadOf(model: WaitForecast, index: number): Spread {
  const own = model.spreads[index] ?? emptySpread;
  const near = index === 0 ? emptySpread : model.spreads.slice(1).reduce(add, emptySpread);
  return leaningOn(leaningOn(own, near, TUNE.spreadWorth), PRIOR_SPREAD, TUNE.priorWorth);
}

function add(one: Spread, other: Spread): Spread {
  return one.map((weight, bin) => weight + (other[bin] ?? 0));
}

export function forecast(model: WaitForecast, question: WaitQuestion): WaitExpected {
  const { ahead } = question;
  const minutes = minutesNow(model, question.at);
  const own = classOf(ahead);
  const calls = [0.1, 0.5, 0.9].map((share) => {
    let most = 0;
    for (let index = 0; index <= own; index += 1) {
      const people = index === own ? ahead : (CLASSES[index + 1] ?? ahead) - 1;
      most = Math.max(most, (people + 1) * ratioAt(spreadOf(model, index), share));
    }
    return most;
  });
  const [fromMinutes = 0, middleMinutes = 0, toMinutes = 0] = calls.map((wanted) =>
    untilCalls(model, question, minutes, wanted),
  );
  return { fromMinutes, middleMinutes, toMinutes };
}

/** Minutes until so many calls are expected to have been made. */
function untilCalls(model: WaitForecast, question: WaitQuestion, minutes: number, wanted: number): number {
  let done = 0;
  let end = question.at;
  if (wanted <= 0) return 0;
  for (const { from, to, calls } of pieces(model, question, minutes, question.at + MAX_WAIT_MS)) {
    if (calls > 0 && done + calls >= wanted) {
      return (from + (to - from) * ((wanted - done) / calls) - question.at) / MINUTE_MS;
    }
    done += calls;
    end = to;
  }
  return (end - question.at) / MINUTE_MS;
}

/** Milliseconds of a span in which the queue is called; after the last open time those who still wait are served. */
function openMs(from: Instant, to: Instant, openTimes: readonly OpenTime[] | undefined): number {
  const end = openTimes?.at(-1)?.to;
  if (openTimes === undefined || end === undefined) return to - from;
  const within = openTimes.reduce(
    (sum, open) => sum + Math.max(0, Math.min(to, open.to) - Math.max(from, open.from)),
    0,
  );
  return within + Math.max(0, to - Math.max(from, end));
}
