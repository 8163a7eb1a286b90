import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HallHours } from '../hall-hours/opening-hours.ts';
import { hallDateTime, hallInstant } from '../time/hall-time.ts';
import { assignSlots, slotCapacity, slotsAfter } from './slots.ts';

const FRIDAY = '2026-11-20';
const hours: HallHours = {
  weekly: [
    { weekday: 5, from: '09:00', to: '12:00', kind: 'regular' },
    { weekday: 6, from: '09:15', to: '10:40', kind: 'by-appointment' },
  ],
  exceptions: [{ date: '2026-11-27', spans: [] }],
};

const texts = (slots: Iterable<{ from: number }>) => Array.from(slots, ({ from }) => hallDateTime(from));

describe('slots', () => {
  it('are half hours of the clock within the hours of the days behind, holidays left out', () => {
    expect(texts(slotsAfter(hours, FRIDAY)).slice(0, 3)).toEqual([
      '2026-11-21 09:30',
      '2026-11-21 10:00',
      '2026-11-28 09:30',
    ]);
  });

  it('of a hall without hours lie on working days from 9 to 17', () => {
    const slots = texts(slotsAfter(undefined, FRIDAY));
    expect(slots[0]).toBe('2026-11-23 09:00');
    expect(slots[15]).toBe('2026-11-23 16:30');
    expect(slots[16]).toBe('2026-11-24 09:00');
  });

  it('end after a month, also where a hall never opens', () => {
    expect(texts(slotsAfter({ weekly: [], exceptions: [] }, FRIDAY))).toEqual([]);
    expect(texts(slotsAfter(undefined, FRIDAY)).at(-1)).toMatch(/^2026-12-18/);
  });

  it('hold half of what the counters can do, and one at least', () => {
    expect(slotCapacity(2, 10)).toBe(3);
    expect(slotCapacity(1, 25)).toBe(1);
    expect(slotCapacity(0, 10)).toBe(0);
  });
});

describe('people who are given slots', () => {
  it('get them in their order, never more than fit beside those that were booked', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 0, max: 4 }),
        fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 30 }),
        (people, capacity, bookedAt) => {
          const slots = [...slotsAfter(undefined, FRIDAY)];
          const booked = bookedAt.flatMap((index) => slots[index] ?? []);
          const given = assignSlots(people, slots, capacity, booked);
          expect(given).toEqual(given.toSorted((one, other) => one.from - other.from));
          for (const slot of new Set(given)) {
            const before = booked.filter((each) => each.from === slot.from).length;
            const now = given.filter((each) => each === slot).length;
            expect(before + now).toBeLessThanOrEqual(capacity);
          }
          const room = slots.reduce((sum, slot) => {
            const taken = booked.filter((each) => each.from === slot.from).length;
            return sum + Math.max(0, capacity - taken);
          }, 0);
          expect(given).toHaveLength(Math.min(people, room));
        },
      ),
    );
  });

  it('are not put into a slot that a longer appointment reaches into', () => {
    const nine = hallInstant('2026-11-23', 9 * 60);
    const booked = [{ from: nine, to: nine + 45 * 60_000 }];
    expect(texts(assignSlots(1, slotsAfter(undefined, FRIDAY), 1, booked))).toEqual(['2026-11-23 10:00']);
  });
});
