import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { active } from '../../gallery/samples.ts';
import { deadlinesOf, timeLeft, untilChange } from './time-left.ts';

const ARRIVED = 12_345.6;
const deadlines = deadlinesOf({ warnInMs: 70_000, endsInMs: 90_000 }, ARRIVED);

afterEach(() => vi.useRealTimers());

describe('the time that a session has left', () => {
  it('counts from the arrival of what the service said', () => {
    expect(timeLeft(deadlines, ARRIVED)).toEqual({ seconds: 90, warned: false });
    expect(timeLeft(deadlines, ARRIVED + 69_999)).toEqual({ seconds: 21, warned: false });
    expect(timeLeft(deadlines, ARRIVED + 70_000)).toEqual({ seconds: 20, warned: true });
    expect(timeLeft(deadlines, ARRIVED + 89_001)).toEqual({ seconds: 1, warned: true });
    expect(timeLeft(deadlines, ARRIVED + 95_000)).toEqual({ seconds: 0, warned: true });
  });

  it.each(['1999-01-01', '2099-01-01'])('is the same when the clock stands at %s', (date) => {
    vi.useFakeTimers({ now: new Date(date), toFake: ['Date'] });
    const session = { ...active(), warnAt: '2026-11-21T02:01:10.000Z', endsAt: '2026-11-21T02:01:30.000Z' };
    expect(timeLeft(deadlinesOf(session, ARRIVED), ARRIVED + 1000)).toEqual({ seconds: 89, warned: false });
  });

  it('is over for good at its end', () => {
    expect(untilChange(deadlines, ARRIVED + 90_000)).toBeUndefined();
  });

  it('changes just when it is said to, never between', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 89_999, noNaN: true }), (after) => {
        const now = ARRIVED + after;
        const wait = untilChange(deadlines, now);
        fc.pre(wait !== undefined);
        expect(timeLeft(deadlines, now + wait / 2)).toEqual(timeLeft(deadlines, now));
        expect(timeLeft(deadlines, now + wait + 0.001)).not.toEqual(timeLeft(deadlines, now));
        expect(wait).toBeLessThanOrEqual(1000);
      }),
    );
  });
});
