import fc from 'fast-check';
import { expect, it } from 'vitest';
import { retryDelay } from './retry.ts';

const policy = { firstMs: 500, longestMs: 60_000 };

it('grows to the ceiling and stays within half of it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (attempt, random) => {
        const ceiling = Math.min(60_000, 500 * 2 ** (attempt - 1));
        const delay = retryDelay(policy, attempt, random);
        expect(delay).toBeGreaterThanOrEqual(Math.floor(ceiling / 2));
        expect(delay).toBeLessThanOrEqual(ceiling);
      },
    ),
  );
});
