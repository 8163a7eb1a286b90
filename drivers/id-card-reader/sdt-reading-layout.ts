/** Text, photo and, of a reading that asked for it, fingerprint: 16 bits of length each, then their bytes. */
export type Reading = { readonly text: Uint8Array; readonly photo: Uint8Array };

/** Modules give two fingerprints, one, or none that the card has. */
const FINGERPRINT_BYTES: ReadonlySet<number> = new Set([0, 512, 1024]);

/** Whether these are the data of a reading whose lengths add up. */
export function holdsReading(data: Uint8Array): boolean {
  return parseReading(data) !== undefined;
}

/** Takes text and photo out of a reading; the fingerprint is nobody's business here and is left behind. */
export function parseReading(data: Uint8Array): Reading | undefined {
  if (data.length < 6) return undefined;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [text, photo, fingerprint] = [view.getUint16(0), view.getUint16(2), view.getUint16(4)];
  const contents = text + photo;
  if (data.length === 4 + contents) return part(data, 4, text);
  if (FINGERPRINT_BYTES.has(fingerprint) && data.length === 6 + contents + fingerprint) {
    return part(data, 6, text);
  }
  return undefined;

  function part(all: Uint8Array, at: number, textBytes: number): Reading {
    return { text: all.subarray(at, at + textBytes), photo: all.slice(at + textBytes, at + contents) };
  }
}

/** The data of a reading; with a fingerprint, also an empty one, its length is told too. */
export function encodeReading({ text, photo }: Reading, fingerprint?: Uint8Array): Uint8Array {
  const parts = [text, photo, ...(fingerprint === undefined ? [] : [fingerprint])];
  const lengths = parts.flatMap(({ length }) => [length >> 8, length & 0xff]);
  return Uint8Array.from(Buffer.concat([Uint8Array.from(lengths), ...parts]));
}
