import type { WaitExpected } from './wait-forecast.ts';
import type { WaitingRange } from './waiting-estimate.ts';

/** Whole minutes that can be kept in mind: fine steps for short waits, coarse ones for long. */
function stepAt(minutes: number): number {
  if (minutes <= 10) return 1;
  if (minutes <= 60) return 5;
  return 10;
}

/** The range as people are told it: rounded outwards, never empty. */
export function shownWait({ fromMinutes, toMinutes }: WaitExpected): WaitingRange {
  const step = stepAt(toMinutes);
  const from = Math.floor(fromMinutes / step) * step;
  return { fromMinutes: from, toMinutes: Math.max(Math.ceil(toMinutes / step) * step, from + step) };
}
