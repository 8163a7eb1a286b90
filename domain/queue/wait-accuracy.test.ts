import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../time/hall-time.ts';
import { ACCURACY_DAYS, accuracyFigures, countForecast, emptyAccuracy } from './wait-accuracy.ts';

const expected = { fromMinutes: 10, middleMinutes: 15, toMinutes: 20 };
const DAY = '2026-11-21';
const counting = (day: string, waits: readonly number[], from = emptyAccuracy) =>
  waits.reduce((counted, waited) => countForecast(counted, day, expected, waited), from);

describe('the accuracy of forecasts', () => {
  it('says nothing as long as nobody was called', () => {
    expect(accuracyFigures(emptyAccuracy, DAY)).toBeUndefined();
  });

  it('counts the distance to the middle, and the ends of the range as within', () => {
    expect(accuracyFigures(counting(DAY, [10, 20, 15, 25]), DAY)).toEqual({
      tickets: 4,
      meanErrorMinutes: 5,
      shareInRange: 0.75,
    });
  });

  it('goes by the range that people were told', () => {
    // Told as 10 to 20.
    const computed = { fromMinutes: 12.4, middleMinutes: 15, toMinutes: 18.1 };
    const waits = [10.2, 12, 19.9, 21];
    const accuracy = waits.reduce((sum, waited) => countForecast(sum, DAY, computed, waited), emptyAccuracy);
    expect(accuracyFigures(accuracy, DAY)?.shareInRange).toBe(0.75);
  });

  it('counts no wait that a clock has made up', () => {
    for (const waited of [-1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(countForecast(emptyAccuracy, DAY, expected, waited)).toBe(emptyAccuracy);
  });

  it('shows a bad month, however good the years before it were', () => {
    let accuracy = emptyAccuracy;
    for (let day = 0; day < 400; day += 1) accuracy = counting(addDays(DAY, day), [15], accuracy);
    for (let day = 400; day < 430; day += 1) accuracy = counting(addDays(DAY, day), [60], accuracy);
    const figures = accuracyFigures(accuracy, addDays(DAY, 429));
    expect(figures).toEqual({ tickets: 30, meanErrorMinutes: 45, shareInRange: 0 });
  });

  it('forgets what is over, and keeps no more than its days', () => {
    const days = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1 });
    fc.assert(
      fc.property(days, (offsets) => {
        const accuracy = offsets.reduce(
          (sum, offset) => counting(addDays(DAY, offset), [15], sum),
          emptyAccuracy,
        );
        expect(Object.keys(accuracy.days).length).toBeLessThanOrEqual(ACCURACY_DAYS);
        const last = Math.max(...offsets);
        const known = accuracyFigures(accuracy, addDays(DAY, last))?.tickets ?? 0;
        expect(known).toBeGreaterThan(0);
        expect(known).toBeLessThanOrEqual(offsets.filter((each) => each > last - ACCURACY_DAYS).length);
        expect(accuracyFigures(accuracy, addDays(DAY, last + ACCURACY_DAYS))).toBeUndefined();
      }),
    );
  });
});
