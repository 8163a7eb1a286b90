/** The bytes that a printer has received and not yet worked through. */
export type InputBuffer = {
  /** All of them, valid until the next call. */
  readonly bytes: () => Uint8Array;
  /** Without flow control what finds no room is lost, as on a real serial line. */
  readonly append: (bytes: readonly number[]) => void;
  readonly consume: (count: number) => void;
  readonly clear: () => void;
};

/** @param size how many bytes the printer holds */
export function createInputBuffer(size: number): InputBuffer {
  // Twice the room: what waits is moved to the front once in a bufferful, not with each byte.
  const room = new Uint8Array(2 * size);
  let from = 0;
  let to = 0;
  return {
    bytes: () => room.subarray(from, to),
    append: (bytes) => {
      if (to - from + bytes.length > size) return;
      if (to + bytes.length > room.length) {
        room.copyWithin(0, from, to);
        to -= from;
        from = 0;
      }
      room.set(bytes, to);
      to += bytes.length;
    },
    consume: (count) => {
      from += count;
    },
    clear: () => {
      from = to;
    },
  };
}
