/** GA 450/467: every frame of a resident ID-card reader, in both directions, begins so. */
const PREAMBLE = [0xaa, 0xaa, 0xaa, 0x96, 0x69] as const;
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
    for (; at < buffer.length; at += 1) {
      const frame = frameAt(buffer, at);
      if (frame === 'none') continue;
      if (frame !== 'incomplete') bodies.push(frame);
      else if (!complete) break;
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
  };
}

/** The body of the frame that begins at `at`, or why there is none (yet). */
function frameAt(buffer: Uint8Array, at: number): Uint8Array | 'none' | 'incomplete' {
  for (const [offset, byte] of PREAMBLE.entries()) {
    if (at + offset >= buffer.length) return 'incomplete';
    if (buffer[at + offset] !== byte) return 'none';
  }
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
