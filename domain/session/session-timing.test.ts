import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SHORTEST_WARNING_MS, sessionDeadlines } from './session-timing.ts';

it('warns at least 20 seconds before the end and never at once, whatever was configured', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.nat(1_000_000), (idleMs, warningMs) => {
      const { warnAt, endsAt } = sessionDeadlines(5_000, { idleMs, warningMs });
      expect(endsAt - warnAt).toBeGreaterThanOrEqual(SHORTEST_WARNING_MS);
      expect(warnAt - 5_000).toBeGreaterThanOrEqual(SHORTEST_WARNING_MS);
    }),
  );
});
