import { describe, expect, it } from 'vitest';
import { byAppointment, openingOf } from './opening.ts';
import { AT, instant } from './testing/views.ts';

const HOUR = 3600;
const open = { open: true, closesAt: instant(2 * HOUR), opensAt: null };
const closed = { open: false, closesAt: null, opensAt: instant(3 * HOUR) };

describe('what a board says of the hours', () => {
  it('says when the hall closes and when it opens next', () => {
    expect(openingOf(open, AT)).toEqual({ kind: 'open-until', at: AT + 2 * HOUR * 1000 });
    expect(openingOf(closed, AT)).toEqual({ kind: 'opens-today', at: AT + 3 * HOUR * 1000 });
    const tomorrow = { ...closed, opensAt: instant(23 * HOUR) };
    expect(openingOf(tomorrow, AT)).toEqual({ kind: 'opens-later', at: AT + 23 * HOUR * 1000 });
  });

  it('names no time that nobody knows', () => {
    expect(openingOf({ ...open, closesAt: null }, AT)).toEqual({ kind: 'open' });
    expect(openingOf({ ...closed, opensAt: null }, AT)).toEqual({ kind: 'closed' });
    expect(openingOf({ ...open, closesAt: instant(30 * HOUR) }, AT)).toEqual({ kind: 'open' });
  });

  it('goes on by the clock while the platform is away', () => {
    expect(openingOf(open, AT + 2 * HOUR * 1000)).toEqual({ kind: 'closed' });
    expect(openingOf(closed, AT + 3 * HOUR * 1000)).toEqual({ kind: 'open' });
  });
});

describe('hours by appointment', () => {
  const span = { from: instant(HOUR), to: instant(3 * HOUR) };
  it('are said to be so while they last, and before them in a closed hall, also with the platform away', () => {
    const within = AT + 2 * HOUR * 1000;
    expect(byAppointment({ open: true, byAppointment: span }, within)).toBe('now');
    expect(byAppointment({ open: false, byAppointment: span }, AT)).toBe('next');
    expect(byAppointment({ open: false, byAppointment: span }, within)).toBe('now');
    expect(byAppointment({ open: true, byAppointment: span }, AT + 3 * HOUR * 1000)).toBeUndefined();
    expect(byAppointment({ open: true, byAppointment: null }, within)).toBeUndefined();
  });
});
