/** Whole minutes, both ends included. */
export type WaitingRange = { readonly fromMinutes: number; readonly toMinutes: number };

export type WaitingFacts = {
  /** People before this ticket in its queue. */
  readonly ahead: number;
  /** Mean time at the counter, in minutes. */
  readonly serviceMinutes: number;
  /** Counters that call this queue; at least 1 is assumed. */
  readonly openCounters: number;
  /** Until anybody is called; 0 when left out. */
  readonly opensInMinutes?: number;
};

/** A first estimate is worth little: the range is a third to either side and never narrower than five minutes. */
const SPREAD = 1 / 3;
const STEP_MINUTES = 5;

/** First waiting estimate of a new ticket, rounded outwards to five minutes (Q7 replaces it by a learned one). */
export function estimateWaiting(facts: WaitingFacts): WaitingRange {
  const mean = (facts.ahead * facts.serviceMinutes) / Math.max(1, facts.openCounters);
  const { opensInMinutes = 0 } = facts;
  const fromMinutes = Math.floor((opensInMinutes + mean * (1 - SPREAD)) / STEP_MINUTES) * STEP_MINUTES;
  const toMinutes = Math.ceil((opensInMinutes + mean * (1 + SPREAD)) / STEP_MINUTES) * STEP_MINUTES;
  return { fromMinutes, toMinutes: Math.max(toMinutes, fromMinutes + STEP_MINUTES) };
}
