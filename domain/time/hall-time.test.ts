import { expect, it } from 'vitest';
import { addDays, businessDateAt, hallDateTime, hallInstant } from './hall-time.ts';

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

it('finds the instant at which the hall has a wall-clock time', () => {
  expect(hallInstant('2026-11-21', 0)).toBe(Date.parse('2026-11-20T16:00:00Z'));
  expect(hallInstant('2026-11-21', 8 * 60 + 30)).toBe(Date.parse('2026-11-21T00:30:00Z'));
  expect(hallInstant('2026-11-21', 24 * 60)).toBe(hallInstant('2026-11-22', 0));
});
