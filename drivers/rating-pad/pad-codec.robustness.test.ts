import { describe, expect, test } from 'vitest';
import { type RatingLevel, ratingLevels } from '#domain/rating/rating-level.ts';
import { smallGenerator } from '../emulation/small-generator.ts';
import { createPadCodec } from './pad-codec.ts';
import { type GoldenPad, goldenBytes, goldenPads } from './testing/golden-pads.ts';
import { shippedProfile } from './testing/shipped-profile.ts';

function mutate(frame: Uint8Array, below: (limit: number) => number): Uint8Array {
  const mutated = [...frame];
  const at = below(mutated.length);
  switch (below(6)) {
    case 0:
      mutated[at] = below(256);
      break;
    case 1:
      mutated.splice(at, 1 + below(3));
      break;
    case 2:
      mutated.splice(at, 0, below(256), frame[0] ?? 0);
      break;
    case 3:
      mutated.length = at;
      break;
    case 4:
      mutated[at] = (frame[at] ?? 0) ^ (1 << below(8));
      break;
    default:
      // Near the head: length fields, escapes, the kind of message.
      mutated[Math.min(1 + below(3), mutated.length - 1)] = below(256);
  }
  return Uint8Array.from(mutated);
}

const FRAMES_PER_PROFILE = 20_000;

describe.each(goldenPads)('$profile', (golden: GoldenPad) => {
  const profile = shippedProfile(golden.profile);
  const codec = createPadCodec(profile);
  const presses = ratingLevels.map((level) => ({ level, frame: goldenBytes(golden.presses[level]) }));
  const frameOf = (level: RatingLevel) => goldenBytes(golden.presses[level]);
  const levelsOf = (...chunks: Uint8Array[]) => {
    const decoder = codec.createDecoder();
    const messages = [...chunks.flatMap((chunk) => decoder.push(chunk)), ...decoder.flush()];
    return messages.flatMap((message) => codec.interpret(message).press?.level ?? []);
  };
  /** Whether the stream holds that press as it is written by hand; digits in either case. */
  const holds = (stream: Uint8Array, level: RatingLevel) => {
    const ascii = profile.framing.form === 'ascii';
    const text = (bytes: Uint8Array) => {
      const latin = Buffer.from(bytes).toString('latin1');
      return ascii ? latin.toUpperCase() : latin;
    };
    return text(stream).includes(text(frameOf(level)));
  };

  test(`${FRAMES_PER_PROFILE} damaged frames: no level but from a whole frame, and the next frame is heard`, () => {
    const below = smallGenerator(0x51 + golden.profile.length);
    const wrong: string[] = [];
    const lost: string[] = [];
    for (let round = 0; round < FRAMES_PER_PROFILE; round += 1) {
      const [damagedOne, next] = [presses[below(5)], presses[below(5)]];
      if (damagedOne === undefined || next === undefined) throw new Error('five levels');
      const damaged = mutate(damagedOne.frame, below);
      const levels = levelsOf(damaged, next.frame);
      const stream = Buffer.concat([damaged, next.frame]);
      if (!levels.includes(next.level)) lost.push(stream.toString('hex'));
      for (const level of levels) if (!holds(stream, level)) wrong.push(stream.toString('hex'));
    }
    expect({ wrong, lost }).toEqual({ wrong: [], lost: [] });
  });

  test.runIf(profile.checksum.algorithm !== 'none')('no changed byte gives any level', () => {
    for (const { frame } of presses) {
      for (const at of frame.keys()) {
        for (let change = 1; change < 256; change += 1) {
          const damaged = frame.map((byte, index) => (index === at ? byte ^ change : byte));
          if (ratingLevels.some((level) => holds(damaged, level))) continue;
          expect(levelsOf(damaged)).toEqual([]);
        }
      }
    }
  });

  test('a million bytes of garbage, half of it like beginnings of frames, lose nothing that follows', () => {
    const below = smallGenerator(20_261_121);
    const decoder = codec.createDecoder();
    const begin = frameOf(5).subarray(0, 3);
    let heard = 0;
    for (let sent = 0; sent < 1_000_000; ) {
      const chunk = Uint8Array.from({ length: 3 + below(400) }, () => below(256));
      if (below(2) === 0) chunk.set(begin);
      heard += decoder.push(chunk).length;
      sent += chunk.length;
    }
    // What is a frame by chance is so rare that garbage cannot keep a terminal busy.
    expect(heard).toBeLessThan(profile.checksum.algorithm === 'none' ? 20_000 : 2000);
    const found = [...decoder.push(frameOf(2)), ...decoder.flush()];
    expect(found.map((message) => codec.interpret(message).press?.level)).toContain(2);
  });
});
