import { expect, it } from 'vitest';
import { isNegative, ratingLevels, ratingNames } from './rating-level.ts';

it('has the five levels of 国办发〔2019〕51号, best first, and the last two are negative', () => {
  expect(ratingLevels.map((level) => [ratingNames[level], isNegative(level)])).toEqual([
    ['very-satisfied', false],
    ['satisfied', false],
    ['basically-satisfied', false],
    ['dissatisfied', true],
    ['very-dissatisfied', true],
  ]);
});
