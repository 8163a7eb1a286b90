import { describe, expect, type TestContext, test } from 'vitest';
import { type RatingLevel, ratingLevels } from '#domain/rating/rating-level.ts';
import type { TransportOpener } from '../transport/byte-transport.ts';
import { createPadEmulator } from './emulator.ts';
import { createRatingPad } from './pad-driver.ts';
import { padOpener } from './pad-opener.ts';
import { padProfileNamed } from './profile-file.ts';
import type { PadProfile } from './profile-shape.ts';
import type { PadEvent } from './rating-pad.ts';
import { goldenPads } from './testing/golden-pads.ts';
import { eventually, openDeviceEnd, pressUntilAnswered, reach } from './testing/pad-bench.ts';
import { createScriptedPad } from './testing/scripted-pad.ts';
import { shippedProfile } from './testing/shipped-profile.ts';

type Subject = {
  readonly profile: PadProfile;
  readonly opener: TransportOpener;
  /** Absent where nobody can press: a real pad in an unattended run. */
  readonly press?: (level: RatingLevel) => void;
  readonly close: () => void;
};

/** What every rating pad promises, whatever is at the other end. */
function describePad(name: string, create: () => Subject, attended: boolean): void {
  const begin = ({ onTestFinished }: TestContext) => {
    const { profile, opener, press = () => {}, close } = create();
    const pad = createRatingPad({ opener, profile });
    const events: PadEvent[] = [];
    pad.onEvent((event) => events.push(event));
    onTestFinished(async () => {
      await pad.stop();
      close();
    });
    return { profile, pad, press, events };
  };
  const beginReady = async (context: TestContext) => {
    const subject = begin(context);
    subject.pad.start();
    await reach(subject.pad, 'ready');
    return subject;
  };
  const never = new AbortController().signal;
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  describe.concurrent.each([name])('%s', () => {
    test('is absent until started, then becomes ready without faults; stopped and started again too', async (context) => {
      const { pad } = begin(context);
      expect(pad.status().state).toBe('absent');
      for (let round = 0; round < 3; round += 1) {
        pad.start();
        await reach(pad, 'ready');
        expect(pad.status()).toMatchObject({ faults: [], warnings: [] });
        await pad.stop();
        expect(pad.status().state).toBe('absent');
      }
    });

    test('takes every command', async (context) => {
      const { pad } = await beginReady(context);
      for (const told of [pad.welcome(), pad.showStars(5), pad.light(true), pad.thanks(), pad.cancel()]) {
        expect((await told).isOk()).toBe(true);
      }
    });

    test('a question is taken back, and the next one stands', async (context) => {
      const { pad } = await beginReady(context);
      const first = pad.ask(never);
      await eventually(() => pad.status().state === 'busy');
      expect((await pad.cancel()).isOk()).toBe(true);
      expect((await first)._unsafeUnwrapErr()).toBe('RATING_CANCELLED');
      const giving = new AbortController();
      const second = pad.ask(giving.signal);
      await eventually(() => pad.status().state === 'busy');
      giving.abort();
      expect((await second)._unsafeUnwrapErr()).toBe('RATING_CANCELLED');
      await reach(pad, 'ready');
    });

    test.runIf(attended)('gives the level of each key, one question after the other', async (context) => {
      const { pad, press, profile } = await beginReady(context);
      for (const level of ratingLevels) {
        const asked = pad.ask(never);
        await eventually(() => pad.status().state === 'busy');
        // The pad has been told by then; a citizen needs longer.
        await pause(150);
        const answer = await pressUntilAnswered(asked, () => press(level));
        expect(answer._unsafeUnwrap()).toEqual({ level });
        await pad.thanks();
        await pause(profile.input.debounceMs + 250);
      }
    });

    test.runIf(attended)(
      'a press that nobody asked for is told and answers no later question',
      async (context) => {
        const { pad, press, events, profile } = await beginReady(context);
        press(2);
        await eventually(() => events.some(({ kind }) => kind === 'unasked-press'));
        expect(events).toContainEqual({ kind: 'unasked-press', level: 2 });
        await pause(profile.input.debounceMs + 250);
        const asked = pad.ask(never);
        await pause(400);
        expect(pad.status().state).toBe('busy');
        const answer = await pressUntilAnswered(asked, () => press(4));
        expect(answer._unsafeUnwrap()).toEqual({ level: 4 });
      },
    );
  });
}

for (const golden of goldenPads) {
  const profile = shippedProfile(golden.profile);
  describePad(
    `${golden.profile}, bytes written by hand`,
    () => {
      const end = openDeviceEnd(profile);
      const device = createScriptedPad(golden, end.send);
      end.onBytes(device.receive);
      return { profile, opener: end.opener, press: device.press, close: end.close };
    },
    true,
  );
  describePad(
    `${golden.profile}, emulated`,
    () => {
      const end = openDeviceEnd(profile);
      const emulator = createPadEmulator({ profile, send: end.send });
      end.onBytes(emulator.receive);
      return {
        profile,
        opener: end.opener,
        press: (level) => void emulator.press(level),
        close: () => {
          emulator.stop();
          end.close();
        },
      };
    },
    true,
  );
}

// A real pad: TERMINAL_TEST_PAD_PORT=/dev/ttyUSB0, TERMINAL_TEST_PAD_PROFILE=push-xor or a file; nobody presses.
const { TERMINAL_TEST_PAD_PORT: port, TERMINAL_TEST_PAD_PROFILE: wanted } = process.env;
if (port !== undefined) {
  const named = padProfileNamed(wanted ?? 'push-xor');
  if (named.isErr()) throw new Error(named.error);
  const profile = named.value;
  describePad(
    `${profile.name} at ${port}`,
    () => ({ profile, opener: padOpener(profile, port), close: () => {} }),
    false,
  );
}
