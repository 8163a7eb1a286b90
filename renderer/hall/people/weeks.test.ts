import { expect, it } from 'vitest';
import { lastPlannedWeek, weeksFrom } from './weeks.ts';

const weeks = weeksFrom('2026-12-21');

it('offers this week and those after it, over the end of a year', () => {
  expect(weeks).toEqual(['2026-12-21', '2026-12-28', '2027-01-04', '2027-01-11', '2027-01-18']);
});

it('begins with the last week that is planned, else with this one', () => {
  const planned = ['2026-12-24', '2027-01-03', '2026-12-22'].map((businessDate) => ({ businessDate }));
  expect(lastPlannedWeek(weeks, planned)).toBe('2026-12-28');
  expect(lastPlannedWeek(weeks, [])).toBe('2026-12-21');
  expect(lastPlannedWeek(weeks, [{ businessDate: '2027-06-01' }])).toBe('2026-12-21');
});
