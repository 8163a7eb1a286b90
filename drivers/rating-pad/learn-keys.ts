import { err, ok, type Result } from 'neverthrow';
import { isSeq, parseDocument } from 'yaml';
import { type RatingLevel, ratingLevels, ratingNames } from '#domain/rating/rating-level.ts';
import { type BytePattern, formatBytes, formatPattern, type PatternForm } from './byte-pattern.ts';

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
export function fillProfile(text: string, form: PatternForm, { press, keys, idle }: LearnedKeys): string {
  const document = parseDocument(text);
  document.setIn(['input', 'press'], quoted(formatPattern(press, form)));
  document.setIn(['input', 'keys'], document.createNode({}));
  for (const level of ratingLevels) {
    for (const learned of keys.filter((each) => each.level === level)) {
      const path = ['input', 'keys', ratingNames[level]];
      document.setIn(path, quoted(formatBytes(learned.key, form)));
    }
  }
  if (idle !== undefined) document.setIn(['input', 'idle'], quoted(formatBytes(idle, form)));
  // Masks were for the keys before.
  document.deleteIn(['input', 'bitmask']);
  return document.toString({ lineWidth: 0 });

  function quoted(value: string) {
    const node = document.createNode(value);
    // Unquoted, "05" would be a number.
    if (!isSeq(node)) node.type = 'QUOTE_DOUBLE';
    return node;
  }
}
