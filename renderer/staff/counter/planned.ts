import type { Shift } from '#contract/desk/shifts.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';

/** The shift that somebody comes for: of today's the first that is not over; undefined where none is planned. */
export function plannedNow(
  shifts: readonly Shift[],
  { day, time }: { readonly day: BusinessDate; readonly time: string },
): Shift | undefined {
  return shifts
    .filter(({ businessDate, to }) => businessDate === day && to > time)
    .toSorted((one, other) => one.from.localeCompare(other.from))[0];
}

/** The counters with the planned one first, the others as they were. */
export function plannedFirst<Counter extends { readonly counterId: string }>(
  counters: readonly Counter[],
  planned: Shift | undefined,
): Counter[] {
  const isPlanned = ({ counterId }: Counter) => counterId === planned?.counterId;
  return [...counters.filter(isPlanned), ...counters.filter((each) => !isPlanned(each))];
}
