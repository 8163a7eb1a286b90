import { describe, expect, it } from 'vitest';
import { numberGiving, opensAfterToday } from './number-giving.ts';
import type { HallHours } from './opening-hours.ts';

/** 2026-11-20 is a Friday. */
const at = (text: string) => Date.parse(`${text}:00+08:00`);
const hours: HallHours = {
  weekly: [1, 2, 3, 4, 5].flatMap((weekday) => [
    { weekday, from: '09:00', to: '12:00', kind: 'regular' as const },
    { weekday, from: '13:00', to: '17:00', kind: 'regular' as const },
  ]),
  exceptions: [],
};

describe('whether a number is given', () => {
  it('always, in a hall without hours', () => {
    expect(numberGiving(undefined, at('2026-11-21T03:00'))).toEqual({ kind: 'open' });
  });

  it('while the hall is open', () => {
    expect(numberGiving(hours, at('2026-11-20T09:00'))).toEqual({ kind: 'open' });
  });

  it('to whoever knows, in the hour before it opens', () => {
    const opensAt = at('2026-11-20T09:00');
    expect(numberGiving(hours, at('2026-11-20T08:00'))).toEqual({ kind: 'opens-soon', opensAt });
    expect(numberGiving(hours, at('2026-11-20T07:59'))).toEqual({ kind: 'closed', opensAt });
  });

  it('over lunch, which is shorter than the hour', () => {
    expect(numberGiving(hours, at('2026-11-20T12:30'))).toEqual({
      kind: 'opens-soon',
      opensAt: at('2026-11-20T13:00'),
    });
  });

  it('not at the weekend, with the day on which it opens again', () => {
    expect(numberGiving(hours, at('2026-11-21T10:00'))).toEqual({
      kind: 'closed',
      opensAt: at('2026-11-23T09:00'),
    });
  });

  it('not for the next day: its numbers are its own', () => {
    const early: HallHours = {
      weekly: [{ weekday: 6, from: '00:00', to: '12:00', kind: 'regular' }],
      exceptions: [],
    };
    expect(numberGiving(early, at('2026-11-20T23:50')).kind).toBe('closed');
    expect(opensAfterToday(early, at('2026-11-20T23:50'))).toBe(at('2026-11-21T00:00'));
  });
});

describe('a hall that has closed early', () => {
  it('opens on another day, not after lunch', () => {
    expect(opensAfterToday(hours, at('2026-11-19T10:00'))).toBe(at('2026-11-20T09:00'));
    expect(opensAfterToday(hours, at('2026-11-20T10:00'))).toBe(at('2026-11-23T09:00'));
    expect(opensAfterToday(undefined, at('2026-11-20T10:00'))).toBeUndefined();
  });
});
