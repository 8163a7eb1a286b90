import { createHidPosDecoder, encodeHidPosReports } from './hid-pos-codec.ts';
import { createSerialDecoder, type ScanDecoder } from './scan-codec.ts';
import { decodeText } from './scan-text.ts';
import { encodeModuleReply, triggerFamilies } from './trigger-commands.ts';

/** As a system hands on what a serial line brings. */
const CHUNK_BYTES = 64;
const CODES = 5000;
const HID_POS = { reportId: 2, shift: 0 } as const;

export type ScanThroughput = {
  readonly codec: 'scanner line' | 'scanner line with answers' | 'hid pos';
  readonly megabytesPerSecond: number;
  /** The same chunks, copied into one buffer each. */
  readonly copiedMegabytesPerSecond: number;
};

/**
 * How fast codes are decoded to text, chunk by chunk. Throws when a code is lost or is another: a speed of wrong
 * answers is none.
 */
export function measureScanThroughput(): readonly ScanThroughput[] {
  const codes = Array.from({ length: CODES }, (_, index) =>
    index % 2 === 0 ? `A${index} 2026-11-21 MSB1:q7vLk2mX9sTzR4wYb1NcHg` : `办件 ${index} 蒙速办`,
  );
  const lines = codes.map((code) => Buffer.from(`${code}\r\n`));
  const acknowledgement = encodeModuleReply([0x00]);
  const answered = lines.map((line) => Buffer.concat([acknowledgement, line]));
  const reports = codes.flatMap((code) => encodeHidPosReports(HID_POS, Buffer.from(code)));
  return [
    measure('scanner line', inChunks(lines), codes, createSerialDecoder('line-end', undefined)),
    measure(
      'scanner line with answers',
      inChunks(answered),
      codes,
      createSerialDecoder('line-end', triggerFamilies.gm65.replies),
    ),
    measure('hid pos', reports, codes, createHidPosDecoder(HID_POS)),
  ];
}

function inChunks(parts: readonly Uint8Array[]): Uint8Array[] {
  const stream = Buffer.concat(parts);
  return Array.from({ length: Math.ceil(stream.length / CHUNK_BYTES) }, (_, index) =>
    Uint8Array.from(stream.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES)),
  );
}

function measure(
  codec: ScanThroughput['codec'],
  chunks: readonly Uint8Array[],
  codes: readonly string[],
  decoder: ScanDecoder,
): ScanThroughput {
  const bytes = chunks.reduce((sum, { length }) => sum + length, 0);
  const perSecond = (work: () => void) => {
    // A terminal runs for weeks: how fast the first codes are is of no interest.
    work();
    const begun = performance.now();
    work();
    return bytes / 1000 / (performance.now() - begun);
  };
  const megabytesPerSecond = perSecond(() => {
    let decoded = 0;
    for (const chunk of chunks) {
      for (const message of decoder.push(chunk)) {
        if (message.kind !== 'code') continue;
        if (decodeText(message.bytes, 'auto') === codes[decoded]) decoded += 1;
      }
    }
    if (decoded !== codes.length) throw new Error(`${codec}: ${decoded} of ${codes.length} codes decoded`);
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
