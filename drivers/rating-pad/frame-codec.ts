import { checksum, checksumSize } from './checksum.ts';
import { type Framing, type LengthField, writtenChecksumSize } from './framing.ts';

/** The frame round a message; undefined when the message does not fit the framing. */
export function encodeFrame(framing: Framing, message: Uint8Array): Uint8Array | undefined {
  const { head, tail, size, checksum: sum } = framing;
  const checksumBytes = writtenChecksumSize(framing);
  let content = message;
  let inner: Uint8Array;
  if (size.kind === 'fixed') {
    const room = size.bytes - head.length - tail.length - checksumBytes;
    if (message.length > room || (message.length < room && size.pad === undefined)) return undefined;
    content = new Uint8Array(room).fill(size.pad ?? 0);
    content.set(message);
  }
  if (size.kind === 'length-field') {
    const before = size.offset - head.length;
    if (content.length < before) return undefined;
    const after = content.length - before;
    const counted = countedBytes(size, { before, after, checksum: checksumBytes, framing });
    const field = writeNumber(counted, fieldValueBytes(size), size.order, size.digits);
    if (field === undefined) return undefined;
    inner = Uint8Array.from([...content.subarray(0, before), ...field, ...content.subarray(before)]);
  } else inner = content;
  if (head.length + inner.length + checksumBytes + tail.length > size.maxBytes) return undefined;
  const covered = coveredBytes(framing, Uint8Array.from([...head, ...inner]), inner.length);
  const value =
    sum.algorithm === 'none'
      ? []
      : (writeNumber(checksum(sum.algorithm, covered), checksumSize(sum.algorithm), sum.order, sum.digits) ??
        []);
  const escaped = [...inner, ...value].flatMap((byte) => framing.escape.get(byte) ?? [byte]);
  return Uint8Array.from([...head, ...escaped, ...tail]);
}

export type FrameDecoder = {
  /** The messages of the frames that these bytes complete. */
  readonly push: (bytes: Uint8Array) => Uint8Array[];
  /**
   * The line has fallen silent, or a report has ended: no frame that has begun will be completed. Gives the good
   * frames that a damaged one before them had covered, and forgets the rest.
   */
  readonly flush: () => Uint8Array[];
};

/**
 * What a message can be. known: one that the pad sends. shaped: one of its kind, with a value that the profile does
 * not know. strange: neither.
 */
export type MessageVerdict = 'known' | 'shaped' | 'strange';

/**
 * Finds frames in a stream that may hold anything.
 *
 * After a frame without checksum the search goes on behind it if its message is known. In every other case it goes
 * on at the frame's second byte: one byte of checksum lets a damaged frame in 256 pass, and what it swallowed must
 * not be lost.
 */
export function createFrameDecoder(
  framing: Framing,
  judge: (message: Uint8Array) => MessageVerdict,
): FrameDecoder {
  const { head } = framing;
  const checked = framing.checksum.algorithm !== 'none';
  const read = createFrameReader(framing, judge);
  let buffer: Uint8Array = new Uint8Array(0);

  const scan = (complete: boolean): Uint8Array[] => {
    const messages: Uint8Array[] = [];
    let at = 0;
    while (at < buffer.length) {
      if (head[0] !== undefined && buffer[at] !== head[0]) {
        const next = buffer.indexOf(head[0], at);
        at = next === -1 ? buffer.length : next;
        continue;
      }
      const frame = read(buffer, at);
      if (frame === 'incomplete' && !complete) break;
      if (frame === 'none' || frame === 'incomplete') at += 1;
      else {
        messages.push(frame.message);
        at = !checked && judge(frame.message) === 'known' ? frame.end : at + 1;
      }
    }
    buffer = buffer.slice(at);
    return messages;
  };

  return {
    push: (bytes) => {
      if (buffer.length === 0) buffer = bytes;
      else {
        const joined = new Uint8Array(buffer.length + bytes.length);
        joined.set(buffer);
        joined.set(bytes, buffer.length);
        buffer = joined;
      }
      return scan(false);
    },
    flush: () => scan(true),
  };
}

type FoundFrame = { readonly message: Uint8Array; readonly end: number };

/** Reads the frame that begins at a place, or says why there is none (yet). */
function createFrameReader(
  framing: Framing,
  judge: (message: Uint8Array) => MessageVerdict,
): (buffer: Uint8Array, at: number) => FoundFrame | 'none' | 'incomplete' {
  const { head, tail, size, unescape, escape } = framing;
  const checksumBytes = writtenChecksumSize(framing);
  /** Head, and what stands between head and tail, read as it was before escaping; used anew for each frame. */
  const whole = new Uint8Array(head.length + size.maxBytes);
  whole.set(head);
  const inner = whole.subarray(head.length);
  const fieldEnd = size.kind === 'length-field' ? size.offset - head.length + size.bytes : undefined;
  const room = size.maxBytes - head.length - tail.length;
  /** Bytes of a message, or its checksum, may look like the tail where nothing is escaped. */
  const tailIsDoubtful = framing.checksum.algorithm !== 'none' && escape.size === 0;

  /** Undefined when the checksum is wrong. */
  const messageOf = (filled: number): Uint8Array | undefined => {
    const contentBytes = filled - checksumBytes;
    if (contentBytes <= 0) return undefined;
    if (framing.checksum.algorithm !== 'none') {
      const { algorithm, order, digits } = framing.checksum;
      const written = readNumber(inner.subarray(contentBytes, filled), order, digits);
      if (written !== checksum(algorithm, coveredBytes(framing, whole, contentBytes))) return undefined;
    }
    if (size.kind !== 'length-field' || fieldEnd === undefined) return inner.slice(0, contentBytes);
    const message = new Uint8Array(contentBytes - size.bytes);
    message.set(inner.subarray(0, fieldEnd - size.bytes));
    message.set(inner.subarray(fieldEnd, contentBytes), fieldEnd - size.bytes);
    return message;
  };

  return (buffer, at) => {
    const begins = startsWith(buffer, at, head);
    if (begins !== 'yes') return begins === 'no' ? 'none' : 'incomplete';
    let wanted = size.kind === 'fixed' ? room : undefined;
    let filled = 0;
    let place = at + head.length;
    for (;;) {
      if (filled === wanted) break;
      if (size.kind === 'until-tail') {
        const ends = startsWith(buffer, place, tail);
        if (ends === 'perhaps') return 'incomplete';
        if (ends === 'yes') {
          const message = messageOf(filled);
          if (!tailIsDoubtful && message === undefined) return 'none';
          if (message !== undefined && !(tailIsDoubtful && judge(message) === 'strange')) {
            return { message, end: place + tail.length };
          }
        }
      }
      if (filled === room) return 'none';
      let byte = buffer[place];
      if (byte === undefined) return 'incomplete';
      place += 1;
      if (escape.size > 0) {
        if (byte === unescape.lead) {
          const second = buffer[place];
          if (second === undefined) return 'incomplete';
          place += 1;
          byte = unescape.bySecond.get(second);
          if (byte === undefined) return 'none';
        } else if (escape.has(byte)) return 'none';
      }
      inner[filled] = byte;
      filled += 1;
      if (size.kind === 'length-field' && filled === fieldEnd) {
        wanted = wantedBytes(size, framing, inner.subarray(fieldEnd - size.bytes, fieldEnd));
        if (wanted === undefined || wanted < filled + checksumBytes || wanted > room) return 'none';
      }
    }
    const ends = startsWith(buffer, place, tail);
    if (ends !== 'yes') return ends === 'no' ? 'none' : 'incomplete';
    const message = messageOf(filled);
    return message === undefined ? 'none' : { message, end: place + tail.length };
  };
}

function startsWith(buffer: Uint8Array, at: number, wanted: Uint8Array): 'yes' | 'no' | 'perhaps' {
  for (let offset = 0; offset < wanted.length; offset += 1) {
    if (at + offset >= buffer.length) return 'perhaps';
    if (buffer[at + offset] !== wanted[offset]) return 'no';
  }
  return 'yes';
}

/** Of a field written in hexadecimal digits two make a byte. */
function fieldValueBytes({ bytes, digits }: LengthField): number {
  return digits === 'hex' ? bytes / 2 : bytes;
}

/** Bytes between head and tail by the length field; undefined when the field is no number. */
function wantedBytes(size: LengthField, framing: Framing, field: Uint8Array): number | undefined {
  const counted = readNumber(field, size.order, size.digits);
  if (counted === undefined) return undefined;
  const before = size.offset - framing.head.length;
  const checksumBytes = writtenChecksumSize(framing);
  const withoutAfter = countedBytes(size, { before, after: 0, checksum: checksumBytes, framing });
  const after = counted - withoutAfter;
  return after < 0 ? undefined : before + size.bytes + after + checksumBytes;
}

function countedBytes(
  size: LengthField,
  parts: {
    readonly before: number;
    readonly after: number;
    readonly checksum: number;
    readonly framing: Framing;
  },
): number {
  const bytes = {
    head: parts.framing.head.length,
    before: parts.before,
    length: size.bytes,
    after: parts.after,
    checksum: parts.checksum,
    tail: parts.framing.tail.length,
  };
  return size.counts.reduce((sum, part) => sum + bytes[part], 0);
}

/** What the checksum covers of a frame, given as its head and what stands between that and the checksum. */
function coveredBytes(
  { head, checksum: { from, leaveOut } }: Framing,
  whole: Uint8Array,
  innerBytes: number,
): Uint8Array {
  return whole.subarray(from, Math.max(from, head.length + innerBytes - leaveOut));
}

type Digits = 'binary' | 'decimal' | 'hex';

function writeNumber(
  value: number,
  bytes: number,
  order: 'big' | 'little',
  digits: Digits,
): number[] | undefined {
  if (digits === 'decimal') {
    const text = String(value).padStart(bytes, '0');
    return text.length === bytes ? characters(text) : undefined;
  }
  if (value >= 256 ** bytes) return undefined;
  const big = bytes === 1 ? [value] : [value >> 8, value & 0xff];
  const ordered = order === 'big' ? big : big.toReversed();
  if (digits === 'binary') return ordered;
  return characters(ordered.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(''));
}

function readNumber(field: Uint8Array, order: 'big' | 'little', digits: Digits): number | undefined {
  if (digits === 'binary') {
    const [first = 0, second] = field;
    if (second === undefined) return first;
    return order === 'big' ? first * 256 + second : second * 256 + first;
  }
  const text = String.fromCharCode(...field);
  if (digits === 'decimal') return /^\d+$/.test(text) ? Number(text) : undefined;
  if (!/^(?:[\dA-F]{2})+$/i.test(text)) return undefined;
  const bytes = text.match(/../g) ?? [];
  return Number.parseInt((order === 'big' ? bytes : bytes.toReversed()).join(''), 16);
}

function characters(text: string): number[] {
  return [...text].map((character) => character.charCodeAt(0));
}
