import type { Instant } from '../time/clock.ts';

/** A sum that forgets: what came long ago weighs less, counted in observations. */
export type FadingSum = { readonly weight: number; readonly sum: number };

const NOTHING: FadingSum = { weight: 0, sum: 0 };

/** Half-hours of the day and hours of the week of which something is known; at most 48 and 168 entries. */
export type Pace = {
  /** Counter minutes spent for one call while people waited. */
  readonly queue: FadingSum;
  readonly hours: Readonly<Record<string, FadingSum>>;
  readonly weekHours: Readonly<Record<string, FadingSum>>;
  /** Counters open at calls, by half-hour of the day. */
  readonly counters: FadingSum;
  readonly countersBySlot: Readonly<Record<string, FadingSum>>;
};

export const emptyPace: Pace = {
  queue: NOTHING,
  hours: {},
  weekHours: {},
  counters: NOTHING,
  countersBySlot: {},
};

/** So many observations are remembered about, at each level. */
const MEMORY = { queue: 400, hour: 150, weekHour: 60, counters: 400, slot: 60 };
/** So many observations the coarser level is worth beside the finer one. */
const PRIOR = { queue: 8, hour: 20, weekHour: 20, counters: 4, slot: 6 };

export const SLOT_MS = 30 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** China keeps one civil time, UTC+8. */
const HALL_OFFSET_MS = 8 * HOUR_MS;
/** 1970-01-01 was a Thursday; weeks are counted from Monday. */
const MONDAY_OFFSET_MS = 3 * DAY_MS;

function fade({ weight, sum }: FadingSum | undefined = NOTHING, value: number, memory: number): FadingSum {
  const kept = 1 - 1 / memory;
  return { weight: compact(weight * kept + 1), sum: compact(sum * kept + value) };
}

/** Six digits are more than is known, and keep the stored model short. */
function compact(value: number): number {
  return Number(value.toPrecision(6));
}

function leaning({ weight, sum }: FadingSum | undefined = NOTHING, prior: number, worth: number): number {
  return (sum + prior * worth) / (weight + worth);
}

export function slotAt(at: Instant): number {
  return Math.floor(modulo(at + HALL_OFFSET_MS, DAY_MS) / SLOT_MS);
}

function hoursAt(at: Instant): { readonly hour: number; readonly weekHour: number } {
  const weekHour = Math.floor(modulo(at + HALL_OFFSET_MS + MONDAY_OFFSET_MS, 7 * DAY_MS) / HOUR_MS);
  return { hour: weekHour % 24, weekHour };
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}

/** Adds the counter minutes that one call took at an instant. */
export function paceWithCall(pace: Pace, at: Instant, counterMinutes: number): Pace {
  const { hour, weekHour } = hoursAt(at);
  return {
    ...pace,
    queue: fade(pace.queue, counterMinutes, MEMORY.queue),
    hours: { ...pace.hours, [hour]: fade(pace.hours[hour], counterMinutes, MEMORY.hour) },
    weekHours: {
      ...pace.weekHours,
      [weekHour]: fade(pace.weekHours[weekHour], counterMinutes, MEMORY.weekHour),
    },
  };
}

export function paceWithCounters(pace: Pace, at: Instant, counters: number): Pace {
  const slot = slotAt(at);
  return {
    ...pace,
    counters: fade(pace.counters, counters, MEMORY.counters),
    countersBySlot: {
      ...pace.countersBySlot,
      [slot]: fade(pace.countersBySlot[slot], counters, MEMORY.slot),
    },
  };
}

/** Counter minutes a call takes at that hour of the week: queue, hour and weekday lean on each other in this order. */
export function usualMinutes(pace: Pace, at: Instant, serviceMinutes: number): number {
  const { hour, weekHour } = hoursAt(at);
  const ofQueue = leaning(pace.queue, serviceMinutes, PRIOR.queue);
  const ofHour = leaning(pace.hours[hour], ofQueue, PRIOR.hour);
  return leaning(pace.weekHours[weekHour], ofHour, PRIOR.weekHour);
}

/** Counters that are open at that half-hour of the day, by what was seen; at least 1. */
export function usualCounters(pace: Pace, slot: number): number {
  const ofQueue = leaning(pace.counters, 1, pace.counters.weight > 0 ? 0 : PRIOR.counters);
  return Math.max(1, leaning(pace.countersBySlot[slot], ofQueue, PRIOR.slot));
}
