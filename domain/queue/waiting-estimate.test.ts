import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateWaiting } from './waiting-estimate.ts';

describe('estimateWaiting', () => {
  it('says up to five minutes when nobody is ahead', () => {
    expect(estimateWaiting({ ahead: 0, serviceMinutes: 8, openCounters: 2 })).toEqual({
      fromMinutes: 0,
      toMinutes: 5,
    });
  });

  it('shares the people among the open counters', () => {
    expect(estimateWaiting({ ahead: 12, serviceMinutes: 10, openCounters: 4 })).toEqual({
      fromMinutes: 20,
      toMinutes: 40,
    });
  });

  it('always holds the plain mean and never shrinks when more people wait', () => {
    const facts = fc.record({
      ahead: fc.integer({ min: 0, max: 500 }),
      serviceMinutes: fc.double({ min: 0.5, max: 60, noNaN: true }),
      openCounters: fc.integer({ min: 0, max: 30 }),
    });
    fc.assert(
      fc.property(facts, (given) => {
        const range = estimateWaiting(given);
        const mean = (given.ahead * given.serviceMinutes) / Math.max(1, given.openCounters);
        expect(range.fromMinutes).toBeLessThanOrEqual(mean);
        expect(range.toMinutes).toBeGreaterThanOrEqual(mean);
        expect(range.toMinutes - range.fromMinutes).toBeGreaterThanOrEqual(5);
        const longer = estimateWaiting({ ...given, ahead: given.ahead + 1 });
        expect(longer.fromMinutes).toBeGreaterThanOrEqual(range.fromMinutes);
        expect(longer.toMinutes).toBeGreaterThanOrEqual(range.toMinutes);
      }),
    );
  });
});
