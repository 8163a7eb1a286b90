/** GA 450/467: every frame of a resident ID-card reader, in both directions, begins so. */
const PREAMBLE = [0xaa, 0xaa, 0xaa, 0x96, 0x69] as const;
const PREAMBLE_BYTES = Uint8Array.from(PREAMBLE);
const LENGTH_BYTES = 2;
const HEADER_BYTES = PREAMBLE.length + LENGTH_BYTES;
/** The longest reply known (text, photo and fingerprint: 2314) with room; a longer length is noise. */
const MAX_LENGTH = 2560;
/** Command, parameter, checksum. */
const MIN_LENGTH = 3;

/** The frame around a body: preamble, length of body and checksum, body, XOR of length and body. */
export function encodeFrame(body: Uint8Array): Uint8Array {
  const frame = new Uint8Array(HEADER_BYTES + body.length + 1);
  const length = body.length + 1;
  frame.set(PREAMBLE);
  frame.set([length >> 8, length & 0xff], PREAMBLE.length);
  frame.set(body, HEADER_BYTES);
  frame[frame.length - 1] = xor(frame.subarray(PREAMBLE.length, -1));
  return frame;
}

export type SdtDecoder = {
  /** The bodies of the frames that these bytes complete. */
  readonly push: (bytes: Uint8Array) => Uint8Array[];
  /**
   * The line has fallen silent: no frame that has begun will be completed. Gives the good frames that a
   * damaged one before them (a wrong length) had covered, and forgets the rest.
   */
  readonly flush: () => Uint8Array[];
  /** Bytes of a frame are there that has told its length and goes on. */
  readonly pending: () => boolean;
};

/**
 * Finds frames in a stream that may hold anything. After a frame, good or bad, the search goes on at its
 * second byte and not behind it: one XOR byte lets a damaged frame in 256 pass, and what it swallowed must
 * not be lost. So a frame that lies inside another is given too, after it.
 */
export function createSdtDecoder(): SdtDecoder {
  let buffer: Uint8Array = new Uint8Array(0);

  const scan = (complete: boolean): Uint8Array[] => {
    const bodies: Uint8Array[] = [];
    let at = 0;
    for (;;) {
      at = preambleFrom(buffer, at);
      if (at >= buffer.length) break;
      const frame = frameAt(buffer, at);
      if (frame === 'incomplete' && !complete) break;
      if (typeof frame !== 'string') bodies.push(frame);
      at += 1;
    }
    buffer = buffer.slice(at);
    return bodies;
  };

  return {
    push: (bytes) => {
      const joined = new Uint8Array(buffer.length + bytes.length);
      joined.set(buffer);
      joined.set(bytes, buffer.length);
      buffer = joined;
      return scan(false);
    },
    flush: () => scan(true),
    pending: () => buffer.length >= HEADER_BYTES,
  };
}

/** Where the next preamble, or what may become one at the end of the bytes, begins; their length if nowhere. */
function preambleFrom(bytes: Uint8Array, from: number): number {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(PREAMBLE_BYTES, from);
  if (whole >= 0) return whole;
  let at = Math.max(from, bytes.length - PREAMBLE.length + 1);
  while (at < bytes.length && !PREAMBLE.every((byte, offset) => (bytes[at + offset] ?? byte) === byte))
    at += 1;
  return at;
}

/** The body of the frame whose preamble begins at `at`, or why there is none (yet). */
function frameAt(buffer: Uint8Array, at: number): Uint8Array | 'none' | 'incomplete' {
  const high = buffer[at + PREAMBLE.length];
  const low = buffer[at + PREAMBLE.length + 1];
  if (high === undefined || low === undefined) return 'incomplete';
  const length = (high << 8) | low;
  if (length < MIN_LENGTH || length > MAX_LENGTH) return 'none';
  const end = at + HEADER_BYTES + length;
  if (end > buffer.length) return 'incomplete';
  // XOR of everything with its own checksum is zero.
  if (xor(buffer.subarray(at + PREAMBLE.length, end)) !== 0) return 'none';
  return buffer.slice(at + HEADER_BYTES, end - 1);
}

function xor(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum ^= byte;
  return sum;
}
