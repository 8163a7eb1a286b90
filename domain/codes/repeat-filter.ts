export type RepeatFilter = {
  /** Whether this sight of a code is news. Every sight counts, so that a code left lying is told once. */
  readonly isNew: (text: string, at: number) => boolean;
  /** A sight that nobody is told of: a code that was told before stays the same one. False for any other. */
  readonly liesThere: (text: string, at: number) => boolean;
  /** Nothing of earlier codes is kept. */
  readonly forget: () => void;
};

/**
 * Holds back a code that lies in view. `sameCodeMs` is how long a code must be out of sight before it is a new
 * reading; two codes lying side by side are two that are told once each.
 */
export function createRepeatFilter(sameCodeMs: number): RepeatFilter {
  let seen = new Map<string, number>();

  const isKnown = (text: string, at: number) => {
    // A clock that was set back would otherwise keep a code from ever being new.
    const near = (then: number) => Math.abs(at - then) < sameCodeMs;
    seen = new Map([...seen].filter(([, then]) => near(then)));
    return seen.has(text);
  };

  return {
    isNew: (text, at) => {
      const known = isKnown(text, at);
      seen.set(text, at);
      return !known;
    },
    liesThere: (text, at) => {
      const known = isKnown(text, at);
      if (known) seen.set(text, at);
      return known;
    },
    forget: () => seen.clear(),
  };
}
