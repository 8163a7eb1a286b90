import { createSdtDecoder } from './sdt-codec.ts';
import { encodeReply, SW3, sdtCommands } from './sdt-commands.ts';
import { encodeReading } from './sdt-reading-layout.ts';
import { createWrapDecoder, encodeWrapped, WRAP_MARKERS } from './sdt-wrap-codec.ts';

/** As a system hands on what a serial line brings; and one report. */
const CHUNK_BYTES = 64;
const CARDS = 200;

export type DecodeThroughput = {
  readonly codec: 'sdt' | 'sdt over hid';
  readonly megabytesPerSecond: number;
  /** The same chunks, copied into one buffer each. */
  readonly copiedMegabytesPerSecond: number;
};

/**
 * How fast the answers of a reader to which card after card is laid are decoded, chunk by chunk. Throws when a
 * frame is lost: a speed of wrong answers is none.
 */
export function measureDecodeThroughput(): readonly DecodeThroughput[] {
  const reading = encodeReading({ text: new Uint8Array(256).fill(0x20), photo: photo() });
  const answers = [
    encodeReply({ sw3: SW3.notFound, data: new Uint8Array(0) }),
    encodeReply({ sw3: SW3.found, data: new Uint8Array(4) }),
    encodeReply({ sw3: SW3.ok, data: new Uint8Array(8) }),
    encodeReply({ sw3: SW3.ok, data: reading }),
    sdtCommands.status.frame,
  ];
  const frames = Array.from({ length: CARDS }, () => answers).flat();
  const stream = Buffer.concat(frames);
  const chunks = Array.from({ length: Math.ceil(stream.length / CHUNK_BYTES) }, (_, index) =>
    Uint8Array.from(stream.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES)),
  );
  const reports = frames.flatMap((frame) => encodeWrapped(WRAP_MARKERS.fromModule, 0, frame));

  return [
    measure('sdt', chunks, frames.length, () => {
      const decoder = createSdtDecoder();
      return (chunk) => decoder.push(chunk).length;
    }),
    measure('sdt over hid', reports, frames.length, () => {
      const decoder = createWrapDecoder(WRAP_MARKERS.fromModule);
      return (report) => (decoder.push(report) === undefined ? 0 : 1);
    }),
  ];
}

/** Compressed pictures hold every byte, also those that begin frames. */
function photo(): Uint8Array {
  return Uint8Array.from({ length: 1024 }, (_, index) => (index * 151 + (index >> 3)) & 0xff);
}

function measure(
  codec: DecodeThroughput['codec'],
  chunks: readonly Uint8Array[],
  frames: number,
  begin: () => (chunk: Uint8Array) => number,
): DecodeThroughput {
  const bytes = chunks.reduce((sum, { length }) => sum + length, 0);
  const perSecond = (work: () => void) => {
    const begun = performance.now();
    work();
    return bytes / 1000 / (performance.now() - begun);
  };
  const megabytesPerSecond = perSecond(() => {
    const decode = begin();
    let decoded = 0;
    for (const chunk of chunks) decoded += decode(chunk);
    if (decoded !== frames) throw new Error(`${codec}: ${decoded} of ${frames} frames decoded`);
  });
  const copiedMegabytesPerSecond = perSecond(() => {
    const target = Buffer.allocUnsafe(bytes);
    let at = 0;
    for (const chunk of chunks) {
      target.set(Buffer.from(chunk), at);
      at += chunk.length;
    }
  });
  return { codec, megabytesPerSecond, copiedMegabytesPerSecond };
}
