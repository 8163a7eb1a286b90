/**
 * 国办发〔2019〕51号: a citizen rates in five levels, 非常满意, 满意, 基本满意, 不满意, 非常不满意; the last two are
 * negative ratings (差评) and must be followed up. As a number a level is its count of stars.
 */
export const ratingLevels = [5, 4, 3, 2, 1] as const;

export type RatingLevel = (typeof ratingLevels)[number];

export const ratingNames = {
  5: 'very-satisfied',
  4: 'satisfied',
  3: 'basically-satisfied',
  2: 'dissatisfied',
  1: 'very-dissatisfied',
} as const satisfies Record<RatingLevel, string>;

export type RatingName = (typeof ratingNames)[RatingLevel];

/** 差评: to be verified, corrected, answered and called back. */
export function isNegative(level: RatingLevel): boolean {
  return level <= 2;
}
