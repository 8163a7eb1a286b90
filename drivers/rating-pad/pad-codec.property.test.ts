import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { z } from 'zod';
import { ratingLevels, ratingNames } from '#domain/rating/rating-level.ts';
import { fillPattern, formatBytes, parsePattern } from './byte-pattern.ts';
import { checksumAlgorithms } from './checksum.ts';
import { encodeFrame } from './frame-codec.ts';
import { framingOf } from './framing.ts';
import { createPadCodec, readKeys } from './pad-codec.ts';
import { checkProfile } from './profile-checks.ts';
import { readPadProfile } from './profile-file.ts';
import { type PadProfile, padProfileShape } from './profile-shape.ts';

const text = (bytes: Uint8Array) => formatBytes(bytes, 'binary');
const bytes = (minLength: number, maxLength: number) => fc.uint8Array({ minLength, maxLength });
const order = fc.constantFrom('big' as const, 'little' as const);
/** Not 0: what fills a frame up. */
const meaning = fc.integer({ min: 1, max: 255 });

const size = (head: number, inner: number, tail: number) =>
  fc.oneof(
    fc.record({
      kind: fc.constant('fixed' as const),
      bytes: fc.constant(head + inner + tail),
      pad: fc.constant('00'),
    }),
    fc.record({
      kind: fc.constant('fixed' as const),
      bytes: fc.constant(head + inner + tail + 3),
      pad: fc.constant('00'),
    }),
    fc.record({ kind: fc.constant('until-tail' as const) }),
    fc.record({
      kind: fc.constant('length-field' as const),
      offset: fc.integer({ min: head, max: head + 2 }),
      bytes: fc.constantFrom(1 as const, 2 as const),
      order,
      digits: fc.constantFrom('binary' as const, 'decimal' as const, 'hex' as const),
      counts: fc
        .subarray(['head', 'before', 'length', 'checksum', 'tail'] as const)
        .map((parts) => [...parts, 'after' as const]),
    }),
  );

const framing = fc
  .record({
    head: bytes(0, 3),
    tail: bytes(0, 2),
    lead: fc.integer({ min: 0, max: 255 }),
    escaped: fc.boolean(),
    before: fc.array(meaning, { maxLength: 3 }),
    after: fc.array(meaning, { maxLength: 2 }),
    keyBytes: fc.constantFrom(1, 2),
  })
  .chain((parts) =>
    fc.record({
      parts: fc.constant(parts),
      size: size(
        parts.head.length,
        parts.before.length + parts.keyBytes + parts.after.length + 4,
        parts.tail.length,
      ),
    }),
  );

const checksumOf = fc.record({
  algorithm: fc.constantFrom(...checksumAlgorithms),
  from: fc.integer({ min: 0, max: 4 }),
  leaveOut: fc.integer({ min: 0, max: 2 }),
  order,
  digits: fc.constantFrom('binary' as const, 'hex' as const),
});

/** Any profile that the checks let pass. */
const profiles: fc.Arbitrary<PadProfile> = fc
  .record({
    framing,
    checksum: checksumOf,
    keys: fc.uniqueArray(fc.integer({ min: 0x0101, max: 0xfffe }), { minLength: 5, maxLength: 5 }),
  })
  .map(({ framing: { parts, size }, checksum, keys }): z.input<typeof padProfileShape> => {
    const key = (index: number) => {
      const value = keys[index] ?? 0;
      return text(Uint8Array.from(parts.keyBytes === 2 ? [value >> 8, value & 0xff] : [value >> 8]));
    };
    const escapedBytes = [
      ...new Set([parts.lead, ...parts.head.subarray(0, 1), ...parts.tail.subarray(0, 1)]),
    ];
    return {
      name: 'random',
      transport: { kind: 'serial' },
      framing: {
        form: 'binary',
        head: text(parts.head),
        tail: text(parts.tail),
        size,
        escape: parts.escaped
          ? Object.fromEntries(
              escapedBytes.map((byte, index) => [
                text(Uint8Array.of(byte)),
                text(Uint8Array.of(parts.lead, 0xe0 + index)),
              ]),
            )
          : {},
      },
      checksum,
      commands: {
        ask: text(
          Uint8Array.from([...parts.before, 0x7f, ...Array.from({ length: parts.keyBytes }, () => 1)]),
        ),
      },
      input: {
        mode: 'push',
        press: [
          text(Uint8Array.from(parts.before)),
          ...Array.from({ length: parts.keyBytes }, () => '{key}'),
          text(Uint8Array.from(parts.after)),
        ]
          .join(' ')
          .trim(),
        keys: Object.fromEntries(ratingLevels.map((level, index) => [ratingNames[level], key(index)])),
      },
    };
  })
  .map((input) => padProfileShape.parse(input))
  .filter((profile) => checkProfile(profile).length === 0)
  .filter((profile) => {
    // Without escape and checksum a tail inside a message ends it; such a pad cannot be heard by anybody.
    const { framing: frame, checksum, input } = profile;
    if (
      frame.size.kind !== 'until-tail' ||
      checksum.algorithm !== 'none' ||
      Object.keys(frame.escape).length > 0
    )
      return true;
    const first = frame.tail.slice(0, 2);
    return ![input.press, ...Object.values(input.keys)].some((each) =>
      String(each).split(' ').includes(first),
    );
  });

function pressFrames(profile: PadProfile) {
  const pattern = parsePattern(profile.input.press, profile.framing.form) ?? [];
  return readKeys(profile).map(({ level, key }) => ({
    level,
    frame: encodeFrame(framingOf(profile), fillPattern(pattern, profile.framing.form, { key })),
  }));
}

const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 });

test('every profile hears its own presses, however the stream is cut', () => {
  fc.assert(
    fc.property(profiles, cuts, (profile, sizes) => {
      const codec = createPadCodec(profile);
      for (const { level, frame } of pressFrames(profile)) {
        if (frame === undefined) throw new Error('a press that fits was not framed');
        const decoder = codec.createDecoder();
        const messages: Uint8Array[] = [];
        for (let at = 0, turn = 0; at < frame.length; turn += 1) {
          const next = at + (sizes[turn % sizes.length] ?? 1);
          messages.push(...decoder.push(frame.subarray(at, next)));
          at = next;
        }
        messages.push(...decoder.flush());
        expect(codec.interpret(messages[0] ?? new Uint8Array(0)).press?.level).toBe(level);
      }
    }),
    { numRuns: 2000 },
  );
});

test('presses right after each other are all heard, in order', () => {
  fc.assert(
    fc.property(profiles, (profile) => {
      const codec = createPadCodec(profile);
      const decoder = codec.createDecoder();
      const frames = pressFrames(profile);
      const stream = Buffer.concat(frames.map(({ frame }) => frame ?? new Uint8Array(0)));
      const heard = [...decoder.push(stream), ...decoder.flush()].map(
        (message) => codec.interpret(message).press?.level,
      );
      // What lies across two frames may by chance be one too: an eight-bit checksum lets one in 256 pass.
      let at = 0;
      for (const { level } of frames) at = heard.indexOf(level, at) + 1 || Number.POSITIVE_INFINITY;
      expect({ heard, found: at <= heard.length }).toEqual({ heard, found: true });
    }),
    { numRuns: 2000 },
  );
});

test('what a checksum covers and is, changed in one byte, gives no level', () => {
  fc.assert(
    fc.property(
      profiles.filter(
        ({ checksum }) => checksum.algorithm !== 'none' && checksum.from === 0 && checksum.leaveOut === 0,
      ),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (profile, place, change) => {
        // With a field that says how long the frame is the damage can move the checksum itself.
        fc.pre(profile.framing.size.kind === 'fixed' && Object.keys(profile.framing.escape).length === 0);
        fc.pre(profile.checksum.digits === 'binary');
        const codec = createPadCodec(profile);
        for (const { frame } of pressFrames(profile)) {
          if (frame === undefined) throw new Error('a press that fits was not framed');
          const at = place % frame.length;
          const damaged = frame.map((byte, index) => (index === at ? byte ^ change : byte));
          const decoder = codec.createDecoder();
          expect([...decoder.push(damaged), ...decoder.flush()]).toEqual([]);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('a profile written as YAML comes back as it was', () => {
  fc.assert(
    fc.property(profiles, (profile) => {
      expect(readPadProfile(stringify(profile))._unsafeUnwrap()).toEqual(profile);
    }),
    { numRuns: 300 },
  );
});
