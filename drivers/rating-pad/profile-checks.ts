import { ratingLevels, ratingNames } from '#domain/rating/rating-level.ts';
import {
  type BytePattern,
  fillPattern,
  type PatternMark,
  parseBytes,
  parsePattern,
  patternSize,
} from './byte-pattern.ts';
import { encodeFrame } from './frame-codec.ts';
import { framingOf, readEscapes, writtenChecksumSize } from './framing.ts';
import type { PadProfile } from './profile-shape.ts';

/** What can be wrong with a profile whose fields are each of the right type. */
export const profileProblems = [
  /** These are no bytes in the profile's form, or `{…}` holds an unknown word. */
  'not-bytes',
  /** `{…}` of that kind means nothing here. */
  'wrong-mark',
  'needs-key-mark',
  'needs-tail',
  /** Frames of several bytes without head, tail and checksum could not be told apart. */
  'needs-head',
  /**
   * Each escape is one byte and the two that stand for it; all begin with the same one, which is escaped too. The
   * tail may not look like one.
   */
  'bad-escape',
  /** The tail could stand inside a frame. */
  'tail-not-escaped',
  'does-not-fit',
  'too-few-keys',
  'duplicate',
  'wrong-key-size',
  'not-one-bit',
  'needs-query',
] as const;

export type ProfileProblem = (typeof profileProblems)[number];

type Found = { readonly path: readonly (string | number)[]; readonly problem: ProfileProblem };

/** What a profile's fields mean together. Of what depends on a wrong field nothing is said. */
export function checkProfile(profile: PadProfile): Found[] {
  const framing = checkFraming(profile);
  const texts = checkTexts(profile);
  if (framing.length > 0 || texts.length > 0) return [...framing, ...texts];
  return [...checkSizes(profile), ...checkKeys(profile)];
}

function checkFraming({ framing, checksum, input, commands }: PadProfile): Found[] {
  const { form, size, head, tail } = framing;
  const found: Found[] = [];
  const blame = (problem: ProfileProblem, ...path: string[]) => found.push({ path, problem });
  const headBytes = parseBytes(head, form);
  const tailBytes = parseBytes(tail, form);
  if (headBytes === undefined) blame('not-bytes', 'framing', 'head');
  if (tailBytes === undefined) blame('not-bytes', 'framing', 'tail');
  if (size.kind === 'until-tail' && tailBytes?.length === 0) blame('needs-tail', 'framing', 'tail');
  const bare = head === '' && tail === '' && checksum.algorithm === 'none';
  if (bare && !(size.kind === 'fixed' && size.bytes === 1)) blame('needs-head', 'framing', 'head');
  if (size.kind === 'fixed' && size.pad !== undefined && parseBytes(size.pad, form)?.length !== 1) {
    blame('not-bytes', 'framing', 'size', 'pad');
  }
  if (size.kind === 'length-field') {
    if (size.offset < (headBytes?.length ?? 0)) blame('does-not-fit', 'framing', 'size', 'offset');
    const written = { binary: [1, 2], hex: [2, 4], decimal: [1, 2, 3, 4] }[size.digits];
    if (!written.includes(size.bytes)) blame('does-not-fit', 'framing', 'size', 'bytes');
  }
  const escapes = readEscapes(framing.escape);
  const leads = new Set([...escapes.values()].map(([lead]) => lead));
  const seconds = new Set([...escapes.values()].map(([, second]) => second));
  const [lead] = leads;
  const [tailFirst, tailSecond] = tailBytes ?? [];
  const tailLooksEscaped =
    lead !== undefined && tailFirst === lead && (tailSecond === undefined || seconds.has(tailSecond));
  const badEscape =
    tailLooksEscaped ||
    escapes.size !== Object.keys(framing.escape).length ||
    leads.size > 1 ||
    seconds.size !== escapes.size ||
    (lead !== undefined && !escapes.has(lead));
  if (badEscape) blame('bad-escape', 'framing', 'escape');
  else if (size.kind === 'until-tail' && escapes.size > 0 && !escapes.has(tailBytes?.[0] ?? -1)) {
    blame('tail-not-escaped', 'framing', 'escape');
  }
  if (input.mode === 'poll' && commands.query === undefined) blame('needs-query', 'commands', 'query');
  return found;
}

type Text = {
  readonly path: readonly (string | number)[];
  readonly text: string;
  readonly marks: readonly PatternMark[];
  /** Only what comes may be described loosely. */
  readonly loose: boolean;
};

function textsOf({ commands, input, session }: PadProfile): Text[] {
  const outgoing = (path: string[], text: string | undefined): Text[] =>
    text === undefined ? [] : [{ path, text, marks: ['stars', 'light', 'seconds'], loose: false }];
  const incoming = (path: string[], text: string | undefined, marks: PatternMark[] = []): Text[] =>
    text === undefined ? [] : [{ path, text, marks, loose: true }];
  return [
    ...Object.entries(commands).flatMap(([name, text]) => outgoing(['commands', name], text)),
    ...outgoing(['session', 'answerPress'], session.answerPress),
    ...outgoing(['session', 'keepalive', 'send'], session.keepalive?.send),
    ...incoming(['input', 'press'], input.press, ['key']),
    ...incoming(['input', 'idle'], input.idle),
    ...incoming(['session', 'acknowledgement'], session.acknowledgement),
    ...incoming(['session', 'refusal'], session.refusal),
    ...incoming(['session', 'keepalive', 'expect'], session.keepalive?.expect),
  ];
}

function checkTexts(profile: PadProfile): Found[] {
  const { form } = profile.framing;
  return textsOf(profile).flatMap(({ path, text, marks, loose }): Found[] => {
    const pattern = parsePattern(text, form);
    if (pattern === undefined) return [{ path, problem: 'not-bytes' }];
    const stray = pattern.some((token) => {
      if (token.kind === 'mark') return !marks.includes(token.mark);
      return token.kind !== 'byte' && !loose;
    });
    if (stray) return [{ path, problem: 'wrong-mark' }];
    if (path[1] === 'press' && keySize(pattern) === 0) return [{ path, problem: 'needs-key-mark' }];
    return [];
  });
}

function keySize(pattern: BytePattern): number {
  return pattern.filter((token) => token.kind === 'mark' && token.mark === 'key').length;
}

function checkSizes(profile: PadProfile): Found[] {
  const { form } = profile.framing;
  const wire = framingOf(profile);
  const { size, head, tail, checksum } = wire;
  const overhead = head.length + tail.length + writtenChecksumSize(wire);
  const room = size.maxBytes - overhead - (size.kind === 'length-field' ? size.bytes : 0);
  const least = Math.max(
    size.kind === 'length-field' ? size.offset - head.length : 1,
    checksum.algorithm === 'none' ? 0 : checksum.from + checksum.leaveOut - head.length,
  );
  if (room < Math.max(1, least)) return [{ path: ['framing', 'size'], problem: 'does-not-fit' }];
  const found: Found[] = [];
  const { transport } = profile;
  for (const { path, text } of textsOf(profile)) {
    const pattern = parsePattern(text, form) ?? [];
    const frame = encodeFrame(wire, fillPattern(pattern, form, {}));
    const open = size.kind === 'fixed' && pattern.at(-1)?.kind === 'rest';
    const bytes = patternSize(pattern);
    if (bytes < least || (open ? bytes > room : frame === undefined)) {
      found.push({ path, problem: 'does-not-fit' });
    } else if (transport.kind === 'hid' && (frame?.length ?? 0) > transport.reportBytes) {
      // One message, one report.
      return [{ path: ['transport', 'reportBytes'], problem: 'does-not-fit' }];
    }
  }
  return found;
}

function checkKeys({ framing, input }: PadProfile): Found[] {
  const wanted = keySize(parsePattern(input.press, framing.form) ?? []);
  const seen = new Set<string>();
  const found: Found[] = [];
  let levels = 0;
  for (const level of ratingLevels) {
    const name = ratingNames[level];
    const texts = input.keys[name];
    if (texts === undefined) continue;
    levels += 1;
    for (const [index, text] of [texts].flat().entries()) {
      const path = ['input', 'keys', name, ...(Array.isArray(texts) ? [index] : [])];
      const problem = problemOfKey(parseBytes(text, framing.form), wanted, input.bitmask, seen);
      if (problem !== undefined) found.push({ path, problem });
    }
  }
  if (levels < 2) found.push({ path: ['input', 'keys'], problem: 'too-few-keys' });
  return found;
}

function problemOfKey(
  key: Uint8Array | undefined,
  wantedBytes: number,
  bitmask: boolean,
  seen: Set<string>,
): ProfileProblem | undefined {
  if (key === undefined) return 'not-bytes';
  if (key.length !== wantedBytes) return 'wrong-key-size';
  const bits = [...key].reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
  if (bitmask && bits !== 1) return 'not-one-bit';
  const name = key.join(' ');
  if (seen.has(name)) return 'duplicate';
  seen.add(name);
  return undefined;
}
