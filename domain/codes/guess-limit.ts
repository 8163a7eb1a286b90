import type { Instant } from '../time/clock.ts';

export type GuessRules = {
  /** So many different wrong guesses of one who asks lock him out. */
  readonly tries: number;
  /** For so long a wrong guess counts, milliseconds. */
  readonly forMs: number;
};

export type GuessLimit = {
  /** Milliseconds until guesses of `from` are looked at again; 0 when they are now. */
  readonly lockedFor: (from: string, now: Instant) => number;
  /** A guess of `from` fitted nothing. The same one again finds out nothing more, and counts once. */
  readonly wrong: (from: string, guess: string, now: Instant) => void;
};

type Wrong = { readonly guess: string; readonly at: Instant };

/**
 * Counts wrong guesses by where they come from. Each is forgotten by itself, so that whoever comes next waits no longer than
 * until the first of them is. Right guesses do not reset it: who has one code must not be able to try others with it. Its
 * memory holds those of the last `forMs` alone.
 */
export function createGuessLimit({ tries, forMs }: GuessRules): GuessLimit {
  const wrong = new Map<string, readonly Wrong[]>();
  /** A clock that was set back makes nobody wait longer. */
  const counts = ({ at }: Wrong, now: Instant): boolean => now < at + forMs && now >= at;
  const counted = (from: string, now: Instant) => (wrong.get(from) ?? []).filter((each) => counts(each, now));
  return {
    lockedFor: (from, now) => {
      const locking = counted(from, now).at(-tries);
      return locking === undefined ? 0 : locking.at + forMs - now;
    },
    wrong: (from, guess, now) => {
      for (const each of wrong.keys()) if (counted(each, now).length === 0) wrong.delete(each);
      const before = counted(from, now);
      if (before.some((each) => each.guess === guess)) return;
      wrong.set(from, [...before, { guess, at: now }]);
    },
  };
}
