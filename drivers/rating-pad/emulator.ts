import type { RatingLevel } from '#domain/rating/rating-level.ts';
import {
  type BytePattern,
  fillPattern,
  matchPattern,
  type PatternValues,
  parsePattern,
} from './byte-pattern.ts';
import { createFrameDecoder, encodeFrame } from './frame-codec.ts';
import { filledUp, framingOf } from './framing.ts';
import { type PadSending, padSendings, readKeys, sendingText } from './pad-codec.ts';
import type { PadCommand, PadProfile } from './profile-shape.ts';

/** A polled pad without memory tells a key as long as a finger stays on it: some 300 ms. */
const FINGER_MS = 300;

export type PadEmulatorOptions = {
  readonly profile: PadProfile;
  /** One frame to the host. */
  readonly send: (frame: Uint8Array) => void;
};

/** What a citizen sees on the pad. */
export type PadFace = {
  readonly shows: 'nothing' | 'welcome' | 'question' | 'thanks';
  readonly stars: number;
  readonly lit: boolean;
};

export type PadEmulator = {
  /** Bytes from the host, without report ids. */
  readonly receive: (bytes: Uint8Array) => void;
  /** Those that it has keys for, best first. */
  readonly levels: readonly RatingLevel[];
  /** False when the pad has no key for that level. */
  readonly press: (level: RatingLevel) => boolean;
  readonly face: () => PadFace;
  /** Refuses commands from now on, where the profile knows a refusal. */
  readonly setRefusing: (refusing: boolean) => void;
  /** Called with each command as it arrives, before it is answered. */
  readonly onCommand: (listener: (name: PadSending) => void) => void;
  readonly onChange: (listener: () => void) => void;
  readonly stop: () => void;
};

const DARK: PadFace = { shows: 'nothing', stars: 0, lit: false };

/** The pad that a profile describes, on the device's end of a line. */
export function createPadEmulator({ profile, send }: PadEmulatorOptions): PadEmulator {
  const { framing, commands, input, session } = profile;
  const wire = framingOf(profile);
  const keys = readKeys(profile);
  let face = DARK;
  let held: Uint8Array | undefined;
  let finger: NodeJS.Timeout | undefined;
  let refusing = false;
  let commandListener: (name: PadSending) => void = () => {};
  let changeListener = () => {};

  const pattern = (text: string | undefined): BytePattern | undefined =>
    text === undefined ? undefined : parsePattern(text, framing.form);
  const known = padSendings.flatMap((name) => {
    const read = pattern(sendingText(profile, name));
    return read === undefined ? [] : [{ name, read: filledUp(read, wire) }];
  });
  const find = (message: Uint8Array) => {
    for (const { name, read } of known) {
      const values = matchPattern(read, message);
      if (values !== undefined) return { name, value: valueOf(values) };
    }
    return undefined;
  };
  /** Of `{stars}` and `{light}`; in ascii a digit. */
  const valueOf = ([byte = 0]: Uint8Array) => (framing.form === 'ascii' ? byte - 0x30 : byte);

  const say = (text: string | undefined, values: PatternValues = {}) => {
    const read = pattern(text);
    const frame = read && encodeFrame(wire, fillPattern(read, framing.form, values));
    if (frame !== undefined) send(frame);
  };

  const show = (next: Partial<PadFace>) => {
    face = { ...face, ...next };
    changeListener();
  };

  const forgetKey = () => {
    clearTimeout(finger);
    held = undefined;
  };

  const answerQuery = () => {
    if (held !== undefined) say(input.press, { key: held });
    else if (input.mode === 'poll' && input.idle !== undefined) say(input.idle);
    // Without an idle answer of its own a keypad tells that no bit is set.
    else if (input.bitmask) say(input.press, {});
  };

  const obey = (name: PadCommand, value: number) => {
    switch (name) {
      case 'begin':
        forgetKey();
        return show({ shows: commands.ask === undefined ? 'question' : face.shows });
      case 'ask':
        return show({ shows: 'question' });
      case 'cancel':
        return show({ shows: 'nothing' });
      case 'welcome':
      case 'thanks':
        return show({ shows: name });
      case 'light':
        return show({ lit: value === 1 });
      case 'stars':
        return show({ stars: value });
      case 'query':
        return undefined;
    }
  };

  const decoder = createFrameDecoder(wire, (message) => (find(message) === undefined ? 'strange' : 'known'));

  const handle = (message: Uint8Array) => {
    const found = find(message);
    if (found === undefined) return;
    const { name, value } = found;
    commandListener(name);
    if (name === 'keepalive') say(session.keepalive?.expect);
    else if (name === 'query') answerQuery();
    else if (name === 'answerPress') return;
    else if (refusing && session.refusal !== undefined) say(session.refusal);
    else {
      obey(name, value);
      say(session.acknowledgement);
    }
  };

  return {
    levels: [...new Set(keys.map(({ level }) => level))],
    receive: (bytes) => {
      for (const message of decoder.push(bytes)) handle(message);
    },
    press: (level) => {
      const key = keys.find((each) => each.level === level)?.key;
      if (key === undefined) return false;
      if (input.mode === 'push') {
        say(input.press, { key });
        return true;
      }
      forgetKey();
      held = key;
      if (commands.begin === undefined) finger = setTimeout(forgetKey, FINGER_MS);
      return true;
    },
    face: () => face,
    setRefusing: (next) => {
      refusing = next;
    },
    onCommand: (listener) => {
      commandListener = listener;
    },
    onChange: (listener) => {
      changeListener = listener;
    },
    stop: () => {
      forgetKey();
      decoder.flush();
      face = DARK;
    },
  };
}
