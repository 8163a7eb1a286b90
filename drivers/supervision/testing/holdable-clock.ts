import { systemTimerClock, type TimerClock } from '../timer-clock.ts';

export type HoldableClock = TimerClock & {
  /** From now on time stands still, and goes on only as `pass` says; the line goes on as ever. */
  readonly hold: () => void;
  /** So many milliseconds go by at once, and the timers that are due in them work, each at its own time. */
  readonly pass: (ms: number) => void;
};

type Timer = { readonly due: number; readonly work: () => void; system: unknown };

/**
 * The system's time until it is held: a device is found at its own pace, and what depends on milliseconds from then on
 * is not spoiled by a machine that stands still.
 */
export function createHoldableClock(): HoldableClock {
  const timers = new Set<Timer>();
  let heldAt: number | undefined;
  const now = () => heldAt ?? systemTimerClock.now();
  const fire = (timer: Timer) => {
    timers.delete(timer);
    timer.work();
  };
  const nextWithin = (end: number): Timer | undefined =>
    [...timers].filter(({ due }) => due <= end).toSorted((one, other) => one.due - other.due)[0];
  return {
    now,
    setTimeout: (work, ms): Timer => {
      const timer: Timer = { due: now() + ms, work, system: undefined };
      timers.add(timer);
      if (heldAt === undefined) timer.system = systemTimerClock.setTimeout(() => fire(timer), ms);
      return timer;
    },
    clearTimeout: (timer: Timer | undefined) => {
      if (timer === undefined) return;
      timers.delete(timer);
      systemTimerClock.clearTimeout(timer.system);
    },
    hold: () => {
      heldAt = now();
      for (const { system } of timers) systemTimerClock.clearTimeout(system);
    },
    pass: (ms) => {
      const end = now() + ms;
      for (let next = nextWithin(end); next !== undefined; next = nextWithin(end)) {
        // One that was due when time was held, and had not worked yet, is late.
        heldAt = Math.max(now(), next.due);
        fire(next);
      }
      heldAt = end;
    },
  };
}
