import type { Shift } from '#contract/desk/shifts.ts';
import { addDays, type BusinessDate, mondayOf } from '#domain/time/hall-time.ts';

/** Further ahead few halls plan. */
const WEEKS_OFFERED = 5;

/** The Mondays of a week and of those after it. */
export function weeksFrom(monday: BusinessDate): BusinessDate[] {
  return Array.from({ length: WEEKS_OFFERED }, (_, index) => addDays(monday, 7 * index));
}

/** Of these weeks the last in which anybody is planned, which is the one that the next is made from; else the first. */
export function lastPlannedWeek(
  weeks: readonly BusinessDate[],
  shifts: readonly Pick<Shift, 'businessDate'>[],
): BusinessDate {
  const planned = new Set(shifts.map(({ businessDate }) => mondayOf(businessDate)));
  return weeks.findLast((monday) => planned.has(monday)) ?? weeks[0] ?? '';
}
