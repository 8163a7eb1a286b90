import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shownWait } from './wait-display.ts';

it('rounds to minutes people say: the longer the wait, the coarser', () => {
  const shown = (fromMinutes: number, toMinutes: number): number[] => {
    const range = shownWait({ fromMinutes, toMinutes });
    return [range.fromMinutes, range.toMinutes];
  };
  expect(shown(0.2, 0.4)).toEqual([0, 1]);
  expect(shown(2.4, 6.6)).toEqual([2, 7]);
  expect(shown(11.9, 28.2)).toEqual([10, 30]);
  expect(shown(33, 34)).toEqual([35, 40]);
  expect(shown(62.1, 118)).toEqual([60, 120]);
});

it('is never empty or negative and off by half a step at most, unless it would be empty', () => {
  const minutes = fc.double({ min: 0, max: 1440, noNaN: true });
  fc.assert(
    fc.property(minutes, minutes, (one, other) => {
      const [fromMinutes, toMinutes] = [Math.min(one, other), Math.max(one, other)];
      const shown = shownWait({ fromMinutes, toMinutes });
      expect(shown.fromMinutes).toBeGreaterThanOrEqual(0);
      expect(shown.toMinutes).toBeGreaterThan(shown.fromMinutes);
      expect(Math.abs(shown.fromMinutes - fromMinutes)).toBeLessThanOrEqual(5);
      expect(shown.toMinutes).toBeGreaterThanOrEqual(toMinutes - 5);
    }),
  );
});
