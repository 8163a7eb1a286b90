import { type KeyboardScanner, USUAL_KEYBOARD_SCANNER } from '#contract/terminal/keyboard-scanner.ts';
import { characterOf, isModifier, isSuffix, type KeyPress } from './keys.ts';

/** What of a scanner's settings tells it from a person. */
type BurstProfile = Pick<KeyboardScanner, 'maxGapMs' | 'minLength' | 'capsLock'>;

/** More than the largest symbol holds. */
const MAX_LENGTH = 8192;

export type BurstVerdict<Press> = {
  /** Whether the page may not have this press (yet). */
  readonly swallow: boolean;
  /** Presses held back that a person made: the page gets them now, before this one. */
  readonly replay: readonly Press[];
  /** A code is complete. */
  readonly code: string | undefined;
};

export type BurstRecogniser<Press> = {
  readonly press: (press: Press) => BurstVerdict<Press>;
  /** When `tick` has something to say unless a key is pressed before; undefined while nothing is held. */
  readonly deadline: () => number | undefined;
  readonly tick: (now: number) => BurstVerdict<Press>;
};

/** Scanners may pause before their suffix, and some send two; a person presses nothing so soon behind a code. */
const TAIL_GAPS = 4;

const NOTHING = { replay: [], code: undefined } as const;

/**
 * Tells a scanner that types from a person who types, by speed alone. The first characters are held back until it
 * is clear who it was; a person gets them back in their order. Pure: time comes with what happens.
 */
export function createBurstRecogniser<Press extends KeyPress>(
  profile: BurstProfile = USUAL_KEYBOARD_SCANNER,
): BurstRecogniser<Press> {
  const { maxGapMs, minLength, capsLock } = profile;
  let held: Press[] = [];
  let text: string[] = [];
  let lastAt = Number.NEGATIVE_INFINITY;
  /** A code has just ended: suffix keys until then are part of it. */
  let tailUntil = Number.NEGATIVE_INFINITY;
  /** The clock ran far past the deadline once: presses may be waiting behind whatever held the page up. */
  let waitedLonger = false;

  const follows = (at: number) => at - lastAt <= maxGapMs;

  /** What the presses held back were, now that no more of them come. */
  const settle = (): Omit<BurstVerdict<Press>, 'swallow'> => {
    const presses = held;
    const characters = text;
    held = [];
    text = [];
    waitedLonger = false;
    if (characters.length < minLength) return { replay: presses, code: undefined };
    // Longer than any symbol: neither a code nor typing.
    return { replay: [], code: characters.length > MAX_LENGTH ? undefined : characters.join('') };
  };

  const hold = (press: Press, character: string) => {
    held.push(press);
    if (text.length <= MAX_LENGTH) text.push(character);
    lastAt = press.at;
    waitedLonger = false;
  };

  const pressed = (press: Press): BurstVerdict<Press> => {
    if (isModifier(press.key)) return { swallow: false, ...NOTHING };
    const inBurst = held.length > 0 && follows(press.at);
    if (press.at <= tailUntil && isSuffix(press)) return { swallow: true, ...NOTHING };
    tailUntil = Number.NEGATIVE_INFINITY;
    const character = press.repeat ? undefined : characterOf(press, capsLock);
    if (character !== undefined && inBurst) {
      hold(press, character);
      return { swallow: true, ...NOTHING };
    }
    const before = settle();
    if (character !== undefined) {
      // A space bar presses buttons; no code begins with one.
      if (character === ' ' || press.control) return { swallow: false, ...before };
      hold(press, character);
      return { swallow: true, ...before };
    }
    // Whatever key ends a burst belongs to it: a suffix, or a scanner's idea of a control character.
    const endsCode = inBurst && before.code !== undefined;
    if (endsCode) tailUntil = press.at + TAIL_GAPS * maxGapMs;
    return { swallow: endsCode, ...before };
  };

  return {
    press: pressed,
    deadline: () => (held.length > 0 ? lastAt + maxGapMs : undefined),
    tick: (now) => {
      if (held.length === 0 || now <= lastAt + maxGapMs) return { swallow: false, ...NOTHING };
      if (now > lastAt + 2 * maxGapMs && !waitedLonger) {
        waitedLonger = true;
        return { swallow: false, ...NOTHING };
      }
      const settled = settle();
      if (settled.code !== undefined) tailUntil = lastAt + TAIL_GAPS * maxGapMs;
      return { swallow: false, ...settled };
    },
  };
}
