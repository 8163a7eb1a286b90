import { expect, it } from 'vitest';
import { type PlannedShift, shiftsAWeekLater } from './next-week.ts';

const shift = (changes: Partial<PlannedShift> = {}): PlannedShift => ({
  staffId: 'wang',
  counterId: 'c1',
  businessDate: '2026-11-23',
  from: '09:00',
  to: '12:00',
  ...changes,
});
const hall = { staffIds: new Set(['wang', 'li']), counterIds: new Set(['c1', 'c2']), hours: undefined };

it('repeats each shift seven days later, over the end of a month', () => {
  const week = [
    shift(),
    shift({ from: '13:00', to: '17:00' }),
    shift({ staffId: 'li', businessDate: '2026-11-27' }),
  ];
  const { copies, leftOut } = shiftsAWeekLater(week, [], hall);
  expect(copies).toEqual([
    shift({ businessDate: '2026-11-30' }),
    shift({ businessDate: '2026-11-30', from: '13:00', to: '17:00' }),
    shift({ staffId: 'li', businessDate: '2026-12-04' }),
  ]);
  expect(leftOut).toBe(0);
});

it('adds nothing when it is done again, and plans nobody twice', () => {
  const week = [shift(), shift({ staffId: 'li', from: '13:00', to: '17:00' })];
  const { copies } = shiftsAWeekLater(week, [], hall);
  expect(shiftsAWeekLater(week, copies, hall)).toEqual({ copies: [], leftOut: 2 });
  const elsewhere = shift({ counterId: 'c2', businessDate: '2026-11-30', from: '11:00', to: '14:00' });
  expect(shiftsAWeekLater([shift()], [elsewhere], hall).copies).toEqual([]);
  const afterwards = { ...elsewhere, from: '12:00' };
  expect(shiftsAWeekLater([shift()], [afterwards], hall).copies).toHaveLength(1);
});

it('leaves out who and what is there no more, and days on which the hall is closed', () => {
  const open = [1, 2, 3].map((weekday) => ({
    weekday,
    from: '09:00',
    to: '17:00',
    kind: 'regular' as const,
  }));
  const hours = { weekly: open, exceptions: [{ date: '2026-12-01', spans: [] }] };
  const week = [
    shift({ staffId: 'gone' }),
    shift({ counterId: 'c9' }),
    shift({ businessDate: '2026-11-24' }),
    shift({ businessDate: '2026-11-28' }),
    shift({ businessDate: '2026-11-25' }),
  ];
  const { copies, leftOut } = shiftsAWeekLater(week, [], { ...hall, hours });
  expect(copies).toEqual([shift({ businessDate: '2026-12-02' })]);
  expect(leftOut).toBe(4);
});
