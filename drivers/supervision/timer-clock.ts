import type { Clock } from '#domain/time/clock.ts';

/**
 * Time and timers of drivers; xstate's `SimulatedClock` is one for tests. `setTimeout` gives what `clearTimeout`
 * takes, and nobody else needs to know what that is.
 */
export type TimerClock = Clock & {
  setTimeout(work: () => void, ms: number): unknown;
  // A method, not a property: only so may each clock demand its own kind of timer.
  clearTimeout(timer: unknown): void;
};

export const systemTimerClock: TimerClock = {
  now: () => Date.now(),
  setTimeout: (work, ms) => setTimeout(work, ms),
  clearTimeout(timer: NodeJS.Timeout | undefined) {
    clearTimeout(timer);
  },
};
