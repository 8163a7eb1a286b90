import type { Instant } from '../time/clock.ts';

export type GuessRules = {
  /** So many wrong codes of one who asks lock him out. */
  readonly tries: number;
  /** Counted for so long from the first of them on, and for so long no more are looked at, milliseconds. */
  readonly forMs: number;
};

export type GuessLimit = {
  /** Milliseconds until codes of `from` are looked at again; 0 when they are now. */
  readonly lockedFor: (from: string, now: Instant) => number;
  /** A code of `from` fitted nothing. */
  readonly wrong: (from: string, now: Instant) => void;
};

type Guesses = { readonly since: Instant; readonly tries: number };

/**
 * Counts wrong codes by where they come from. Right codes do not reset it: who has one code must not be able to try
 * others with it. Its memory holds those of the last `forMs` alone.
 */
export function createGuessLimit({ tries, forMs }: GuessRules): GuessLimit {
  const wrong = new Map<string, Guesses>();
  /** A clock that was set back makes nobody wait longer. */
  const isOver = ({ since }: Guesses, now: Instant): boolean => now >= since + forMs || now < since;
  return {
    lockedFor: (from, now) => {
      const guesses = wrong.get(from);
      if (!guesses || isOver(guesses, now) || guesses.tries < tries) return 0;
      return guesses.since + forMs - now;
    },
    wrong: (from, now) => {
      for (const [each, guesses] of wrong) if (isOver(guesses, now)) wrong.delete(each);
      const before = wrong.get(from);
      const count = (before?.tries ?? 0) + 1;
      // The try that locks begins the time anew.
      wrong.set(from, { since: before && count < tries ? before.since : now, tries: count });
    },
  };
}
