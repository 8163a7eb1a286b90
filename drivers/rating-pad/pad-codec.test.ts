import { describe, expect, test } from 'vitest';
import { ratingLevels } from '#domain/rating/rating-level.ts';
import { createPadCodec, type PadSending } from './pad-codec.ts';
import { type GoldenPad, goldenBytes, goldenPads } from './testing/golden-pads.ts';
import { shippedProfile, shippedProfileNames } from './testing/shipped-profile.ts';

const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex').toUpperCase();
const VALUES = { stars: 5, light: 1, seconds: 30 };

test('every shipped profile has golden frames, and they cover every checksum and both ways of input', () => {
  expect(goldenPads.map(({ profile }) => profile).toSorted()).toEqual(shippedProfileNames().toSorted());
  const profiles = goldenPads.map(({ profile }) => shippedProfile(profile));
  expect(new Set(profiles.map(({ checksum }) => checksum.algorithm)).size).toBe(6);
  expect(new Set(profiles.map(({ input }) => input.mode)).size).toBe(2);
  expect(new Set(profiles.map(({ transport }) => transport.kind)).size).toBe(2);
});

describe.each(goldenPads)('$profile', (golden: GoldenPad) => {
  const profile = shippedProfile(golden.profile);
  const codec = createPadCodec(profile);
  const messagesOf = (stream: Uint8Array) => {
    const decoder = codec.createDecoder();
    return [...decoder.push(stream), ...decoder.flush()].map(codec.interpret);
  };
  const levelsOf = (stream: Uint8Array) =>
    messagesOf(stream).flatMap(({ press }) => (press?.level === undefined ? [] : [press.level]));

  test('says its commands byte by byte', () => {
    const sendings = Object.keys(golden.commands) as PadSending[];
    for (const sending of sendings) {
      const wanted = golden.commands[sending]?.replaceAll(' ', '').toUpperCase();
      expect([sending, hex(codec.encode(sending, VALUES))]).toEqual([sending, wanted]);
    }
    const known = [...Object.keys(profile.commands), ...(profile.session.keepalive ? ['keepalive'] : [])];
    expect(sendings).toEqual(expect.arrayContaining(known));
  });

  test('hears each level, the stream cut at every place', () => {
    for (const level of ratingLevels) {
      const frame = goldenBytes(golden.presses[level]);
      for (let cut = 0; cut <= frame.length; cut += 1) {
        const decoder = codec.createDecoder();
        const heard = [...decoder.push(frame.subarray(0, cut)), ...decoder.push(frame.subarray(cut))];
        expect(heard.map((message) => codec.interpret(message).press?.level)).toEqual([level]);
      }
    }
  });

  test('hears five presses in one chunk', () => {
    const stream = Buffer.concat(ratingLevels.map((level) => goldenBytes(golden.presses[level])));
    expect(levelsOf(stream)).toEqual([5, 4, 3, 2, 1]);
  });

  test('tells answers from presses', () => {
    const only = (frame: string | undefined) => (frame === undefined ? [] : messagesOf(goldenBytes(frame)));
    for (const { press, acknowledges } of only(golden.acknowledgement)) {
      expect([press, acknowledges]).toEqual([undefined, true]);
    }
    for (const { press, refuses } of only(golden.refusal))
      expect([press, refuses]).toEqual([undefined, true]);
    for (const { press, alive } of only(golden.alive)) expect([press, alive]).toEqual([undefined, true]);
    for (const { press, idle } of only(golden.idle)) expect([press, idle]).toEqual([undefined, true]);
    const answers = [golden.acknowledgement, golden.refusal, golden.alive, golden.idle].flatMap(only);
    expect(answers).toHaveLength(
      [golden.acknowledgement, golden.refusal, golden.alive, golden.idle].filter((frame) => frame).length,
    );
  });

  test('takes no level out of strange frames', () => {
    for (const frame of golden.strange) expect([frame, levelsOf(goldenBytes(frame))]).toEqual([frame, []]);
  });
});
