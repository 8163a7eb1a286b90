import type { Pty } from '../emulation/pty.ts';
import type { Suffix } from './line-codec.ts';
import type { ScannerProfile } from './profiles.ts';
import { familyOf } from './scanner-session.ts';
import {
  encodeModuleReply,
  encodeUnifiedReply,
  type TriggerFamily,
  unifiedCommandIn,
} from './trigger-commands.ts';

export type ScannerEmulatorOptions = {
  readonly pty: Pty;
  /** A serial one. */
  readonly profile: ScannerProfile;
  /** Between two readings of a code that lies in view, in milliseconds. Default 700. */
  readonly rereadMs?: number;
  /** How long it looks after a trigger, in milliseconds. Default 5000. */
  readonly lookMs?: number;
};

/** A scanner on the device's end of a serial line: what a person can hold before it. */
export type ScannerEmulator = {
  /** Holds up a code, in place of the one there. `aim` is sent only if the profile says that it is set so. */
  readonly show: (code: string | Uint8Array, aim?: string) => void;
  readonly takeAway: () => void;
  readonly inView: () => string | undefined;
  /** Whether its light is on. One that looks by itself is always lit. */
  readonly lit: () => boolean;
  /** Refuses every trigger from now on; only where triggers are answered. */
  readonly setRefusing: (refusing: boolean) => void;
  readonly setMute: (mute: boolean) => void;
  /** Called with each command as it arrives, before it is answered. */
  readonly onCommand: (listener: (name: ScannerCommand) => void) => void;
  /** Called when a code is shown, taken away or read, and when the light goes on or off. */
  readonly onChange: (listener: () => void) => void;
  readonly stop: () => void;
};

export type ScannerCommand = 'on' | 'off' | 'identity';

/** No scanner reads two codes at once: it takes a picture, decodes it, sounds and sends. */
const BETWEEN_CODES_MS = 250;

const SUFFIX_BYTES: Readonly<Record<Suffix, readonly number[]>> = {
  'line-end': [0x0d, 0x0a],
  cr: [0x0d],
  lf: [0x0a],
  crlf: [0x0d, 0x0a],
  tab: [0x09],
  none: [],
};

/** A scanner that looks by itself, or one that is triggered: it reads what is shown while it is lit. */
export function createScannerEmulator(options: ScannerEmulatorOptions): ScannerEmulator {
  const { pty, profile, rereadMs = 700, lookMs = 5000 } = options;
  const family = familyOf(profile);
  const suffix = profile.line.kind === 'serial' ? profile.line.suffix : 'none';
  let shown: { readonly bytes: Uint8Array; readonly aim: string } | undefined;
  let lightUntilOff = family === undefined;
  let refusing = false;
  let mute = false;
  let reading: NodeJS.Timeout | undefined;
  let looking: NodeJS.Timeout | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  let received = new Uint8Array(0);
  let commandListener: (name: ScannerCommand) => void = () => {};
  let changeListener = () => {};

  const setLit = (lit: boolean) => {
    lightUntilOff = lit;
    clearTimeout(looking);
    if (lit && family !== undefined) looking = setTimeout(() => setLit(false), lookMs);
    changeListener();
  };

  const read = () => {
    clearTimeout(reading);
    if (shown === undefined || !lightUntilOff || !pty.plugged()) return;
    const restMs = readAt + BETWEEN_CODES_MS - performance.now();
    if (restMs > 0) {
      reading = setTimeout(read, restMs);
      return;
    }
    readAt = performance.now();
    const aim = profile.aimPrefix ? new TextEncoder().encode(shown.aim) : [];
    if (!mute) pty.send(Uint8Array.from([...aim, ...shown.bytes, ...SUFFIX_BYTES[suffix]]));
    changeListener();
    // One that is triggered reads one code a trigger.
    if (family === undefined) reading = setTimeout(read, rereadMs);
    else setLit(false);
  };

  const answer = (name: ScannerCommand) => {
    if (mute || family === undefined) return;
    const accepted = name === 'identity' || !refusing;
    const bytes = replyTo(family, name, accepted);
    if (bytes !== undefined) pty.send(bytes);
  };

  const handle = (name: ScannerCommand) => {
    commandListener(name);
    answer(name);
    if (name === 'identity' || refusing) return;
    setLit(name === 'on');
    // The answer goes out first, on the same line.
    if (name === 'on') reading = setTimeout(read, 0);
  };

  pty.onBytes((bytes) => {
    const joined = new Uint8Array(received.length + bytes.length);
    joined.set(received);
    joined.set(bytes, received.length);
    received = joined;
    for (let taken = takeCommand(family, received); taken !== undefined; ) {
      received = received.slice(taken.end);
      handle(taken.name);
      taken = takeCommand(family, received);
    }
    // Longer than any command: it is none.
    received = received.slice(-64);
  });

  const drop = () => {
    clearTimeout(reading);
    clearTimeout(looking);
    received = new Uint8Array(0);
  };

  // Its power comes with the plug.
  pty.onPlugged((plugged) => {
    drop();
    lightUntilOff = family === undefined && plugged;
    if (plugged) read();
  });

  return {
    show: (code, aim = ']Q1') => {
      shown = { bytes: typeof code === 'string' ? new TextEncoder().encode(code) : code, aim };
      changeListener();
      read();
    },
    takeAway: () => {
      clearTimeout(reading);
      shown = undefined;
      changeListener();
    },
    inView: () => shown && new TextDecoder().decode(shown.bytes),
    lit: () => lightUntilOff,
    setRefusing: (next) => {
      refusing = next;
    },
    setMute: (next) => {
      mute = next;
    },
    onCommand: (listener) => {
      commandListener = listener;
    },
    onChange: (listener) => {
      changeListener = listener;
    },
    stop: drop,
  };
}

/** The first command that stands in the bytes, and where it ends. */
function takeCommand(
  family: TriggerFamily | undefined,
  bytes: Uint8Array,
): { readonly name: ScannerCommand; readonly end: number } | undefined {
  if (family === undefined) return undefined;
  const frames: readonly (readonly [ScannerCommand, Uint8Array | undefined])[] = [
    ['on', family.on],
    ['off', family.off],
    ['identity', family.replies?.identity],
  ];
  const found = frames.flatMap(([name, frame]) => {
    const at = frame === undefined ? -1 : Buffer.from(bytes).indexOf(frame);
    return frame === undefined || at < 0 ? [] : [{ name, end: at + frame.length }];
  });
  return found.sort((left, right) => left.end - right.end)[0];
}

function replyTo(family: TriggerFamily, name: ScannerCommand, accepted: boolean): Uint8Array | undefined {
  if (family.replies === undefined) return undefined;
  const command = name === 'identity' ? family.replies.identity : family[name];
  if (command === undefined) return undefined;
  const unified = unifiedCommandIn(command);
  if (unified !== undefined) {
    return encodeUnifiedReply(unified, accepted, name === 'identity' ? 'Emulated scanner;V1' : '');
  }
  return name === 'identity' ? encodeModuleReply([0x39, 0x01]) : encodeModuleReply([0x00], accepted);
}
