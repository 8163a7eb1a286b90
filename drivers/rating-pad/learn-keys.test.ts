import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type RatingLevel, ratingLevels } from '#domain/rating/rating-level.ts';
import { matchPattern } from './byte-pattern.ts';
import { fillProfile, type LearnedPress, learnKeys } from './learn-keys.ts';
import { createPadCodec } from './pad-codec.ts';
import { readPadProfile } from './profile-file.ts';
import { goldenBytes, goldenPads } from './testing/golden-pads.ts';
import { shippedProfile, shippedProfileText } from './testing/shipped-profile.ts';

const messages = (...texts: string[]): LearnedPress[] =>
  texts.map((text, index) => ({
    level: ratingLevels[index] ?? 1,
    message: Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex')),
  }));
const learnt = (presses: string[], again: string) => {
  const [repeated] = messages(again);
  if (repeated === undefined) throw new Error('no second press');
  return learnKeys(messages(...presses), repeated);
};

test('the byte that differs is the key', () => {
  const { press, keys } = learnt(['81 05', '81 04', '81 03', '81 02', '81 01'], '81 05')._unsafeUnwrap();
  expect(press).toEqual([
    { kind: 'byte', byte: 0x81 },
    { kind: 'mark', mark: 'key' },
  ]);
  expect(keys.map(({ level, key }) => [level, ...key])).toEqual([
    [5, 5],
    [4, 4],
    [3, 3],
    [2, 2],
    [1, 1],
  ]);
});

test('a counter is no key, though it differs each time', () => {
  const { press } = learnt(['01 0A', '02 0B', '03 0C', '04 0D', '05 0E'], '06 0A')._unsafeUnwrap();
  expect(press).toEqual([{ kind: 'any' }, { kind: 'mark', mark: 'key' }]);
});

test.each([
  [
    'the same key for two levels',
    ['0A', '0B', '0C', '0B', '0E'],
    '0A',
    { code: 'SAME_KEY', level: 2, earlier: 4 },
  ],
  ['only a counter', ['01', '02', '03', '04', '05'], '06', { code: 'NO_DIFFERENCE' }],
  ['always the same', ['01', '01', '01', '01', '01'], '01', { code: 'NO_DIFFERENCE' }],
  ['messages of different length', ['0A', '0B', '0C 00', '0D', '0E'], '0A', { code: 'UNCLEAR' }],
])('%s is told', (_name, presses, again, problem) => {
  expect(learnt(presses, again)._unsafeUnwrapErr()).toEqual(problem);
});

test('whatever the message, what is learned tells every key, whatever counters say', () => {
  const cell = fc.oneof(
    fc.record({ kind: fc.constant('same' as const), byte: fc.integer({ min: 0, max: 255 }) }),
    fc.record({ kind: fc.constant('counter' as const), byte: fc.integer({ min: 0, max: 255 }) }),
    fc.record({ kind: fc.constant('key' as const), byte: fc.integer({ min: 0, max: 255 }) }),
  );
  const cells = fc
    .array(cell, { minLength: 1, maxLength: 10 })
    .filter((each) => each.some(({ kind }) => kind === 'key'));
  const codes = fc.uniqueArray(fc.integer({ min: 0, max: 255 }), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(cells, codes, fc.integer({ min: 6, max: 200 }), (shape, keys, later) => {
      const message = (level: RatingLevel, count: number) =>
        Uint8Array.from(
          shape.map(({ kind, byte }) => {
            if (kind === 'same') return byte;
            return kind === 'counter' ? byte + count : byte ^ (keys[level - 1] ?? 0);
          }),
        );
      const presses = ratingLevels.map((level, count) => ({ level, message: message(level, count) }));
      const learned = learnKeys(presses, { level: 5, message: message(5, 5) })._unsafeUnwrap();
      for (const level of ratingLevels) {
        const key = matchPattern(learned.press, message(level, later)) ?? new Uint8Array(0);
        const told = learned.keys.filter((each) => Buffer.compare(each.key, key) === 0);
        expect(told.map((each) => each.level)).toEqual([level]);
      }
    }),
  );
});

test('a filled profile is good, hears the learned keys and keeps its comments', () => {
  for (const golden of goldenPads) {
    const text = shippedProfileText(golden.profile);
    const profile = shippedProfile(golden.profile);
    const codec = createPadCodec(profile);
    const heard = (level: RatingLevel) => {
      const decoder = codec.createDecoder();
      const [message] = [...decoder.push(goldenBytes(golden.presses[level])), ...decoder.flush()];
      return message ?? new Uint8Array(0);
    };
    // Learned the other way round: the best level on the worst level's key.
    const presses = ratingLevels.map((level) => ({ level, message: heard((6 - level) as RatingLevel) }));
    const learned = learnKeys(presses, { level: 5, message: heard(1) })._unsafeUnwrap();
    const filled = fillProfile(text, profile.framing.form, learned);
    const refilled = createPadCodec(readPadProfile(filled)._unsafeUnwrap());
    for (const level of ratingLevels) {
      expect(refilled.interpret(heard(level)).press?.level).toBe(6 - level);
    }
    expect(filled.split('\n')[0]).toBe(text.split('\n')[0]);
  }
});

test.each([
  ['as they are', ['01', '02', '04', '08', '10'], undefined],
  ['beside a bit that stands all the time', ['81', '82', '84', '88', '90'], undefined],
  ['beside a bit that stands unpressed', ['81', '82', '84', '88', '90'], '90 80'],
])('keys of one bit each, %s, keep the profile that looks at bits alone', (_name, keys, idle) => {
  const profile = shippedProfile('poll-bitmask');
  const learned = learnt(
    keys.map((key) => `90 ${key}`),
    `90 ${keys[0]}`,
  )._unsafeUnwrap();
  const unpressed = idle === undefined ? undefined : goldenBytes(idle);
  const filled = fillProfile(shippedProfileText('poll-bitmask'), profile.framing.form, {
    ...learned,
    idle: unpressed,
  });
  const codec = createPadCodec(readPadProfile(filled)._unsafeUnwrap());
  const levels = (...texts: string[]) => texts.map((text) => codec.interpret(goldenBytes(text)).press?.level);
  expect(levels('90 81', '90 01', '90 10', '90 90', '90 03')).toEqual([5, 5, 1, 1, undefined]);
});

test('keys of several bits are learned as they are, and bits are no longer looked at', () => {
  const profile = shippedProfile('poll-bitmask');
  const learned = learnt(['90 01', '90 02', '90 03', '90 04', '90 05'], '90 01')._unsafeUnwrap();
  const filled = fillProfile(shippedProfileText('poll-bitmask'), profile.framing.form, learned);
  expect(readPadProfile(filled)._unsafeUnwrap().input.bitmask).toBe(false);
});
