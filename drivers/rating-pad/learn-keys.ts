import { err, ok, type Result } from 'neverthrow';
import { isSeq, parseDocument } from 'yaml';
import { type RatingLevel, ratingLevels, ratingNames } from '#domain/rating/rating-level.ts';
import {
  type BytePattern,
  formatBytes,
  formatPattern,
  matchPattern,
  type PatternForm,
} from './byte-pattern.ts';

/** A message that came when the key of a level was pressed. */
export type LearnedPress = { readonly level: RatingLevel; readonly message: Uint8Array };

/** What a profile's `input` is to say. */
export type LearnedKeys = {
  readonly press: BytePattern;
  readonly keys: readonly { readonly level: RatingLevel; readonly key: Uint8Array }[];
  /** What it says while no key is pressed, or when one is let go. */
  readonly idle?: Uint8Array | undefined;
};

export type LearnProblem =
  /** The key for `level` said the same as the key for `earlier`. */
  | { readonly code: 'SAME_KEY'; readonly level: RatingLevel; readonly earlier: RatingLevel }
  /** Nothing in the messages depends on the key. */
  | { readonly code: 'NO_DIFFERENCE' }
  /** The messages have different lengths. */
  | { readonly code: 'UNCLEAR' };

/**
 * Finds what tells the keys apart. `again` is a second press of the first level: what differs between the two is a
 * counter or a clock, and no key. Bytes that depend on the key all become part of it.
 */
export function learnKeys(
  presses: readonly LearnedPress[],
  again: LearnedPress,
): Result<LearnedKeys, LearnProblem> {
  const [first] = presses;
  if (first === undefined || again.level !== first.level) return err({ code: 'UNCLEAR' });
  const { message } = first;
  if ([...presses, again].some((press) => press.message.length !== message.length)) {
    return err({ code: 'UNCLEAR' });
  }
  const places = [...message.keys()];
  const restless = new Set(places.filter((at) => again.message[at] !== message[at]));
  const telling = places.filter(
    (at) => !restless.has(at) && presses.some((press) => press.message[at] !== message[at]),
  );
  if (telling.length === 0) return err({ code: 'NO_DIFFERENCE' });
  const keys = presses.map((press) => ({
    level: press.level,
    key: Uint8Array.from(telling.map((at) => press.message[at] ?? 0)),
  }));
  const seen = new Map<string, RatingLevel>();
  for (const { level, key } of keys) {
    const earlier = seen.get(key.join(' '));
    if (earlier !== undefined) return err({ code: 'SAME_KEY', level, earlier });
    seen.set(key.join(' '), level);
  }
  const press = places.map((at): BytePattern[number] => {
    if (telling.includes(at)) return { kind: 'mark', mark: 'key' };
    return restless.has(at) ? { kind: 'any' } : { kind: 'byte', byte: message[at] ?? 0 };
  });
  return ok({ press, keys });
}

/** The YAML text of a profile with the learned keys in place of its own; the rest, comments too, stays. */
export function fillProfile(text: string, form: PatternForm, learned: LearnedKeys): string {
  const { press, idle } = learned;
  const document = parseDocument(text);
  const bits = document.getIn(['input', 'bitmask']) === true ? oneBitKeys(learned) : undefined;
  // Where a key is more than one bit, masks were for the keys before.
  if (bits === undefined) document.deleteIn(['input', 'bitmask']);
  const keys = bits ?? learned.keys;
  document.setIn(['input', 'press'], quoted(formatPattern(press, form)));
  document.setIn(['input', 'keys'], document.createNode({}));
  for (const level of ratingLevels) {
    for (const { key } of keys.filter((each) => each.level === level)) {
      const path = ['input', 'keys', ratingNames[level]];
      document.setIn(path, quoted(formatBytes(key, form)));
    }
  }
  if (idle !== undefined) document.setIn(['input', 'idle'], quoted(formatBytes(idle, form)));
  return document.toString({ lineWidth: 0 });

  function quoted(value: string) {
    const node = document.createNode(value);
    // Unquoted, "05" would be a number.
    if (!isSeq(node)) node.type = 'QUOTE_DOUBLE';
    return node;
  }
}

/** The keys without the bits that stood beside all of them or unpressed; undefined unless one bit is left of each. */
function oneBitKeys({ press, keys, idle }: LearnedKeys): LearnedKeys['keys'] | undefined {
  const unpressed = (idle && matchPattern(press, idle)) ?? new Uint8Array(0);
  const bits = keys.map(({ level, key }) => ({
    level,
    key: key.map((byte, at) => {
      const beside = keys.reduce((common, other) => common & (other.key[at] ?? 0), 0xff);
      return byte & ~(beside | (unpressed[at] ?? 0));
    }),
  }));
  return bits.every(({ key }) => bitsIn(key) === 1) ? bits : undefined;
}

function bitsIn(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
}
