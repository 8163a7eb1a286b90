/** What a printer sends, told apart. Bits as in the devices facts, ESC/POS receipt printer. */
export type PrinterMessage =
  /** Answer to `DLE EOT n`, with the fixed bits that tell it from everything else. */
  | { readonly kind: 'status'; readonly bits: number }
  /**
   * A byte without fixed bits: the answer to `GS r`, or to `DLE EOT n` from a printer that clears them.
   * Only who knows what was asked can tell.
   */
  | { readonly kind: 'plain'; readonly bits: number }
  /** Automatic status back, sent unasked; four bytes. */
  | { readonly kind: 'automatic'; readonly condition: PrinterCondition }
  /** Full status of a printer with a presenter; six bytes. */
  | { readonly kind: 'full'; readonly atOutput: boolean }
  /** The buffers have been cleared (`37 25 00`). */
  | { readonly kind: 'cleared' }
  | { readonly kind: 'garbage'; readonly byte: number };

export type PrinterCondition = {
  readonly offline: boolean;
  readonly coverOpen: boolean;
  readonly paperOut: boolean;
  readonly paperNearEnd: boolean;
  readonly cutterJam: boolean;
  /** Mends itself: the print head is too hot. */
  readonly overheated: boolean;
  readonly unrecoverable: boolean;
  /** Stopped by an error, whether it names it or not. */
  readonly inError: boolean;
};

export const GOOD_CONDITION: PrinterCondition = {
  offline: false,
  coverOpen: false,
  paperOut: false,
  paperNearEnd: false,
  cutterJam: false,
  overheated: false,
  unrecoverable: false,
  inError: false,
};

/** The four answers to `DLE EOT 1`–`4` as one condition; some printers always answer 0 to 3. */
export type StatusAnswers = readonly [number, number, number, number];

export function conditionFromAnswers([printer, offline, error, paper]: StatusAnswers): PrinterCondition {
  return {
    offline: has(printer, 0x08),
    coverOpen: has(offline, 0x04),
    // Paper end shows in the sensor, and as the cause of a stop in printers whose sensor bits are not wired.
    paperOut: has(paper, 0x60) || has(offline, 0x20),
    paperNearEnd: has(paper, 0x0c),
    cutterJam: has(error, 0x08),
    overheated: has(error, 0x40),
    unrecoverable: has(error, 0x20),
    inError: has(offline, 0x40) || has(error, 0x6c),
  };
}

/** Automatic status back: printer, error and paper bytes; the fourth tells nothing of use. */
function conditionFromAutomatic([printer = 0, error = 0, paper = 0]: readonly number[]): PrinterCondition {
  return {
    offline: has(printer, 0x08),
    coverOpen: has(printer, 0x20),
    paperOut: has(paper, 0x0c),
    paperNearEnd: has(paper, 0x03),
    cutterJam: has(error, 0x08),
    overheated: has(error, 0x40),
    unrecoverable: has(error, 0x20),
    inError: has(error, 0x68),
  };
}

/** The answer to `GS r 1` or `ESC v`, which tells of paper only. */
export function conditionFromPaperSensor(bits: number): PrinterCondition {
  return { ...GOOD_CONDITION, paperOut: has(bits, 0x0c), paperNearEnd: has(bits, 0x03) };
}

/** Bytes in, messages out; keeps what is not complete yet. Never throws, whatever comes. */
export type StatusDecoder = { readonly decode: (bytes: Uint8Array) => PrinterMessage[] };

/** @param hasPresenter only such printers send the full status, which begins like an automatic one */
export function createStatusDecoder({ hasPresenter = false } = {}): StatusDecoder {
  let partial: number[] = [];

  const accept = (byte: number): PrinterMessage[] => {
    // Its bytes may have any value, so they are counted and not looked at.
    if (partial.length > 1 && isFull(partial)) return goOn(byte);
    // XON and XOFF share the stream and can stand between any two bytes.
    if (byte === XON || byte === XOFF) return [];
    // So can the answer to a real-time question, even inside an automatic status.
    if ((byte & FIXED_BITS) === STATUS_MARK) return [{ kind: 'status', bits: byte }];
    return partial.length === 0 ? begin(byte) : goOn(byte);
  };

  const begin = (byte: number): PrinterMessage[] => {
    if ((byte & FIXED_BITS) === AUTOMATIC_MARK || byte === CLEARED[0]) {
      partial = [byte];
      return [];
    }
    return [has(byte, 0x80) || has(byte, 0x10) ? { kind: 'garbage', byte } : { kind: 'plain', bits: byte }];
  };

  const goOn = (byte: number): PrinterMessage[] => {
    const sofar = partial;
    if (sofar[0] === CLEARED[0]) {
      if (byte !== CLEARED[sofar.length]) return breakOff(byte);
      if (sofar.length + 1 < CLEARED.length) partial = [...sofar, byte];
      else partial = [];
      return partial.length === 0 ? [{ kind: 'cleared' }] : [];
    }
    if (hasPresenter && isFull([...sofar, byte])) {
      const full = [...sofar, byte];
      partial = full.length < FULL_BYTES ? full : [];
      return partial.length > 0 ? [] : [{ kind: 'full', atOutput: has(full[FULL_PAPER] ?? 0, 0x20) }];
    }
    if (has(byte, 0x90)) return breakOff(byte);
    const automatic = [...sofar, byte];
    partial = automatic.length < AUTOMATIC_BYTES ? automatic : [];
    return partial.length > 0 ? [] : [{ kind: 'automatic', condition: conditionFromAutomatic(automatic) }];
  };

  const isFull = (bytes: readonly number[]) => hasPresenter && bytes[0] === FULL[0] && bytes[1] === FULL[1];

  /** What began was no message; the byte that showed it may begin one itself. */
  const breakOff = (byte: number): PrinterMessage[] => {
    const lost = partial.map((value): PrinterMessage => ({ kind: 'garbage', byte: value }));
    partial = [];
    return [...lost, ...begin(byte)];
  };

  return { decode: (bytes) => [...bytes].flatMap(accept) };
}

const FIXED_BITS = 0x93;
const STATUS_MARK = 0x12;
const AUTOMATIC_MARK = 0x10;
const AUTOMATIC_BYTES = 4;
const FULL = [0x10, 0x0f] as const;
const FULL_BYTES = 6;
const FULL_PAPER = 2;
const XON = 0x11;
const XOFF = 0x13;
const CLEARED = [0x37, 0x25, 0x00] as const;

function has(byte: number, mask: number): boolean {
  return (byte & mask) !== 0;
}
