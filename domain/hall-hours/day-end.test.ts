import { expect, it } from 'vitest';
import { surelyOverAt } from './day-end.ts';
import type { HallHours } from './opening-hours.ts';

const weekdays: HallHours = {
  weekly: [1, 2, 3, 4, 5].flatMap((weekday) => [
    { weekday, from: '09:00', to: '12:00', kind: 'regular' },
    { weekday, from: '13:00', to: '17:30', kind: 'regular' },
  ]),
  exceptions: [{ date: '2026-11-24', spans: [] }],
};

it.each([
  ['Thursday, over on Friday evening', weekdays, '2026-11-19', '2026-11-20T17:30:00+08:00'],
  ['Friday, over on Monday evening', weekdays, '2026-11-20', '2026-11-23T17:30:00+08:00'],
  ['Monday before a holiday', weekdays, '2026-11-23', '2026-11-25T17:30:00+08:00'],
  ['a hall without hours', undefined, '2026-11-20', '2026-11-22T00:00:00+08:00'],
  ['a hall that never opens', { weekly: [], exceptions: [] }, '2026-11-20', '2026-12-05T00:00:00+08:00'],
])('a day is surely over: %s', (_, hours, date, end) => {
  expect(surelyOverAt(hours, date)).toBe(Date.parse(end));
});
