import { type RatingLevel, ratingLevels, ratingNames } from '#domain/rating/rating-level.ts';
import {
  type BytePattern,
  fillPattern,
  matchPattern,
  type PatternValues,
  parseBytes,
  parsePattern,
} from './byte-pattern.ts';
import { createFrameDecoder, encodeFrame, type FrameDecoder, type MessageVerdict } from './frame-codec.ts';
import { filledUp, framingOf } from './framing.ts';
import type { PadCommand, PadProfile } from './profile-shape.ts';

/** Everything the terminal sends. */
export const padSendings = [
  'begin',
  'ask',
  'cancel',
  'welcome',
  'thanks',
  'light',
  'stars',
  'query',
  'keepalive',
  'answerPress',
] as const satisfies (PadCommand | 'keepalive' | 'answerPress')[];

export type PadSending = (typeof padSendings)[number];

/** What the profile says to send, as it is written there. */
export function sendingText({ commands, session }: PadProfile, sending: PadSending): string | undefined {
  if (sending === 'keepalive') return session.keepalive?.send;
  if (sending === 'answerPress') return session.answerPress;
  return commands[sending];
}

/** What a message of the pad can be; with careless profiles one message is several. */
export type PadMessage = {
  readonly bytes: Uint8Array;
  /** The level of the key; several keys at once, and keys that are not in the map, have none. */
  readonly press: { readonly key: Uint8Array; readonly level: RatingLevel | undefined } | undefined;
  readonly idle: boolean;
  readonly acknowledges: boolean;
  readonly refuses: boolean;
  readonly alive: boolean;
};

/** A profile at work: bytes in, bytes out, nothing opened. */
export type PadCodec = {
  /** The whole frame; undefined when the profile has no such sending. */
  readonly encode: (sending: PadSending, values?: PatternValues) => Uint8Array | undefined;
  readonly createDecoder: () => FrameDecoder;
  readonly interpret: (message: Uint8Array) => PadMessage;
};

/** `profile` has been checked. */
export function createPadCodec(profile: PadProfile): PadCodec {
  const { framing, input, session } = profile;
  const { form } = framing;
  const wire = framingOf(profile);
  const pattern = (text: string | undefined) => (text === undefined ? undefined : parsePattern(text, form));
  const sendings = new Map(padSendings.map((sending) => [sending, pattern(sendingText(profile, sending))]));
  const incoming = (text: string | undefined): BytePattern | undefined => {
    const read = pattern(text);
    return read && filledUp(read, wire);
  };
  const press = incoming(input.press);
  const idle = incoming(input.idle);
  const acknowledgement = incoming(session.acknowledgement);
  const refusal = incoming(session.refusal);
  const alive = incoming(session.keepalive?.expect);
  const keys = readKeys(profile);
  const levels = new Map(keys.map(({ level, key }) => [nameOf(key), level]));

  const fits = (wanted: BytePattern | undefined, message: Uint8Array) =>
    wanted === undefined ? undefined : matchPattern(wanted, message);

  const levelOf = (key: Uint8Array): RatingLevel | undefined => {
    if (!input.bitmask) return levels.get(nameOf(key));
    const held = keys.filter((known) => sharesBit(known.key, key));
    return held.length === 1 ? held[0]?.level : undefined;
  };

  const interpret = (message: Uint8Array): PadMessage => {
    const key = fits(press, message);
    const released = key !== undefined && input.bitmask && !keys.some((known) => sharesBit(known.key, key));
    const isIdle = released || fits(idle, message) !== undefined;
    return {
      bytes: message,
      press: key === undefined || isIdle ? undefined : { key, level: levelOf(key) },
      idle: isIdle,
      acknowledges: fits(acknowledgement, message) !== undefined,
      refuses: fits(refusal, message) !== undefined,
      alive: fits(alive, message) !== undefined,
    };
  };

  const judge = (message: Uint8Array): MessageVerdict => {
    const { press: pressed, idle: nothing, acknowledges, refuses, alive: lives } = interpret(message);
    if (pressed?.level !== undefined || nothing || acknowledges || refuses || lives) return 'known';
    return pressed === undefined ? 'strange' : 'shaped';
  };

  return {
    encode: (sending, values = {}) => {
      const template = sendings.get(sending);
      return template && encodeFrame(wire, fillPattern(template, form, values));
    },
    createDecoder: () => createFrameDecoder(wire, judge),
    interpret,
  };
}

export type PadKey = { readonly level: RatingLevel; readonly key: Uint8Array };

/** The key map of a profile, best level first. */
export function readKeys({ framing, input }: PadProfile): PadKey[] {
  return ratingLevels.flatMap((level) => {
    const texts = input.keys[ratingNames[level]] ?? [];
    return [texts].flat().flatMap((text) => {
      const key = parseBytes(text, framing.form);
      return key === undefined ? [] : [{ level, key }];
    });
  });
}

function nameOf(key: Uint8Array): string {
  return String.fromCharCode(...key);
}

function sharesBit(mask: Uint8Array, key: Uint8Array): boolean {
  return mask.some((bits, at) => (bits & (key[at] ?? 0)) !== 0);
}
