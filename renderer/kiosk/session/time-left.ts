import { useEffect, useState } from 'react';

/** Moments of the page's own elapsed time (`performance.now()`), which nobody can set. */
export type Deadlines = {
  readonly arrivedAt: number;
  readonly warnAt: number;
  readonly endsAt: number;
};

/** What the citizen is told of the end of his session. */
export type TimeLeft = { readonly seconds: number; readonly warned: boolean };

/** A session's deadlines, counted from the moment at which its view arrived. */
export function deadlinesOf(
  { warnInMs, endsInMs }: { readonly warnInMs: number; readonly endsInMs: number },
  arrivedAt: number,
): Deadlines {
  return { arrivedAt, warnAt: arrivedAt + warnInMs, endsAt: arrivedAt + endsInMs };
}

/** The full seconds left, the one that is running counted as a whole; none after the end. */
export function timeLeft({ warnAt, endsAt }: Deadlines, now: number): TimeLeft {
  return { seconds: Math.max(0, Math.ceil((endsAt - now) / 1000)), warned: now >= warnAt };
}

/** Milliseconds until what `timeLeft` says changes; undefined when it changes no more. */
export function untilChange({ warnAt, endsAt }: Deadlines, now: number): number | undefined {
  if (now >= endsAt) return undefined;
  const second = (endsAt - now) % 1000 || 1000;
  return now < warnAt ? Math.min(second, warnAt - now) : second;
}

/** The time left, told anew at each full second of it. */
export function useTimeLeft(deadlines: Deadlines): TimeLeft {
  const [now, setNow] = useState(deadlines.arrivedAt);
  const { arrivedAt, warnAt, endsAt } = deadlines;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      const at = performance.now();
      setNow(at);
      const wait = untilChange({ arrivedAt, warnAt, endsAt }, at);
      if (wait !== undefined) timer = setTimeout(tick, wait);
    };
    tick();
    return () => clearTimeout(timer);
  }, [arrivedAt, warnAt, endsAt]);
  // After a touch the last tick lies before the new deadlines came.
  return timeLeft(deadlines, Math.max(now, arrivedAt));
}
