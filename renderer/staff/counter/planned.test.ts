import { expect, it } from 'vitest';
import type { Shift } from '#contract/desk/shifts.ts';
import { plannedFirst, plannedNow } from './planned.ts';

const shift = (counterId: string, businessDate: string, from: string, to: string): Shift => ({
  shiftId: `${counterId} ${businessDate} ${from}`,
  staffId: 's1',
  counterId,
  businessDate,
  from,
  to,
});
const shifts = [
  shift('afternoon', '2026-11-23', '13:00', '17:00'),
  shift('morning', '2026-11-23', '09:00', '12:00'),
  shift('tomorrow', '2026-11-24', '09:00', '12:00'),
];
const at = (time: string, day = '2026-11-23') => plannedNow(shifts, { day, time })?.counterId;

it('is the shift that goes on or comes next today', () => {
  expect(at('08:30')).toBe('morning');
  expect(at('11:59')).toBe('morning');
  expect(at('12:00')).toBe('afternoon');
  expect(at('17:00')).toBeUndefined();
  expect(at('08:30', '2026-11-25')).toBeUndefined();
});

it('puts its counter before the others, which keep their order', () => {
  const counters = ['c1', 'c2', 'morning', 'c3'].map((counterId) => ({ counterId }));
  const order = (planned: Shift | undefined) =>
    plannedFirst(counters, planned).map(({ counterId }) => counterId);
  expect(order(shifts[1])).toEqual(['morning', 'c1', 'c2', 'c3']);
  expect(order(shifts[0])).toEqual(['c1', 'c2', 'morning', 'c3']);
  expect(order(undefined)).toEqual(['c1', 'c2', 'morning', 'c3']);
});
