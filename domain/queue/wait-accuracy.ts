import type { WaitExpected } from './wait-forecast.ts';

/** How well the forecasts of one queue have come true: plain JSON. */
export type WaitAccuracy = {
  readonly tickets: number;
  readonly absoluteErrorMinutes: number;
  readonly inRange: number;
};

/** What the administrator sees; undefined as long as no ticket has been called. */
export type AccuracyFigures = {
  readonly tickets: number;
  /** Mean distance between the middle that was forecast on arrival and the real wait. */
  readonly meanErrorMinutes: number;
  /** Share of tickets, 0 to 1, whose real wait lay in the range that was forecast on arrival. */
  readonly shareInRange: number;
};

export const emptyAccuracy: WaitAccuracy = { tickets: 0, absoluteErrorMinutes: 0, inRange: 0 };

/** Counts one ticket at its first call: what `forecast` said on its arrival, and the minutes it really waited. */
export function countForecast(
  accuracy: WaitAccuracy,
  expected: WaitExpected,
  waitedMinutes: number,
): WaitAccuracy {
  if (!Number.isFinite(waitedMinutes) || waitedMinutes < 0) return accuracy;
  const { fromMinutes, middleMinutes, toMinutes } = expected;
  const within = fromMinutes <= waitedMinutes && waitedMinutes <= toMinutes;
  return {
    tickets: accuracy.tickets + 1,
    absoluteErrorMinutes: accuracy.absoluteErrorMinutes + Math.abs(waitedMinutes - middleMinutes),
    inRange: accuracy.inRange + (within ? 1 : 0),
  };
}

export function accuracyFigures(accuracy: WaitAccuracy): AccuracyFigures | undefined {
  const { tickets, absoluteErrorMinutes, inRange } = accuracy;
  if (tickets === 0) return undefined;
  return {
    tickets,
    meanErrorMinutes: absoluteErrorMinutes / tickets,
    shareInRange: inRange / tickets,
  };
}
