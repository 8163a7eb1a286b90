/** What a scanner puts behind each code; `line-end` takes CR, LF and CR LF as they come. */
export const SUFFIXES = ['line-end', 'cr', 'lf', 'crlf', 'tab', 'none'] as const;

export type Suffix = (typeof SUFFIXES)[number];

/** More than the largest symbol holds (a QR code: 7089 digits). */
export const MAX_CODE_BYTES = 8192;

const TAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;

export type LineDecoder = {
  /** Calls `onCode` with each code that these bytes complete. */
  readonly push: (bytes: Uint8Array, onCode: (code: Uint8Array) => void) => void;
  /**
   * The line has been quiet: without a suffix that ends a code; with one, what has begun is a code that was cut
   * off and is forgotten, because a part of a code is worse than none.
   */
  readonly flush: (onCode: (code: Uint8Array) => void) => void;
  readonly pending: () => boolean;
};

/** How many bytes of the suffix stand before this byte where it ends a code; undefined where it does not. */
export function suffixBytesBefore(
  suffix: Suffix,
  byte: number,
  before: number | undefined,
): number | undefined {
  switch (suffix) {
    case 'line-end':
      return byte === CR || byte === LF ? 0 : undefined;
    case 'cr':
      return byte === CR ? 0 : undefined;
    case 'lf':
      return byte === LF ? 0 : undefined;
    case 'crlf':
      return byte === LF && before === CR ? 1 : undefined;
    case 'tab':
      return byte === TAB ? 0 : undefined;
    case 'none':
      return undefined;
  }
}

/** Parts a stream of bytes into codes. Empty ones and those too long for any symbol are dropped. */
export function createLineDecoder(suffix: Suffix): LineDecoder {
  const buffer = new Uint8Array(MAX_CODE_BYTES);
  let length = 0;
  let tooLong = false;

  const reset = () => {
    length = 0;
    tooLong = false;
  };

  const end = (onCode: (code: Uint8Array) => void, dropped: number) => {
    const code = tooLong ? undefined : buffer.slice(0, length - dropped);
    reset();
    if (code !== undefined && code.length > 0) onCode(code);
  };

  return {
    push: (bytes, onCode) => {
      for (const byte of bytes) {
        const before = suffixBytesBefore(suffix, byte, length > 0 ? buffer[length - 1] : undefined);
        if (before !== undefined) end(onCode, before);
        // Of a scanner that sends CR LF after all.
        else if (suffix === 'cr' && byte === LF && length === 0) continue;
        else if (length < MAX_CODE_BYTES) {
          buffer[length] = byte;
          length += 1;
        } else {
          tooLong = true;
          // Where CR LF ends a code, the CR must be seen even behind what no longer fits.
          buffer[MAX_CODE_BYTES - 1] = byte;
        }
      }
    },
    flush: (onCode) => {
      if (suffix === 'none') end(onCode, 0);
      else reset();
    },
    pending: () => length > 0,
  };
}
