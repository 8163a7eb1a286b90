import { createHidPosDecoder, encodeHidPosReports } from '#drivers/code-scanner/hid-pos-codec.ts';
import { createSerialDecoder } from '#drivers/code-scanner/scan-codec.ts';
import { triggerFamilies } from '#drivers/code-scanner/trigger-commands.ts';
import { measureDecodeThroughput } from '#drivers/id-card-reader/decode-throughput.ts';
import { createPadCodec } from '#drivers/rating-pad/pad-codec.ts';
import { goldenPads } from '#drivers/rating-pad/testing/golden-pads.ts';
import { shippedProfile } from '#drivers/rating-pad/testing/shipped-profile.ts';
import { createStatusDecoder } from '#drivers/receipt-printer/status-codec.ts';
import type { Measurement } from './table.ts';

/** What Linux hands on of a serial line at a time, at most. */
const CHUNK_BYTES = 64;
/** A round takes some ten milliseconds in the slowest codec. */
const STREAM_BYTES = 200_000;
const ROUNDS = 9;

type Codec = {
  readonly name: string;
  /** What the device says, over and over. */
  readonly frames: readonly Uint8Array[];
  /** Reports come one by one, bytes as the line cuts them. */
  readonly reports?: boolean;
  readonly begin: () => (chunk: Uint8Array) => number;
};

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const CODE = 'MSB1:A001:0123456789abcdef0123456789abcdef';

function scannerCodec(name: string, family: keyof typeof triggerFamilies | undefined): Codec {
  return {
    name: `scanner, ${name}`,
    frames: [bytesOf(`${CODE}\r\n`)],
    begin: () => {
      const replies = family === undefined ? undefined : triggerFamilies[family].replies;
      const decoder = createSerialDecoder('line-end', replies);
      return (chunk) => decoder.push(chunk).length;
    },
  };
}

const HID_POS = { reportId: 2, shift: 0 } as const;

const codecs: readonly Codec[] = [
  {
    name: 'receipt printer status',
    frames: [Uint8Array.of(0x12, 0x12, 0x12, 0x12), Uint8Array.of(0x00), Uint8Array.of(0x37, 0x25, 0x00)],
    begin: () => {
      const decoder = createStatusDecoder();
      return (chunk) => decoder.decode(chunk).length;
    },
  },
  scannerCodec('no replies', undefined),
  scannerCodec('Newland replies', 'newland-unified'),
  {
    name: 'scanner, HID POS',
    reports: true,
    frames: encodeHidPosReports(HID_POS, bytesOf(CODE)),
    begin: () => {
      const decoder = createHidPosDecoder(HID_POS);
      return (chunk) => decoder.push(chunk).length;
    },
  },
  ...goldenPads.map(
    ({ profile, presses }): Codec => ({
      name: `rating pad, ${profile}`,
      frames: Object.values(presses).map(hex),
      begin: () => {
        const codec = createPadCodec(shippedProfile(profile));
        const decoder = codec.createDecoder();
        return (chunk) => {
          const messages = decoder.push(chunk);
          for (const message of messages) codec.interpret(message);
          return messages.length;
        };
      },
    }),
  ),
];

/** How many megabytes a second each codec decodes, beside copying the same chunks into a buffer. */
export function measureCodecs(): Measurement[] {
  const reader = Array.from({ length: ROUNDS }, measureDecodeThroughput).flat();
  const ofReader = [...new Set(reader.map(({ codec }) => codec))].map((codec) => {
    const rounds = reader.filter((each) => each.codec === codec);
    return measurement(
      `ID-card reader, ${codec}`,
      rounds.map(({ megabytesPerSecond }) => megabytesPerSecond),
      rounds.map(({ copiedMegabytesPerSecond }) => copiedMegabytesPerSecond),
    );
  });
  return [...ofReader, ...codecs.map(measure)];
}

function measure({ name, frames, reports, begin }: Codec): Measurement {
  const frameBytes = frames.reduce((sum, { length }) => sum + length, 0);
  const repeats = Math.ceil(STREAM_BYTES / frameBytes);
  const chunks =
    reports === true ? Array.from({ length: repeats }, () => frames).flat() : cut(frames, repeats);
  const bytes = chunks.reduce((sum, { length }) => sum + length, 0);
  const perSecond = (work: () => void): number => {
    const begun = performance.now();
    work();
    return bytes / 1000 / (performance.now() - begun);
  };
  let decoded = 0;
  const decode = () => {
    const push = begin();
    decoded = 0;
    for (const chunk of chunks) decoded += push(chunk);
  };
  const copy = () => {
    const target = Buffer.allocUnsafe(bytes);
    let at = 0;
    for (const chunk of chunks) {
      target.set(Buffer.from(chunk), at);
      at += chunk.length;
    }
  };
  // Once for the compiler.
  for (const work of [decode, copy]) work();
  const samples = Array.from({ length: ROUNDS }, () => perSecond(decode));
  const copied = Array.from({ length: ROUNDS }, () => perSecond(copy));
  // A speed of wrong answers is none.
  if (decoded < repeats) throw new Error(`${name}: only ${decoded} messages of ${repeats} rounds`);
  return measurement(name, samples, copied);
}

function measurement(name: string, samples: readonly number[], copied: readonly number[]): Measurement {
  return {
    what: `decoding, ${name}`,
    samples,
    unit: 'MB/s',
    against: { what: 'copying', samples: copied },
  };
}

function cut(frames: readonly Uint8Array[], repeats: number): Uint8Array[] {
  const stream = Buffer.concat(Array.from({ length: repeats }, () => frames).flat());
  return Array.from({ length: Math.ceil(stream.length / CHUNK_BYTES) }, (_, index) =>
    Uint8Array.from(stream.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES)),
  );
}
