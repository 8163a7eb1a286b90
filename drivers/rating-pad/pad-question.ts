import type { RatingLevel } from '#domain/rating/rating-level.ts';
import type { TimerClock } from '../supervision/timer-clock.ts';
import type { PadProfile } from './profile-shape.ts';

export type QuestionEnd = { readonly level: RatingLevel } | 'timeout' | 'ended';

/** One question to a citizen: which press counts, and when it is over. */
export type PadQuestion = {
  readonly press: (level: RatingLevel) => void;
  readonly end: Promise<QuestionEnd>;
  /** Aborts when the question is over, however. */
  readonly over: AbortSignal;
  /** Ends it without an answer. */
  readonly close: () => void;
};

/** Begins to count the profile's time at once. */
export function openQuestion({ input, session }: PadProfile, clock: TimerClock): PadQuestion {
  const { promise, resolve } = Promise.withResolvers<QuestionEnd>();
  const over = new AbortController();
  let pressed: RatingLevel | undefined;
  let settling: unknown;
  const finish = (end: QuestionEnd) => {
    clock.clearTimeout(timer);
    clock.clearTimeout(settling);
    over.abort();
    resolve(end);
  };
  const timer = clock.setTimeout(
    () => finish(pressed === undefined ? 'timeout' : { level: pressed }),
    session.timeoutMs,
  );
  return {
    end: promise,
    over: over.signal,
    close: () => finish('ended'),
    press: (level) => {
      if (over.signal.aborted) return;
      if (input.firstPressWins) {
        finish({ level });
        return;
      }
      pressed = level;
      clock.clearTimeout(settling);
      settling = clock.setTimeout(() => finish({ level }), input.settleMs);
    },
  };
}
