import { describe, expect, it } from 'vitest';
import { isSameSpan, isTaken, spanOffered } from './span-offered.ts';

const at = (hour: number, date = '2026-11-23') => ({
  from: `${date}T0${hour}:00:00Z`,
  to: `${date}T0${hour}:30:00Z`,
});
const times = [1, 2, 3].map((hour) => ({ ...at(hour), free: 1 }));

describe('of the free times', () => {
  it('the first is chosen until another is', () => {
    expect(spanOffered(times, undefined)).toEqual(at(1));
    expect(spanOffered(times, at(3))).toEqual(at(3));
  });

  it('the first is chosen when the chosen one is free no more, or was of another day', () => {
    expect(spanOffered(times, at(5))).toEqual(at(1));
    expect(spanOffered(times, at(3, '2026-11-24'))).toEqual(at(1));
    expect(spanOffered(times, { ...at(3), to: at(5).to })).toEqual(at(1));
  });

  it('none is chosen as long as they are not known, nor where there are none', () => {
    expect(spanOffered(undefined, at(3))).toBeUndefined();
    expect(spanOffered([], at(3))).toBeUndefined();
    expect(spanOffered(undefined, undefined)).toBeUndefined();
  });
});

it('the same time is the same, however often it is read', () => {
  expect(isSameSpan(at(1), at(1))).toBe(true);
  expect(isSameSpan(undefined, undefined)).toBe(true);
  expect(isSameSpan(at(1), at(2))).toBe(false);
  expect(isSameSpan(at(1), undefined)).toBe(false);
});

it('other times are offered when one was taken, and the same as long as no answer came', () => {
  expect(isTaken({ code: 'SLOT_UNAVAILABLE', reference: 'K7Q2M' })).toBe(true);
  expect(isTaken({ code: 'PLATFORM_AWAY' })).toBe(false);
  expect(isTaken(undefined)).toBe(false);
});
