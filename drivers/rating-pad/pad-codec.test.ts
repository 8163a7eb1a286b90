import { describe, expect, test } from 'vitest';
import { ratingLevels } from '#domain/rating/rating-level.ts';
import { createPadCodec, type PadSending } from './pad-codec.ts';
import { readPadProfile } from './profile-file.ts';
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

describe('profiles that make it hard', () => {
  /** Levels heard in a stream by a binary profile on a serial line. */
  const heard = (
    framing: string,
    press: string,
    best: string,
    stream: string,
    checksum = 'algorithm: none',
  ) => {
    const text = [
      'name: hard',
      'transport: { kind: serial }',
      `framing: { form: binary, ${framing} }`,
      `checksum: { ${checksum} }`,
      `input: { mode: push, press: "${press}", keys: { very-satisfied: "${best}", satisfied: "7F" } }`,
    ];
    const codec = createPadCodec(readPadProfile(text.join('\n'))._unsafeUnwrap());
    const decoder = codec.createDecoder();
    return [...decoder.push(goldenBytes(stream)), ...decoder.flush()].flatMap(
      (message) => codec.interpret(message).press?.level ?? [],
    );
  };

  test('without checksum a frame is over where it ends, though it could begin again inside', () => {
    const framing = 'head: "41", size: { kind: fixed, bytes: 3 }';
    expect(heard(framing, '{key} {any}', '41', '41 41 41 41 41 41')).toEqual([5, 5]);
  });

  test('a message that holds the tail, behind what happens to be its checksum', () => {
    const framing = 'head: "02", tail: "03", size: { kind: until-tail }';
    // 05 with XOR 05 and 03 would be a frame too; the whole has XOR 03 ^ 31.
    const stream = '02 05 05 03 31 32 03';
    expect(heard(framing, '05 05 03 {key}', '31', stream, 'algorithm: xor, from: 1')).toEqual([5]);
  });

  test('a checksum that is the tail', () => {
    const framing = 'head: "02", tail: "03", size: { kind: until-tail }';
    expect(heard(framing, '30 {key}', '33', '02 30 33 03 03', 'algorithm: xor, from: 1')).toEqual([5]);
  });

  test('a byte that must be escaped and is not says that the frame is damaged', () => {
    const framing =
      'head: "02", tail: "03", size: { kind: until-tail }, escape: { "02": "10 E2", "03": "10 E3", "10": "10 E0" }';
    expect(heard(framing, '{key} {any}', '31', '02 31 02 03')).toEqual([]);
    expect(heard(framing, '{key} {any}', '31', '02 31 10 E2 03')).toEqual([5]);
    expect(heard(framing, '{key} {any}', '31', '02 31 10 77 03')).toEqual([]);
  });

  test('a length in decimal digits that counts the whole frame', () => {
    const framing =
      'head: "7E", tail: "0D", size: { kind: length-field, offset: 2, bytes: 2, digits: decimal, counts: [head, before, length, after, checksum, tail] }';
    expect(heard(framing, '4B {key}', '31', '7E 4B 30 36 31 0D')).toEqual([5]);
    expect(heard(framing, '4B {key}', '31', '7E 4B 30 37 31 0D')).toEqual([]);
    expect(heard(framing, '4B {key}', '31', '7E 4B 30 3A 31 0D')).toEqual([]);
  });

  test('a checksum in hexadecimal digits, low byte first, in either case', () => {
    const framing = 'head: "24", tail: "0A", size: { kind: until-tail }';
    const checksum = 'algorithm: crc16-xmodem, from: 1, order: little, digits: hex';
    // CRC-16/XMODEM of "123456789" is 31C3.
    expect(
      heard(
        framing,
        '31 32 33 34 35 36 37 38 {key}',
        '39',
        '24 31 32 33 34 35 36 37 38 39 43 33 33 31 0A',
        checksum,
      ),
    ).toEqual([5]);
    expect(
      heard(
        framing,
        '31 32 33 34 35 36 37 38 {key}',
        '39',
        '24 31 32 33 34 35 36 37 38 39 63 33 33 31 0A',
        checksum,
      ),
    ).toEqual([5]);
  });
});
