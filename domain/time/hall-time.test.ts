import { expect, it } from 'vitest';
import { addDays, businessDateAt, hallDateTime, hallInstant, minuteOfWeekAt, mondayOf } from './hall-time.ts';

it('turns the day at midnight in the hall, not in Greenwich', () => {
  expect(businessDateAt(Date.parse('2026-11-20T15:59:59Z'))).toBe('2026-11-20');
  expect(businessDateAt(Date.parse('2026-11-20T16:00:00Z'))).toBe('2026-11-21');
  expect(hallDateTime(Date.parse('2026-11-21T01:05:59Z'))).toBe('2026-11-21 09:05');
});

it('adds days over months and leap years', () => {
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
});

it('finds the Monday of a week', () => {
  expect(mondayOf('2026-11-16')).toBe('2026-11-16');
  expect(mondayOf('2026-11-21')).toBe('2026-11-16');
  expect(mondayOf('2026-11-22')).toBe('2026-11-16');
  expect(mondayOf('2027-01-01')).toBe('2026-12-28');
});

it('finds the instant at which the hall has a wall-clock time', () => {
  expect(hallInstant('2026-11-21', 0)).toBe(Date.parse('2026-11-20T16:00:00Z'));
  expect(hallInstant('2026-11-21', 8 * 60 + 30)).toBe(Date.parse('2026-11-21T00:30:00Z'));
  expect(hallInstant('2026-11-21', 24 * 60)).toBe(hallInstant('2026-11-22', 0));
});

it('counts the minutes of the week from Monday midnight in the hall', () => {
  expect(minuteOfWeekAt(Date.parse('2026-11-16T00:00:00+08:00'))).toBe(0);
  expect(minuteOfWeekAt(Date.parse('2026-11-18T09:30:59+08:00'))).toBe((2 * 24 + 9) * 60 + 30);
  expect(minuteOfWeekAt(Date.parse('2026-11-22T23:59:59+08:00'))).toBe(7 * 24 * 60 - 1);
  expect(minuteOfWeekAt(Date.parse('1969-12-28T23:59:00+08:00'))).toBe(7 * 24 * 60 - 1);
});
