import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Timers } from '../timers.ts';
import type { Sessions } from './session.ts';

/** Long enough for the page to have gone back to its first picture; somebody who comes sooner is not kept waiting. */
const AFTER_MS = 1_000;

/**
 * Collects what a session has left in memory while nobody stands at the terminal: a person's data is not to lie about
 * until the collector needs the room, and a terminal that runs for months keeps its size.
 * @returns ends it
 */
export function collectAfterSessions(
  sessions: Pick<Sessions, 'onEnd' | 'current'>,
  timers: Timers,
  collect: () => void = collector(),
): () => void {
  let cancel = () => {};
  const stopEnds = sessions.onEnd(() => {
    cancel();
    cancel = timers.after(AFTER_MS, () => {
      if (!sessions.current()) collect();
    });
  });
  return () => {
    stopEnds();
    cancel();
  };
}

/** V8 has no other door to it; the flag holds for contexts that are made from now on. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('V8 does not give its collector out');
  return () => void collect();
}
