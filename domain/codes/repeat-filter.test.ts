import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRepeatFilter } from './repeat-filter.ts';

const SAME_CODE_MS = 3000;

test('a code left in view is told once, however long it lies there', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: SAME_CODE_MS - 1 }), { maxLength: 50 }), (pauses) => {
      const filter = createRepeatFilter(SAME_CODE_MS);
      let at = 1_000;
      expect(filter.isNew('A', at)).toBe(true);
      for (const pause of pauses) expect(filter.isNew('A', (at += pause))).toBe(false);
      expect(filter.isNew('A', at + SAME_CODE_MS)).toBe(true);
    }),
  );
});

test('two codes side by side are told once each', () => {
  const filter = createRepeatFilter(SAME_CODE_MS);
  const told = Array.from({ length: 20 }, (_, turn) => (turn % 2 === 0 ? 'A' : 'B')).filter((text, turn) =>
    filter.isNew(text, turn * 500),
  );
  expect(told).toEqual(['A', 'B']);
});

test('a clock set back by a day does not silence a code', () => {
  const filter = createRepeatFilter(SAME_CODE_MS);
  filter.isNew('A', 86_400_000);
  expect(filter.isNew('A', 0)).toBe(true);
});

test('what was forgotten is new', () => {
  const filter = createRepeatFilter(SAME_CODE_MS);
  filter.isNew('A', 0);
  filter.forget();
  expect(filter.isNew('A', 1)).toBe(true);
});

test('a told code that lies there while nobody is told stays the same; one that was never told is new', () => {
  const filter = createRepeatFilter(SAME_CODE_MS);
  filter.isNew('A', 0);
  for (let at = 1000; at <= 10_000; at += 1000) {
    expect(filter.liesThere('A', at)).toBe(true);
    expect(filter.liesThere('B', at)).toBe(false);
  }
  expect(filter.isNew('A', 11_000)).toBe(false);
  expect(filter.isNew('B', 11_000)).toBe(true);
});
