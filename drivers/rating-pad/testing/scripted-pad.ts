import type { RatingLevel } from '#domain/rating/rating-level.ts';
import { type PadSending, padSendings } from '../pad-codec.ts';
import { type GoldenPad, goldenBytes } from './golden-pads.ts';

/** So many queries find a finger on the key of a keypad without memory. */
export const QUERIES_PER_PRESS = 3;

export type ScriptedPad = {
  readonly receive: (bytes: Uint8Array) => void;
  readonly press: (level: RatingLevel) => void;
  /** What was heard, in order. */
  readonly heard: PadSending[];
};

/** A pad that knows nothing of profiles and codecs: bytes written by hand, answered by bytes written by hand. */
export function createScriptedPad(golden: GoldenPad, send: (frame: Uint8Array) => void): ScriptedPad {
  const heard: PadSending[] = [];
  let buffer = Buffer.alloc(0);
  let held: { readonly level: RatingLevel; queries: number } | undefined;
  const polled = golden.commands.query !== undefined;
  const latches = golden.commands.begin !== undefined;
  const commands = padSendings.flatMap((name) => {
    const frame = golden.commands[name];
    return frame === undefined ? [] : [{ name, frame: goldenBytes(frame) }];
  });
  const say = (frame: string | undefined) => {
    if (frame !== undefined) send(goldenBytes(frame));
  };

  const answer = (name: PadSending) => {
    heard.push(name);
    if (name === 'keepalive') return say(golden.alive);
    if (name === 'answerPress') return undefined;
    if (name !== 'query') {
      if (name === 'begin') held = undefined;
      return say(golden.acknowledgement);
    }
    if (held === undefined) return say(golden.idle);
    const { level } = held;
    held.queries += 1;
    if (!latches && held.queries === QUERIES_PER_PRESS) held = undefined;
    return say(golden.presses[level]);
  };

  return {
    heard,
    receive: (bytes) => {
      buffer = Buffer.concat([buffer, bytes]);
      for (;;) {
        const found = commands
          .map(({ name, frame }) => ({ name, at: buffer.indexOf(frame), length: frame.length }))
          .filter(({ at }) => at !== -1)
          .toSorted((left, right) => left.at - right.at)[0];
        if (found === undefined) return;
        buffer = buffer.subarray(found.at + found.length);
        answer(found.name);
      }
    },
    press: (level) => {
      if (polled) held = { level, queries: 0 };
      else say(golden.presses[level]);
    },
  };
}
