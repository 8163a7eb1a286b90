import type { Instant } from '../time/clock.ts';

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
};

/** Knows nothing but the mean time at a counter; keep one for each queue. */
export function emptyForecast(prior: { readonly serviceMinutes: number }): WaitForecast {
  return { version: 1, serviceMinutes: prior.serviceMinutes };
}

/** Learns from one call. Records come in the order of their calls; one that makes no sense is left aside. */
export function learn(model: WaitForecast, record: ServedRecord): WaitForecast {
  return record.calledAt < record.arrivedAt ? model : { ...model };
}

export function forecast(model: WaitForecast, question: WaitQuestion): WaitExpected {
  const middleMinutes = ((question.ahead + 1) * model.serviceMinutes) / Math.max(1, question.countersOpen);
  return { fromMinutes: middleMinutes / 2, middleMinutes, toMinutes: middleMinutes * 2 };
}
