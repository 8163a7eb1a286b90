import { expect } from 'vitest';
import { createPadEmulator } from '#drivers/rating-pad/emulator.ts';
import { createHidPadLine } from '#drivers/rating-pad/hid-emulator.ts';
import { createRatingPad } from '#drivers/rating-pad/pad-driver.ts';
import type { PadProfile } from '#drivers/rating-pad/profile-shape.ts';
import { shippedProfile, shippedProfileNames } from '#drivers/rating-pad/testing/shipped-profile.ts';
import { hidLine, openPtyLine } from '../lines.ts';
import { type DeviceClass, type Rig, reach } from '../plugged-device.ts';

const MANY = 10_000;

function openLine(profile: PadProfile, { wrap }: Rig) {
  if (profile.transport.kind === 'hid') {
    const end = createHidPadLine(profile);
    return { line: hidLine(end, wrap(end.opener)), end };
  }
  const line = openPtyLine(wrap);
  return { line, end: line.pty };
}

function pad(name: string): DeviceClass {
  const profile = shippedProfile(name);
  const answers = profile.session.acknowledgement !== undefined || profile.input.mode === 'poll';
  return {
    name: `rating pad ${name}`,
    kind: 'pad',
    lossOutcomes: ['PAD_LOST', 'PAD_ABSENT'],
    silence: answers ? 'PAD_TIMEOUT' : undefined,
    connect: async (rig) => {
      const { line, end } = openLine(profile, rig);
      const emulator = createPadEmulator({ profile, send: end.send });
      end.onBytes(emulator.receive);
      const device = createRatingPad({ opener: line.opener, profile, clock: rig.clock });
      let queries = 0;
      let presses = true;
      const press = () => void emulator.press(5);
      // A citizen presses once he is asked; on a pad that is polled, once it has been seen at rest, and again until it is noticed.
      const asks = profile.commands.ask === undefined ? 'begin' : 'ask';
      emulator.onCommand((command) => {
        if (command === 'query') queries += 1;
        const isAsked =
          profile.input.mode === 'push' ? command === asks : command === 'query' && queries >= 2;
        if (presses && isAsked) setImmediate(press);
      });
      const ask = async () => {
        queries = 0;
        const answer = await device.ask(new AbortController().signal);
        return answer.match(({ level }) => (level === 5 ? 'done' : `level ${level}`), String);
      };
      return {
        device,
        line,
        use: ask,
        verify: () => undefined,
        faults: {
          ...(answers && { 'no answer': () => end.spoil({ kind: 'silence' }, MANY) }),
          ...(profile.session.refusal !== undefined && {
            'commands refused': () => emulator.setRefusing(true),
          }),
        },
        mend: () => {
          emulator.setRefusing(false);
          end.forgive();
        },
        moments: {
          'a question stands': async () => {
            presses = false;
            const asked = ask();
            await reach(device, 'busy');
            return async () => {
              expect(await asked).toBe('PAD_LOST');
              presses = true;
            };
          },
        },
        setSilent: (silent) => (silent ? end.spoil({ kind: 'silence' }, MANY) : end.forgive()),
        stop: emulator.stop,
      };
    },
  };
}

export const pads: readonly DeviceClass[] = shippedProfileNames().map(pad);
