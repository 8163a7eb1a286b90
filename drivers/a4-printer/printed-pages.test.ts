import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printedPages } from './printed-pages.ts';
import { testPage } from './test-page.ts';

test('a page of this program gives its lines, from top to bottom', () => {
  const [page, ...others] = printedPages(testPage(['Terminal T-01 (left)', 'Page 1 of 1']));
  expect(others).toEqual([]);
  expect(page).toMatchObject({ width: 595, height: 842 });
  expect(page?.texts.map(({ text, size }) => [text, size])).toEqual([
    ['Terminal T-01 (left)', 16],
    ['Page 1 of 1', 16],
  ]);
  expect(page?.texts.map(({ x, y }) => [x, y])).toEqual([
    [72, 72],
    [72, 94],
  ]);
});

test('nothing throws, whatever a program sends', () => {
  const whole = testPage(['Terminal T-01']);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(whole.length), (noise, at) => {
      const mutated = Uint8Array.from(whole);
      mutated.set(noise.subarray(0, Math.max(0, whole.length - at)), at);
      expect(Array.isArray(printedPages(mutated))).toBe(true);
      expect(printedPages(noise)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
