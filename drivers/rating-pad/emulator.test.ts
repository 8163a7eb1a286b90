import { describe, expect, test } from 'vitest';
import { ratingLevels } from '#domain/rating/rating-level.ts';
import { createPadEmulator } from './emulator.ts';
import { padSendings } from './pad-codec.ts';
import { type GoldenPad, goldenBytes, goldenPads } from './testing/golden-pads.ts';
import { shippedProfile } from './testing/shipped-profile.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase();

/** Where the profile lets anything stand the emulator says 0, the hand-written frame something else. */
const saidByEmulator: Readonly<Record<string, Partial<GoldenPad>>> = {
  'push-xor': { alive: 'AA 55 02 8F 00 8D' },
  'hid-report': { acknowledgement: 'B5 AF 00 00 00 00 00 64' },
  'poll-modbus': { refusal: '01 C6 00 00 00 00 89 DB' },
};

// The emulator speaks by the driver's own profile and codec: what it says is held against bytes written by hand.
describe.each(goldenPads)('$profile', (golden) => {
  const profile = shippedProfile(golden.profile);
  const answers = { ...golden, ...saidByEmulator[golden.profile] };
  const open = () => {
    const said: string[] = [];
    const heard: string[] = [];
    const emulator = createPadEmulator({ profile, send: (frame) => said.push(hex(frame)) });
    emulator.onCommand((name) => heard.push(name));
    const tell = (frame: string) => {
      said.length = 0;
      emulator.receive(goldenBytes(frame));
      return said;
    };
    return { emulator, heard, said, tell };
  };
  const written = (frame: string | undefined) => (frame === undefined ? [] : [hex(goldenBytes(frame))]);

  test('understands every command and answers it', () => {
    const { heard, tell, emulator } = open();
    for (const name of padSendings) {
      const frame = golden.commands[name];
      if (frame === undefined || name === 'query' || name === 'answerPress') continue;
      const answer = name === 'keepalive' ? answers.alive : answers.acknowledgement;
      expect([name, ...tell(frame)]).toEqual([name, ...written(answer)]);
      expect(heard.at(-1)).toBe(name);
    }
    const { stars, lit } = emulator.face();
    expect([stars, lit]).toEqual([5, golden.commands.light !== undefined]);
  });

  test('tells each level', () => {
    const { emulator, said, tell } = open();
    expect(emulator.levels).toEqual(ratingLevels);
    for (const level of ratingLevels) {
      // The battery's bit is not emulated.
      const wanted =
        golden.profile === 'poll-bitmask' && level === 5 ? '7E 90 01 08 CA 7E' : golden.presses[level];
      said.length = 0;
      expect(emulator.press(level)).toBe(true);
      const told = golden.commands.query === undefined ? said : tell(golden.commands.query);
      expect([level, ...told]).toEqual([level, ...written(wanted)]);
    }
    emulator.stop();
    expect(tell(golden.commands.query ?? '')).toEqual(written(golden.idle));
  });

  test.runIf(answers.refusal !== undefined)('refuses when it is told to', () => {
    const { emulator, tell } = open();
    emulator.setRefusing(true);
    expect(tell(golden.commands.thanks ?? '')).toEqual(written(answers.refusal));
  });
});
