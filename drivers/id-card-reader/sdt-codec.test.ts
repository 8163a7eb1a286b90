import fc from 'fast-check';
import { expect, test } from 'vitest';
import { smallGenerator } from '../emulation/small-generator.ts';
import { createSdtDecoder, encodeFrame } from './sdt-codec.ts';
import { encodeReply, SW3, sdtCommands } from './sdt-commands.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase();
const bytes = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

test('commands and replies are the frames that documents and captures show', () => {
  expect(hex(sdtCommands.find.frame)).toBe('AAAAAA96690003200122');
  expect(hex(sdtCommands.select.frame)).toBe('AAAAAA96690003200221');
  expect(hex(sdtCommands.read.frame)).toBe('AAAAAA96690003300132');
  expect(hex(sdtCommands.status.frame)).toBe('AAAAAA9669000311FFED');
  expect(hex(encodeReply({ sw3: SW3.found, data: new Uint8Array(4) }))).toBe(
    'AAAAAA9669000800009F0000000097',
  );
  expect(hex(encodeReply({ sw3: SW3.notFound, data: new Uint8Array(0) }))).toBe('AAAAAA9669000400008084');
  expect(hex(encodeReply({ sw3: SW3.ok, data: new Uint8Array(8) }))).toBe(
    'AAAAAA9669000C00009000000000000000009C',
  );
  expect(encodeReply({ sw3: SW3.ok, data: new Uint8Array(1284) })).toHaveLength(1295);
});

/** Decodes a stream cut at every place that `sizes` names, over and over. */
function decodeInPieces(stream: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const decoder = createSdtDecoder();
  const bodies: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < stream.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    bodies.push(...decoder.push(stream.subarray(at, at + size)));
    at += size;
  }
  return [...bodies, ...decoder.flush()];
}

const body = fc.uint8Array({ minLength: 2, maxLength: 600 });
const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 8 });

test('what was framed comes back, however the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(body, { minLength: 1, maxLength: 5 }), sizes, (sent, cuts) => {
      const stream = Buffer.concat(sent.map(encodeFrame));
      expect(decodeInPieces(stream, cuts).map(hex)).toEqual(sent.map(hex));
    }),
    { numRuns: 500 },
  );
});

test('a frame with any one byte of its body or checksum changed is none', () => {
  fc.assert(
    fc.property(body, fc.nat(), fc.integer({ min: 1, max: 255 }), (sent, place, change) => {
      const frame = encodeFrame(sent);
      const at = 7 + (place % (frame.length - 7));
      const damaged = frame.map((byte, index) => (index === at ? byte ^ change : byte));
      expect(decodeInPieces(damaged, [damaged.length])).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test('frames between noise are found', () => {
  // Noise that ends like the beginning of a frame is the hardest kind.
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 50 }),
    fc.constantFrom(
      bytes('AA'),
      bytes('AAAA'),
      bytes('AAAAAA'),
      bytes('AAAAAA96'),
      bytes('AAAAAAAAAAAA9669'),
    ),
    fc.constantFrom(bytes('AAAAAA96690008'), bytes('AAAAAA9669FFFF'), bytes('AAAAAA96690000')),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(noise, body), { minLength: 1, maxLength: 5 }), sizes, (parts, cuts) => {
      const stream = Buffer.concat(parts.flatMap(([before, sent]) => [before, encodeFrame(sent)]));
      const decoded = decodeInPieces(stream, cuts).map(hex);
      for (const [, sent] of parts) expect(decoded).toContain(hex(sent));
    }),
    { numRuns: 500 },
  );
});

const originals = [
  sdtCommands.read.frame,
  encodeReply({ sw3: SW3.found, data: new Uint8Array(4) }),
  encodeReply({ sw3: SW3.notFound, data: new Uint8Array(0) }),
  encodeReply({ sw3: SW3.ok, data: Uint8Array.from({ length: 200 }, (_, index) => index) }),
];

function mutate(frame: Uint8Array, below: (limit: number) => number): Uint8Array {
  const mutated = [...frame];
  const at = below(mutated.length);
  switch (below(5)) {
    case 0:
      mutated[at] = below(256);
      break;
    case 1:
      mutated.splice(at, 1 + below(4));
      break;
    case 2:
      mutated.splice(at, 0, below(256), 0xaa);
      break;
    case 3:
      mutated.length = at;
      break;
    default:
      // The length: the damage that reaches beyond the frame itself.
      mutated[5 + below(2)] = below(256);
  }
  return Uint8Array.from(mutated);
}

test('120,000 damaged frames: none throws, and the good frame after each is not lost', () => {
  const good = Uint8Array.of(0, 0, 0x90, 1, 2, 3, 4, 5, 6, 7, 8);
  const goodFrame = encodeFrame(good);
  const wanted = hex(good);
  fc.assert(
    fc.property(fc.integer({ min: 1 }), (seed) => {
      const below = smallGenerator(seed);
      const lostAfter: string[] = [];
      for (let round = 0; round < 600; round += 1) {
        const damaged = mutate(originals[below(originals.length)] ?? goodFrame, below);
        const decoder = createSdtDecoder();
        const found = [...decoder.push(damaged), ...decoder.push(goodFrame), ...decoder.flush()];
        if (!found.some((decoded) => hex(decoded) === wanted)) lostAfter.push(hex(damaged));
      }
      expect(lostAfter).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('a megabyte of garbage, half of it like beginnings of frames, does not throw and loses nothing after it', () => {
  const below = smallGenerator(20_261_121);
  const decoder = createSdtDecoder();
  const begin = bytes('AAAAAA9669');
  for (let sent = 0; sent < 1_000_000; ) {
    const chunk = Uint8Array.from({ length: 1 + below(400) }, () => below(256));
    if (below(2) === 0) chunk.set(begin.subarray(0, Math.min(chunk.length, 5)));
    decoder.push(chunk);
    sent += chunk.length;
  }
  const found = [...decoder.push(sdtCommands.find.frame), ...decoder.flush()];
  expect(found.map(hex)).toContain('2001');
});
