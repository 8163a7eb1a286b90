import type { Clock } from '#domain/time/clock.ts';
import type { Timers } from '../timers.ts';

/** A clock with timers that move only when a test says so. */
export type TestTime = Clock & Timers & { readonly advance: (milliseconds: number) => void };

export function createTestTime(start = Date.parse('2026-11-21T02:00:00Z')): TestTime {
  let now = start;
  const due = new Set<{ readonly at: number; readonly run: () => void }>();
  return {
    now: () => now,
    after: (milliseconds, run) => {
      const timer = { at: now + milliseconds, run };
      due.add(timer);
      return () => void due.delete(timer);
    },
    advance: (milliseconds) => {
      const until = now + milliseconds;
      for (;;) {
        const next = [...due].filter(({ at }) => at <= until).sort((one, other) => one.at - other.at)[0];
        if (!next) break;
        due.delete(next);
        now = next.at;
        next.run();
      }
      now = until;
    },
  };
}
