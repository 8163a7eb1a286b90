import type { Clock } from './clock.ts';

/**
 * Reads the wall clock once and goes on from there by what has elapsed, in whole milliseconds: a wall clock that is set
 * right meanwhile lengthens and shortens nothing.
 * @param elapsed milliseconds since any beginning, never going back
 */
export function steadyClock(wall: Clock, elapsed: () => number): Clock {
  const begun = wall.now();
  const begunAt = elapsed();
  return { now: () => begun + Math.round(elapsed() - begunAt) };
}
