/** Start bit, eight data bits, stop bit. */
const BITS_PER_BYTE = 10;

/** One direction of an emulated line. */
export type PacedLane = {
  readonly push: (bytes: Uint8Array) => void;
  /** Bytes pushed and not yet delivered. */
  readonly backlog: () => number;
  /** Forgets what is under way. */
  readonly clear: () => void;
};

/** Milliseconds that bytes take on a serial line of 8N1. */
export function wireTimeMs(byteCount: number, baudRate: number): number {
  return (byteCount * BITS_PER_BYTE * 1000) / baudRate;
}

/**
 * Delivers bytes when a line of that speed would have carried their last bit, never earlier; without a baud
 * rate at once. A pty has no speed of its own, so whoever measures wire time needs this.
 */
export function createPacedLane(
  baudRate: number | undefined,
  deliver: (bytes: Uint8Array) => void,
): PacedLane {
  if (baudRate === undefined) return { push: deliver, backlog: () => 0, clear: () => {} };

  const byteMs = wireTimeMs(1, baudRate);
  let pending = new Uint8Array(0);
  /** When the first pending byte began to travel. */
  let begunAt = 0;
  let timer: NodeJS.Timeout | undefined;

  const schedule = () => {
    const nextAt = begunAt + byteMs - performance.now();
    timer = setTimeout(arrive, Math.max(1, nextAt));
  };

  const arrive = () => {
    timer = undefined;
    const arrived = Math.min(pending.length, Math.floor((performance.now() - begunAt) / byteMs));
    const bytes = pending.subarray(0, arrived);
    pending = pending.subarray(arrived);
    begunAt += arrived * byteMs;
    if (arrived > 0) deliver(bytes);
    // The listener may have cleared the lane or pushed into it.
    if (pending.length > 0 && timer === undefined) schedule();
  };

  return {
    push: (bytes) => {
      if (bytes.length === 0) return;
      if (pending.length === 0) begunAt = Math.max(begunAt, performance.now());
      const joined = new Uint8Array(pending.length + bytes.length);
      joined.set(pending);
      joined.set(bytes, pending.length);
      pending = joined;
      if (timer === undefined) schedule();
    },
    backlog: () => pending.length,
    clear: () => {
      clearTimeout(timer);
      timer = undefined;
      pending = new Uint8Array(0);
    },
  };
}
