import type { TimerClock } from '../supervision/timer-clock.ts';

export type HastyClock = TimerClock & {
  /** Goes to the moment of the timer that is next, and lets it work; false where there is none. */
  readonly skip: () => boolean;
};

/** Time that stands still until it is told to skip what nobody waits for: hours in a moment. */
export function createHastyClock(begin: number): HastyClock {
  type Timer = { readonly due: number; readonly work: () => void };
  const timers = new Set<Timer>();
  let now = begin;
  return {
    now: () => now,
    setTimeout: (work, ms) => {
      const timer = { due: now + Math.max(0, ms), work };
      timers.add(timer);
      return timer;
    },
    clearTimeout: (timer: Timer) => {
      timers.delete(timer);
    },
    skip: () => {
      let next: Timer | undefined;
      // Of those at one moment the first that was set is the first.
      for (const timer of timers) if (next === undefined || timer.due < next.due) next = timer;
      if (next === undefined) return false;
      timers.delete(next);
      now = next.due;
      next.work();
      return true;
    },
  };
}

/** Waits for what happens only as time passes, and lets it pass. */
export async function quickly<T>(clock: HastyClock, ended: Promise<T>): Promise<T> {
  const unfinished = Symbol('unfinished');
  for (;;) {
    const first = await Promise.race([ended, new Promise((resolve) => setImmediate(resolve, unfinished))]);
    if (first !== unfinished) return ended;
    clock.skip();
  }
}
