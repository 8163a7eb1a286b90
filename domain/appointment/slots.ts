import { type HallHours, spansOf } from '../hall-hours/opening-hours.ts';
import { addDays, type BusinessDate, hallInstant } from '../time/hall-time.ts';
import type { AppointmentSlot } from './check-in.ts';

const SLOT_MINUTES = 30;
const MINUTE_MS = 60_000;

/** Half of a counter's time stays for those who come without an appointment: nobody may be forced to book (Q1). */
const SHARE_FOR_APPOINTMENTS = 1 / 2;

/** Further ahead nothing is given out. */
const DAYS_AHEAD = 30;

/** For a hall that says nothing of its hours: Monday to Friday, 9 to 17. */
const WORKING_WEEK: HallHours = {
  weekly: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '09:00', to: '17:00', kind: 'regular' })),
  exceptions: [],
};

/** So many appointments of a queue fit into half an hour; never none where a counter serves it. */
export function slotCapacity(counters: number, serviceMinutes: number): number {
  if (counters < 1) return 0;
  return Math.max(1, Math.floor(((counters * SLOT_MINUTES) / serviceMinutes) * SHARE_FOR_APPOINTMENTS));
}

/** The half hours in which a hall is open on a day, in order. */
export function* slotsOf(hours: HallHours | undefined, date: BusinessDate): Generator<AppointmentSlot> {
  const midnight = hallInstant(date, 0);
  for (const span of spansOf(hours ?? WORKING_WEEK, date)) {
    // Half hours of the clock, whenever the doors open.
    const minutes = Math.ceil((span.from - midnight) / MINUTE_MS / SLOT_MINUTES) * SLOT_MINUTES;
    for (let from = midnight + minutes * MINUTE_MS; ; from += SLOT_MINUTES * MINUTE_MS) {
      const to = from + SLOT_MINUTES * MINUTE_MS;
      if (to > span.to) break;
      yield { from, to };
    }
  }
}

/** The half hours in which a hall is open on the days behind `date`, in order. */
export function* slotsAfter(hours: HallHours | undefined, date: BusinessDate): Generator<AppointmentSlot> {
  for (let ahead = 1; ahead <= DAYS_AHEAD; ahead += 1) yield* slotsOf(hours, addDays(date, ahead));
}

/** Those booked times that fall into a slot; two that only touch do not. */
export function takenIn(slot: AppointmentSlot, booked: readonly AppointmentSlot[]): number {
  return booked.filter(({ from, to }) => from < slot.to && slot.from < to).length;
}

/**
 * The times that as many people are given who wait in one queue, in their order: no slot holds more than `capacity`,
 * those counted that are booked already. Fewer than asked for where no more are free in the next month.
 */
export function assignSlots(
  people: number,
  slots: Iterable<AppointmentSlot>,
  capacity: number,
  booked: readonly AppointmentSlot[],
): AppointmentSlot[] {
  const given: AppointmentSlot[] = [];
  for (const slot of slots) {
    if (given.length >= people) break;
    const free = Math.min(capacity - takenIn(slot, booked), people - given.length);
    for (let index = 0; index < free; index += 1) given.push(slot);
  }
  return given;
}
