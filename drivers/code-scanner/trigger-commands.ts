/** What a scanner answered to a command. */
export type ScannerReply = { readonly accepted: boolean; readonly data: Uint8Array };

/** A reply that begins at a place of a stream, or why there is none (yet). */
export type FoundReply = { readonly length: number; readonly reply: ScannerReply } | 'none' | 'incomplete';

/** How the scanners of a family are commanded. */
export type TriggerFamily = {
  /** Look for a code now. */
  readonly on: Uint8Array;
  /** Undefined where the scanner can only be left to stop by itself. */
  readonly off: Uint8Array | undefined;
  /** Undefined where commands are not answered. */
  readonly replies:
    | {
        /** The first byte of every reply; it stands in no code, so that others need not be looked at. */
        readonly head: number;
        readonly at: (stream: Uint8Array, at: number) => FoundReply;
        /** A question that changes nothing. */
        readonly identity: Uint8Array;
      }
    | undefined;
};

const STX = 0x02;
const ACK = 0x06;

const ascii = (text: string) => Array.from(text, (character) => character.charCodeAt(0));

// Newland's unified commands: `~ SOH 0000`, storage (`#` until power is cut), command, `; ETX`.
const UNIFIED_HEAD = [0x01, ...ascii('0000')];
const UNIFIED_TAIL = [0x3b, 0x03];
/** The longest known is the product information. */
const UNIFIED_MAX_BYTES = 256;

export function encodeUnified(command: string): Uint8Array {
  return Uint8Array.from([0x7e, ...UNIFIED_HEAD, ...ascii(`#${command}`), ...UNIFIED_TAIL]);
}

/** The answer repeats the command; a verdict stands before the tail: 06, or 15 and 05 for a refusal. */
export function encodeUnifiedReply(command: string, accepted: boolean, information = ''): Uint8Array {
  const verdict = accepted ? ACK : 0x15;
  const head = [STX, ...UNIFIED_HEAD];
  return Uint8Array.from([...head, ...ascii(`#${command}${information}`), verdict, ...UNIFIED_TAIL]);
}

function unifiedReplyAt(stream: Uint8Array, at: number): FoundReply {
  const head = [STX, ...UNIFIED_HEAD];
  for (const [offset, byte] of head.entries()) {
    if (at + offset >= stream.length) return 'incomplete';
    if (stream[at + offset] !== byte) return 'none';
  }
  const body = at + head.length;
  const limit = Math.min(stream.length, at + UNIFIED_MAX_BYTES);
  for (let tail = body + 1; tail + 1 < limit; tail += 1) {
    if (stream[tail] !== UNIFIED_TAIL[0] || stream[tail + 1] !== UNIFIED_TAIL[1]) continue;
    const verdict = stream[tail - 1];
    if (verdict !== ACK && verdict !== 0x15 && verdict !== 0x05) return 'none';
    const reply = { accepted: verdict === ACK, data: stream.slice(body, tail - 1) };
    return { length: tail + 2 - at, reply };
  }
  return limit < at + UNIFIED_MAX_BYTES ? 'incomplete' : 'none';
}

// GM65 and the modules made after it: `7E 00`, type, length, address, data, CRC; a reply begins with `02 00`.
const MODULE_HEAD = [0x7e, 0x00];
const READ_ZONE = 0x07;
const WRITE_ZONE = 0x08;
const TRIGGER_ZONE = [0x00, 0x02];
/** The baud rate: always there, and asking changes nothing. */
const BAUD_ZONE = [0x00, 0x2a];
const BAUD_BYTES = 0x02;
const MODULE_REPLY_HEAD_BYTES = 4;
const MODULE_CRC_BYTES = 2;
/** Nothing that is asked here has a longer answer. */
const MODULE_MAX_DATA = 64;

function encodeModuleCommand(type: number, zone: readonly number[], data: readonly number[]): Uint8Array {
  const body = [type, data.length, ...zone, ...data];
  return Uint8Array.from([...MODULE_HEAD, ...body, ...crc(Uint8Array.from(body))]);
}

export function encodeModuleReply(data: readonly number[], accepted = true): Uint8Array {
  const body = [accepted ? 0x00 : 0x01, data.length, ...data];
  return Uint8Array.from([STX, 0x00, ...body, ...crc(Uint8Array.from(body))]);
}

function moduleReplyAt(stream: Uint8Array, at: number): FoundReply {
  const [second, type, dataBytes] = stream.subarray(at + 1, at + MODULE_REPLY_HEAD_BYTES);
  if (second === undefined) return 'incomplete';
  if (second !== 0x00) return 'none';
  if (type === undefined || dataBytes === undefined) return 'incomplete';
  if (dataBytes === 0 || dataBytes > MODULE_MAX_DATA) return 'none';
  const length = MODULE_REPLY_HEAD_BYTES + dataBytes + MODULE_CRC_BYTES;
  if (at + length > stream.length) return 'incomplete';
  const end = at + length - MODULE_CRC_BYTES;
  const [high, low] = crc(stream.subarray(at + 2, end));
  if (stream[end] !== high || stream[end + 1] !== low) return 'none';
  return {
    length,
    reply: { accepted: type === 0x00, data: stream.slice(at + MODULE_REPLY_HEAD_BYTES, end) },
  };
}

/** CRC-16/XMODEM, high byte first. */
function crc(bytes: Uint8Array): [number, number] {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum & 0x8000) === 0 ? sum << 1 : (sum << 1) ^ 0x1021;
  }
  return [(sum >> 8) & 0xff, sum & 0xff];
}

export const triggerFamilies = {
  honeywell: {
    on: Uint8Array.of(0x16, 0x54, 0x0d),
    off: Uint8Array.of(0x16, 0x55, 0x0d),
    replies: undefined,
  },
  'newland-unified': {
    on: encodeUnified('SCNTRG1'),
    off: encodeUnified('SCNTRG0'),
    replies: { head: STX, at: unifiedReplyAt, identity: encodeUnified('QRYSYS') },
  },
  gm65: {
    on: encodeModuleCommand(WRITE_ZONE, TRIGGER_ZONE, [0x01]),
    // The module stops by itself after its reading time.
    off: undefined,
    replies: {
      head: STX,
      at: moduleReplyAt,
      identity: encodeModuleCommand(READ_ZONE, BAUD_ZONE, [BAUD_BYTES]),
    },
  },
} as const satisfies Readonly<Record<string, TriggerFamily>>;

export type TriggerFamilyName = keyof typeof triggerFamilies;

/** The command of a unified frame, without its storage mark; undefined for anything else. */
export function unifiedCommandIn(frame: Uint8Array): string | undefined {
  const text = String.fromCharCode(...frame);
  return text.startsWith('~\u00010000#') && text.endsWith(';\u0003') ? text.slice(7, -2) : undefined;
}
