import { addDays, type BusinessDate } from '../time/hall-time.ts';
import { shownWait } from './wait-display.ts';
import type { WaitExpected } from './wait-forecast.ts';

/** How well some forecasts have come true, added up. */
export type Outcomes = {
  readonly tickets: number;
  readonly absoluteErrorMinutes: number;
  readonly inRange: number;
};

/** How well the forecasts of one queue have come true of late, by day: plain JSON of bounded size. */
export type WaitAccuracy = {
  readonly version: 2;
  readonly days: Readonly<Record<BusinessDate, Outcomes>>;
};

/** What the administrator sees; undefined as long as no ticket has been called. */
export type AccuracyFigures = {
  readonly tickets: number;
  /** Mean distance between the middle that was forecast on arrival and the real wait. */
  readonly meanErrorMinutes: number;
  /** Share of tickets, 0 to 1, whose real wait lay in the range that was told on arrival. */
  readonly shareInRange: number;
};

/** A bad month has to show, and the years before it would hide it. */
export const ACCURACY_DAYS = 30;

export const noOutcomes: Outcomes = { tickets: 0, absoluteErrorMinutes: 0, inRange: 0 };
export const emptyAccuracy: WaitAccuracy = { version: 2, days: {} };

/** Adds one ticket at its first call: what was said on its arrival, and the minutes it really waited. */
export function withOutcome(outcomes: Outcomes, expected: WaitExpected, waitedMinutes: number): Outcomes {
  if (!isWait(waitedMinutes)) return outcomes;
  const { fromMinutes, middleMinutes, toMinutes } = expected;
  const within = fromMinutes <= waitedMinutes && waitedMinutes <= toMinutes;
  return {
    tickets: outcomes.tickets + 1,
    absoluteErrorMinutes: outcomes.absoluteErrorMinutes + Math.abs(waitedMinutes - middleMinutes),
    inRange: outcomes.inRange + (within ? 1 : 0),
  };
}

/**
 * Counts one ticket of a day by the range as people are told it, rounded; days that lie `ACCURACY_DAYS` before the last
 * one are forgotten.
 * @param expected what `forecast` said
 */
export function countForecast(
  accuracy: WaitAccuracy,
  date: BusinessDate,
  expected: WaitExpected,
  waitedMinutes: number,
): WaitAccuracy {
  if (!isWait(waitedMinutes)) return accuracy;
  const told = { ...expected, ...shownWait(expected) };
  const counted = withOutcome(accuracy.days[date] ?? noOutcomes, told, waitedMinutes);
  const days = { ...accuracy.days, [date]: counted };
  const last = Object.keys(days).reduce((one, other) => (one > other ? one : other));
  return { version: 2, days: Object.fromEntries(daysUntil(days, last)) };
}

/** Of the last `ACCURACY_DAYS`, today included. */
export function accuracyFigures({ days }: WaitAccuracy, today: BusinessDate): AccuracyFigures | undefined {
  const sum = daysUntil(days, today).reduce(
    (added, [, day]) => ({
      tickets: added.tickets + day.tickets,
      absoluteErrorMinutes: added.absoluteErrorMinutes + day.absoluteErrorMinutes,
      inRange: added.inRange + day.inRange,
    }),
    noOutcomes,
  );
  return figuresOf(sum);
}

export function figuresOf({ tickets, absoluteErrorMinutes, inRange }: Outcomes): AccuracyFigures | undefined {
  if (tickets === 0) return undefined;
  return {
    tickets,
    meanErrorMinutes: absoluteErrorMinutes / tickets,
    shareInRange: inRange / tickets,
  };
}

function daysUntil(days: WaitAccuracy['days'], last: BusinessDate): [BusinessDate, Outcomes][] {
  const before = addDays(last, -ACCURACY_DAYS);
  return Object.entries(days).filter(([date]) => date > before);
}

function isWait(minutes: number): boolean {
  return Number.isFinite(minutes) && minutes >= 0;
}
