import { type HallHours, spansOf } from '../hall-hours/opening-hours.ts';
import { addDays, type BusinessDate } from '../time/hall-time.ts';

/** Who is planned at which counter, on one day from when to when (`HH:MM`). */
export type PlannedShift = {
  readonly staffId: string;
  readonly counterId: string;
  readonly businessDate: BusinessDate;
  readonly from: string;
  readonly to: string;
};

const WEEK_DAYS = 7;

/**
 * A week's shifts a week later. Left out is what cannot be: of people and counters that are there no more, on days on
 * which the hall is closed, and at times at which the person is planned already, so that a second copy adds nothing.
 * @param planned the shifts of the week that they are for
 */
export function shiftsAWeekLater<Shift extends PlannedShift>(
  week: readonly Shift[],
  planned: readonly PlannedShift[],
  hall: {
    readonly staffIds: ReadonlySet<string>;
    readonly counterIds: ReadonlySet<string>;
    /** Always open where it has none. */
    readonly hours: HallHours | undefined;
  },
): { readonly copies: Shift[]; readonly leftOut: number } {
  const copies = week
    .map((shift) => ({ ...shift, businessDate: addDays(shift.businessDate, WEEK_DAYS) }))
    .filter(
      (shift) =>
        hall.staffIds.has(shift.staffId) &&
        hall.counterIds.has(shift.counterId) &&
        (hall.hours === undefined || spansOf(hall.hours, shift.businessDate).length > 0) &&
        !planned.some((other) => areAtOnce(shift, other)),
    );
  return { copies, leftOut: week.length - copies.length };
}

/** One person cannot be at two counters. */
function areAtOnce(one: PlannedShift, other: PlannedShift): boolean {
  return (
    one.staffId === other.staffId &&
    one.businessDate === other.businessDate &&
    one.from < other.to &&
    other.from < one.to
  );
}
