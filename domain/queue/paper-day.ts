import type { Instant } from '../time/clock.ts';
import { type BusinessDate, businessDateAt } from '../time/hall-time.ts';

export type DatedPaper = {
  /** The day that stands on the paper, by the terminal's clock. */
  readonly businessDate: BusinessDate;
  /** Where the ticket was merged in, by the platform's clock. */
  readonly place: Instant;
  /** When the platform took it, by its own clock. */
  readonly takenAt: Instant;
  /** When its terminal was certainly heard before it was given, by the platform's clock; undefined when nobody knows. */
  readonly heardBefore: Instant | undefined;
};

/**
 * The day on which a ticket was given, where its paper certainly names another: it was given after its terminal was heard
 * on a later day, or is of a day that has not begun when it arrives. Undefined where the paper may be right.
 * @param slack by how much the clocks of a terminal and of the platform may differ, milliseconds: around midnight both days are right
 */
export function otherDayOf(
  { businessDate, place, takenAt, heardBefore }: DatedPaper,
  slack: number,
): BusinessDate | undefined {
  const isOver = heardBefore !== undefined && businessDate < businessDateAt(heardBefore - slack);
  const isToCome = businessDate > businessDateAt(takenAt + slack);
  const day = businessDateAt(place);
  return (isOver || isToCome) && day !== businessDate ? day : undefined;
}
