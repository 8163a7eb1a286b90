import { describe, expect, type TestContext, test } from 'vitest';
import { type RatingLevel, ratingLevels } from '#domain/rating/rating-level.ts';
import type { TransportOpener } from '../transport/byte-transport.ts';
import { fillProfile } from './learn-keys.ts';
import { type LearningOptions, learnPadKeys } from './learning-session.ts';
import { createPadCodec } from './pad-codec.ts';
import { readPadProfile } from './profile-file.ts';
import type { PadProfile } from './profile-shape.ts';
import { goldenBytes, goldenPads } from './testing/golden-pads.ts';
import { openDeviceEnd } from './testing/pad-bench.ts';
import { createScriptedPad } from './testing/scripted-pad.ts';
import { shippedProfile, shippedProfileText } from './testing/shipped-profile.ts';

const never = new AbortController().signal;
/** An administrator's hand is not faster than this. */
const HAND_MS = 50;

function open(
  { onTestFinished }: TestContext,
  name: string,
  changes: (profile: PadProfile) => PadProfile = (each) => each,
) {
  const profile = changes(shippedProfile(name));
  const golden = goldenPads.find((pad) => pad.profile === name);
  if (golden === undefined) throw new Error(`no golden pad ${name}`);
  const end = openDeviceEnd(profile);
  onTestFinished(end.close);
  const device = createScriptedPad(golden, end.send);
  end.onBytes(device.receive);
  const asked: RatingLevel[] = [];
  const learn = (
    press: (level: RatingLevel, skip: () => void) => void,
    more: Partial<LearningOptions> = {},
    signal = never,
  ) =>
    learnPadKeys(
      {
        opener: end.opener,
        profile,
        pressWithinMs: 1000,
        onAsk: (level, _again, skip) => {
          asked.push(level);
          setTimeout(() => press(level, skip), HAND_MS);
        },
        ...more,
      },
      signal,
    );
  return { ...end, profile, golden, device, asked, learn };
}

/** Knows nothing of its keys yet. */
function unlearned(profile: PadProfile): PadProfile {
  const keys = { 'very-satisfied': '7F', satisfied: '7E' };
  const ascii = { 'very-satisfied': 'x', satisfied: 'y' };
  return {
    ...profile,
    input: { ...profile.input, bitmask: false, keys: profile.framing.form === 'ascii' ? ascii : keys },
  };
}

describe.concurrent('learning', () => {
  test.for(goldenPads)('$profile: five presses and one more fill the key map', async (golden, context) => {
    const { learn, device, asked, profile } = open(context, golden.profile, unlearned);
    const learned = (await learn(device.press))._unsafeUnwrap();
    expect(asked).toEqual([5, 4, 3, 2, 1, 5]);
    const filled = fillProfile(shippedProfileText(golden.profile), profile.framing.form, learned);
    const codec = createPadCodec(readPadProfile(filled)._unsafeUnwrap());
    for (const level of ratingLevels) {
      const decoder = codec.createDecoder();
      const [message] = [...decoder.push(goldenBytes(golden.presses[level])), ...decoder.flush()];
      expect(codec.interpret(message ?? new Uint8Array(0)).press?.level).toBe(level);
    }
    const decoder = codec.createDecoder();
    const idle = golden.idle === undefined ? [] : decoder.push(goldenBytes(golden.idle));
    expect(idle.map((message) => codec.interpret(message).idle)).toEqual(idle.map(() => true));
  });

  test.for(['push-xor', 'poll-bitmask'])('%s with four keys: one is skipped', async (name, context) => {
    const { learn, device, asked, profile } = open(context, name, unlearned);
    const result = await learn((level, skip) => (level === 5 ? skip() : device.press(level)));
    const learned = result._unsafeUnwrap();
    expect(asked).toEqual([5, 4, 3, 2, 1, 4]);
    expect(learned.keys.map(({ level }) => level)).toEqual([4, 3, 2, 1]);
    const filled = readPadProfile(fillProfile(shippedProfileText(name), profile.framing.form, learned));
    expect(Object.keys(filled._unsafeUnwrap().input.keys)).toHaveLength(4);
  });

  test('a pad with one key is none', async (context) => {
    const { learn, device } = open(context, 'push-xor', unlearned);
    const result = await learn((level, skip) => (level === 5 ? device.press(level) : skip()));
    expect(result._unsafeUnwrapErr()).toEqual({ code: 'TOO_FEW_KEYS' });
  });

  test('the same key twice is told of the key before, whatever was skipped between', async (context) => {
    const { learn, device } = open(context, 'poll-bitmask', unlearned);
    const result = await learn((level, skip) => (level === 4 ? skip() : device.press(5)));
    expect(result._unsafeUnwrapErr()).toEqual({ code: 'SAME_KEY', level: 3, earlier: 5 });
  });

  test('a pad that tells the letting go of each key too', async (context) => {
    const { learn, device, send } = open(context, 'push-xor', unlearned);
    const letGo = goldenBytes('AA 55 02 81 00 83');
    const result = await learn((level) => {
      device.press(level);
      setTimeout(() => send(letGo), 80);
    });
    const learned = result._unsafeUnwrap();
    expect(learned.idle).toEqual(goldenBytes('81 00'));
    expect(learned.keys.map(({ level, key }) => [level, ...key])).toEqual([
      [5, 5],
      [4, 4],
      [3, 3],
      [2, 2],
      [1, 1],
    ]);
  });

  test.for(['push-xor', 'poll-modbus', 'poll-bitmask'])(
    '%s: the same key twice is told at once',
    async (name, context) => {
      const { learn, device, asked } = open(context, name, unlearned);
      const learned = await learn((level) => device.press(level === 3 ? 4 : level), {
        pressWithinMs: 120_000,
      });
      expect(learned._unsafeUnwrapErr()).toEqual({ code: 'SAME_KEY', level: 3, earlier: 4 });
      expect(asked).toEqual([5, 4, 3]);
    },
  );

  test('a key that a pad remembers from before is not taken for what it says unpressed', async (context) => {
    const { learn, device } = open(context, 'poll-modbus', unlearned);
    device.press(5);
    const learned = (await learn(device.press))._unsafeUnwrap();
    expect(learned.keys.map(({ level, key }) => [level, ...key])).toEqual([
      [5, 0x11],
      [4, 0x12],
      [3, 0x13],
      [2, 0x14],
      [1, 0x15],
    ]);
  });

  test('what a polled pad says unpressed is heard though the machine stands still at first', async (context) => {
    const { learn, device, opener } = open(context, 'poll-modbus', unlearned);
    const standingStill: TransportOpener = {
      ...opener,
      open: async () => {
        const opened = await opener.open();
        let written = 0;
        return opened.map((transport) => ({
          ...transport,
          write: (bytes) => {
            written += 1;
            // At the first query, and longer than is listened.
            if (written === 2) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 800);
            return transport.write(bytes);
          },
        }));
      },
    };
    const learned = (await learn(device.press, { opener: standingStill }))._unsafeUnwrap();
    expect(learned.keys.map(({ key }) => [...key])).toEqual([[0x11], [0x12], [0x13], [0x14], [0x15]]);
  });

  test('a pad whose messages do not depend on the key', async (context) => {
    const { learn, send } = open(context, 'push-ascii', unlearned);
    let count = 0;
    const learned = await learn(() => {
      count += 1;
      send(Buffer.from(`<P${count}>`));
    });
    expect(learned._unsafeUnwrapErr()).toEqual({ code: 'NO_DIFFERENCE' });
  });

  test('nobody presses', async (context) => {
    const { learn } = open(context, 'push-xor', unlearned);
    const learned = await learn(() => {}, { pressWithinMs: 200 });
    expect(learned._unsafeUnwrapErr()).toEqual({ code: 'NO_PRESS', level: 5 });
  });

  test('a pad that only answers polls, with a profile that waits', async (context) => {
    const { learn, device } = open(context, 'poll-modbus', (profile) => ({
      ...profile,
      input: { ...profile.input, mode: 'push' },
    }));
    const learned = await learn(device.press, { pressWithinMs: 300 });
    expect(learned._unsafeUnwrapErr()).toEqual({ code: 'ONLY_ANSWERS_POLLS' });
  });

  test('frames with another checksum than the profile says are not understood', async (context) => {
    const { learn, device } = open(context, 'push-xor', (profile) => ({
      ...unlearned(profile),
      checksum: { ...profile.checksum, algorithm: 'sum8' },
    }));
    const learned = await learn(device.press, { pressWithinMs: 300 });
    expect(learned._unsafeUnwrapErr()).toEqual({ code: 'NOT_UNDERSTOOD', level: 5 });
  });

  test('the plug is pulled, and the administrator stops', async (context) => {
    const pulled = open(context, 'push-xor', unlearned);
    const learned = await pulled.learn((level) =>
      level === 4 ? pulled.pty?.unplug() : pulled.device.press(level),
    );
    expect(learned._unsafeUnwrapErr()).toMatchObject({ code: 'PORT_LOST' });
    const stopped = open(context, 'push-xor', unlearned);
    const stopping = new AbortController();
    const result = await stopped.learn(() => stopping.abort(), {}, stopping.signal);
    expect(result._unsafeUnwrapErr()).toEqual({ code: 'STOPPED' });
    // The line is free again.
    const again = await stopped.learn(stopped.device.press);
    expect(again.isOk()).toBe(true);
  });
});
