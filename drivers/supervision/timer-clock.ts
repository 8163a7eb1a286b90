import type { Clock } from '#domain/time/clock.ts';

/** Time and timers of drivers; xstate's `SimulatedClock` is one for tests. */
export type TimerClock = Clock & {
  readonly setTimeout: (work: () => void, ms: number) => unknown;
  readonly clearTimeout: (timer: never) => void;
};

export const systemTimerClock: TimerClock = {
  now: () => Date.now(),
  setTimeout: (work, ms) => setTimeout(work, ms),
  clearTimeout: (timer: NodeJS.Timeout) => clearTimeout(timer),
};
