import type { Instant } from '../time/clock.ts';
import { minuteOfWeekAt } from '../time/hall-time.ts';

/** Observations added up that fade: each new one makes the older ones weigh less. */
export type FadingSum = { readonly weight: number; readonly sum: number };

/** What is usual in a queue; keys are hours of the day, hours of the week from Monday, half-hours of the day. */
export type Usual = {
  /** Counter minutes spent for one call while people waited: service, no-shows, other queues of the same counters. */
  readonly minutes: FadingSum;
  readonly minutesByHour: Readonly<Record<string, FadingSum>>;
  readonly minutesByWeekHour: Readonly<Record<string, FadingSum>>;
  /** Counters that were open at calls. */
  readonly counters: FadingSum;
  readonly countersByHalfHour: Readonly<Record<string, FadingSum>>;
};

export const nothingYet: FadingSum = { weight: 0, sum: 0 };

export const nothingUsual: Usual = {
  minutes: nothingYet,
  minutesByHour: {},
  minutesByWeekHour: {},
  counters: nothingYet,
  countersByHalfHour: {},
};

/** About so many calls are remembered at each level, so that new staff shows in days and a single day does not rule. */
const MEMORY = { queue: 400, hour: 150, weekHour: 100, counters: 400, halfHour: 100 };

/** So many calls the coarser level is worth beside the finer one: the finer one rules once it has seen more. */
const WORTH = { configured: 8, queue: 20, hour: 25, openNow: 4, counters: 4 };

/** Nobody is called, served and sent away faster. */
const SHORTEST_MINUTES = 0.1;

const HALF_HOUR_MINUTES = 30;

/** Adds a value; `kept` of the older ones stays. */
export function fadingWith({ weight, sum }: FadingSum, value: number, kept: number): FadingSum {
  return { weight: compact(weight * kept + 1), sum: compact(sum * kept + value) };
}

/** Their mean, with `prior` counted as `worth` further values. */
export function leaningMean({ weight, sum }: FadingSum, prior: number, worth: number): number {
  return weight + worth > 0 ? (sum + prior * worth) / (weight + worth) : prior;
}

/** Six digits are more than is known, and keep the stored model short. */
function compact(value: number): number {
  return Number(value.toPrecision(6));
}

function remembering(sums: Readonly<Record<string, FadingSum>>, key: number, value: number, memory: number) {
  return { ...sums, [key]: fadingWith(sums[key] ?? nothingYet, value, 1 - 1 / memory) };
}

function keysAt(at: Instant): {
  readonly hour: number;
  readonly weekHour: number;
  readonly halfHour: number;
} {
  const minute = minuteOfWeekAt(at);
  const weekHour = Math.floor(minute / 60);
  return {
    weekHour,
    hour: weekHour % 24,
    halfHour: Math.floor((minute % (24 * 60)) / HALF_HOUR_MINUTES),
  };
}

/** Adds the counter minutes that one call took. */
export function usualWithCall(usual: Usual, at: Instant, minutes: number): Usual {
  const { hour, weekHour } = keysAt(at);
  return {
    ...usual,
    minutes: fadingWith(usual.minutes, minutes, 1 - 1 / MEMORY.queue),
    minutesByHour: remembering(usual.minutesByHour, hour, minutes, MEMORY.hour),
    minutesByWeekHour: remembering(usual.minutesByWeekHour, weekHour, minutes, MEMORY.weekHour),
  };
}

/** Adds the number of counters open at a call. */
export function usualWithCounters(usual: Usual, at: Instant, counters: number): Usual {
  const { halfHour } = keysAt(at);
  return {
    ...usual,
    counters: fadingWith(usual.counters, counters, 1 - 1 / MEMORY.counters),
    countersByHalfHour: remembering(usual.countersByHalfHour, halfHour, counters, MEMORY.halfHour),
  };
}

/** Counter minutes of a call at that hour of that weekday. */
export function usualMinutes(usual: Usual, at: Instant, configuredMinutes: number): number {
  const { hour, weekHour } = keysAt(at);
  const ofQueue = leaningMean(usual.minutes, configuredMinutes, WORTH.configured);
  const ofHour = leaningMean(usual.minutesByHour[hour] ?? nothingYet, ofQueue, WORTH.queue);
  const ofWeekHour = leaningMean(usual.minutesByWeekHour[weekHour] ?? nothingYet, ofHour, WORTH.hour);
  return Math.max(SHORTEST_MINUTES, ofWeekHour);
}

/** Counters open at that half-hour of the day; at least one. `openNow` stands in for what is not known yet; 0: nor that. */
export function usualCounters(usual: Usual, at: Instant, openNow: number): number {
  const ofQueue = leaningMean(usual.counters, Math.max(1, openNow), openNow > 0 ? WORTH.openNow : 0);
  const ofHalfHour = usual.countersByHalfHour[keysAt(at).halfHour] ?? nothingYet;
  return Math.max(1, leaningMean(ofHalfHour, ofQueue, WORTH.counters));
}
