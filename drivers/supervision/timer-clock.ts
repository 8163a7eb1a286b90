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

/** A timer that fires so much late, in milliseconds, says that this process stood still. */
const LATE_MS = 15;
/** What arrived meanwhile is handed on within this: a read of the line, and its way through the transport. */
const ARRIVAL_MS = 20;
/** On a machine that stands still all the time, timers must fire some time. */
const MOST_ARRIVALS = 10;

type SystemTimer = { handle: NodeJS.Timeout };

/**
 * The system's own. Of bytes that came and a timer that ran out while the process was busy, Node tells the timer first,
 * and an answer that is there would count as none: a late timer therefore waits until what arrived has been heard.
 */
export const systemTimerClock: TimerClock = {
  now: () => Date.now(),
  setTimeout: (work, ms): SystemTimer => {
    const armed = (waitMs: number, arrivals: number): NodeJS.Timeout => {
      const due = performance.now() + waitMs;
      return setTimeout(() => {
        const isLate = performance.now() - due >= LATE_MS;
        if (isLate && arrivals > 0) timer.handle = armed(ARRIVAL_MS, arrivals - 1);
        else work();
      }, waitMs);
    };
    const timer: SystemTimer = { handle: armed(ms, MOST_ARRIVALS) };
    return timer;
  },
  clearTimeout(timer: SystemTimer | undefined) {
    clearTimeout(timer?.handle);
  },
};
