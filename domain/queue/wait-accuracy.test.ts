import { expect, it } from 'vitest';
import { accuracyFigures, countForecast, emptyAccuracy } from './wait-accuracy.ts';

const expected = { fromMinutes: 10, middleMinutes: 15, toMinutes: 20 };

it('says nothing as long as nobody was called', () => {
  expect(accuracyFigures(emptyAccuracy)).toBeUndefined();
});

it('counts the distance to the middle, and the ends of the range as within', () => {
  const accuracy = [10, 20, 15, 25].reduce(
    (counted, waited) => countForecast(counted, expected, waited),
    emptyAccuracy,
  );
  expect(accuracyFigures(accuracy)).toEqual({ tickets: 4, meanErrorMinutes: 5, shareInRange: 0.75 });
});

it('counts no wait that a clock has made up', () => {
  for (const waited of [-1, Number.NaN, Number.POSITIVE_INFINITY])
    expect(countForecast(emptyAccuracy, expected, waited)).toBe(emptyAccuracy);
});
