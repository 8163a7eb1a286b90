import { describe, expect, it } from 'vitest';
import { spanOfDay, timeOfDay } from './time-of-day.ts';

describe('a time of day as people type it', () => {
  it.each([
    ['9', '09:00'],
    ['9:5', '09:05'],
    ['9:30', '09:30'],
    ['930', '09:30'],
    ['17.30', '17:30'],
    ['17：30', '17:30'],
    [' 08:00 ', '08:00'],
    ['24:00', '24:00'],
  ])('%s is %s', (typed, time) => expect(timeOfDay(typed)).toBe(time));

  it.each(['', 'nine', '25:00', '9:75', '24:01', '12:345'])('%s is none', (typed) =>
    expect(timeOfDay(typed)).toBeUndefined(),
  );

  it('makes a span only forwards', () => {
    expect(spanOfDay('9', '12')).toEqual({ from: '09:00', to: '12:00' });
    expect(spanOfDay('12', '9')).toBeUndefined();
    expect(spanOfDay('9', '9')).toBeUndefined();
    expect(spanOfDay('', '9')).toBeUndefined();
  });
});
