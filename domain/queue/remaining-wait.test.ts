import { describe, expect, it } from 'vitest';
import { remainingWait } from './remaining-wait.ts';

const at = (time: string) => Date.parse(`2026-11-23T${time}:00+08:00`);
const lunch = [
  { from: at('09:00'), to: at('12:00') },
  { from: at('14:00'), to: at('17:00') },
];

describe('what is left of a wait that was foretold', () => {
  it('is less for fewer people', () => {
    const foretold = { range: { fromMinutes: 20, toMinutes: 40 }, at: at('10:00'), ahead: 10 };
    expect(remainingWait(foretold, { now: at('10:10'), ahead: 5, openTimes: [] })).toEqual({
      fromMinutes: 10,
      toMinutes: 20,
    });
    expect(remainingWait(foretold, { now: at('10:10'), ahead: 12, openTimes: lunch })).toEqual(
      foretold.range,
    );
  });

  it('has the whole break in it, however few are left', () => {
    // Ten minutes before lunch, two hours of it, and twenty or forty minutes behind it.
    const foretold = { range: { fromMinutes: 150, toMinutes: 170 }, at: at('11:50'), ahead: 10 };
    expect(remainingWait(foretold, { now: at('11:50'), ahead: 10, openTimes: lunch })).toEqual(
      foretold.range,
    );
    // 15 to 25 minutes of calling: five of them before lunch.
    expect(remainingWait(foretold, { now: at('11:55'), ahead: 5, openTimes: lunch })).toEqual({
      fromMinutes: 140,
      toMinutes: 150,
    });
    // Five people were called before lunch: the rest is behind it.
    expect(remainingWait(foretold, { now: at('13:00'), ahead: 5, openTimes: lunch })).toEqual({
      fromMinutes: 80,
      toMinutes: 90,
    });
    expect(remainingWait(foretold, { now: at('13:50'), ahead: 5, openTimes: lunch })).toEqual({
      fromMinutes: 25,
      toMinutes: 35,
    });
  });

  it('ends not before people are called again, and behind the last hours all the same', () => {
    const next = { range: { fromMinutes: 0, toMinutes: 10 }, at: at('11:40'), ahead: 1 };
    expect(remainingWait(next, { now: at('12:30'), ahead: 0, openTimes: lunch }).fromMinutes).toBe(90);
    const last = { range: { fromMinutes: 20, toMinutes: 40 }, at: at('16:50'), ahead: 4 };
    expect(remainingWait(last, { now: at('17:10'), ahead: 2, openTimes: lunch })).toEqual({
      fromMinutes: 10,
      toMinutes: 20,
    });
  });
});
