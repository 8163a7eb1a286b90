import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFinalPrintState, nextPrintState, type PrintEvent, type PrintState } from './print-job.ts';

const events: readonly PrintEvent[] = [
  'bytes-going-out',
  'printer-confirmed',
  'surely-not-printed',
  'outcome-lost',
  'service-restarted',
];

describe('print job', () => {
  it('lets bytes go out at most once, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 30 }), (history) => {
        let state: PrintState = 'queued';
        let writings = 0;
        for (const event of history) {
          const next = nextPrintState(state, event);
          if (!next) continue;
          if (event === 'bytes-going-out') writings += 1;
          state = next;
        }
        expect(writings).toBeLessThanOrEqual(1);
        expect(state !== 'confirmed' || writings === 1).toBe(true);
      }),
    );
  });

  it('is confirmed only by the printer', () => {
    for (const event of events.filter((each) => each !== 'printer-confirmed')) {
      for (const state of ['queued', 'sent'] as const)
        expect(nextPrintState(state, event)).not.toBe('confirmed');
    }
  });

  it('stays ended once it has ended', () => {
    for (const state of ['confirmed', 'failed', 'unknown'] as const) {
      expect(isFinalPrintState(state)).toBe(true);
      for (const event of events) expect(nextPrintState(state, event)).toBeUndefined();
    }
  });

  it('knows after a restart what it cannot know', () => {
    expect(nextPrintState('queued', 'service-restarted')).toBe('failed');
    expect(nextPrintState('sent', 'service-restarted')).toBe('unknown');
  });
});
