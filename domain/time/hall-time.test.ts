import { expect, it } from 'vitest';
import { addDays, businessDateAt, hallDateTime } from './hall-time.ts';

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
