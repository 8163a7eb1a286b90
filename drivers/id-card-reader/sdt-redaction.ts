import { type BusinessDate, businessDateAt } from '#domain/time/hall-time.ts';
import type { Redaction, StreamRedactor } from '../transport/session-recording.ts';
import { checkCard, decodeCard } from './card-decoder.ts';
import { encodeCard } from './card-encoder.ts';
import type { IdCard } from './id-card.ts';
import { encodeFrame } from './sdt-codec.ts';
import { specimens } from './specimens.ts';

/** As in sdt-codec.ts: preamble, length of body and checksum. */
const PREAMBLE = [0xaa, 0xaa, 0xaa, 0x96, 0x69] as const;
const HEADER_BYTES = PREAMBLE.length + 2;
const MAX_LENGTH = 2560;
/** SW1 SW2 SW3. */
const STATUS_BYTES = 3;
/**
 * The longest number that a module tells, of itself or of a card's body. What is asked next cannot be trusted to say which:
 * a late answer belongs to the question before.
 */
const NUMBER_MOST_BYTES = 32;
const TEXT_BYTES = 256;

/**
 * Recordings of a resident ID-card reader: a card that was read becomes a specimen of its kind, refused
 * for what the card is refused for. A number, of a card's body
 * too, becomes how many others came before it on the line, so that the same card stays the same and another another.
 * Everything else becomes zeros, and so does whatever is no whole frame.
 */
export const sdtRedaction: Redaction = { incoming: createSdtRedactor, outgoing: (bytes) => bytes };

function createSdtRedactor(): StreamRedactor {
  let buffer: Uint8Array = new Uint8Array(0);
  const numberFor = createPseudonyms();

  /** A card read so late is what it was when its reading began. */
  let today = businessDateAt(0);

  const redact = (complete: boolean): Uint8Array => {
    const safe: number[] = [];
    let at = 0;
    while (at < buffer.length) {
      const frame = frameAt(buffer.subarray(at));
      if (frame === 'incomplete' && !complete) break;
      if (frame === 'none' || frame === 'incomplete') {
        // What follows a head that begins no good frame, or has none, may be part of a card.
        const head = headAt(buffer.subarray(at));
        safe.push(...(head ?? [0]));
        at += head?.length ?? 1;
      } else {
        safe.push(...encodeFrame(redactBody(frame, numberFor, today)));
        at += HEADER_BYTES + frame.length + 1;
      }
    }
    buffer = buffer.slice(at);
    return Uint8Array.from(safe);
  };

  return {
    push: (bytes, at) => {
      today = businessDateAt(at);
      buffer = Uint8Array.from([...buffer, ...bytes]);
      return redact(false);
    },
    flush: () => redact(true),
  };
}

/** Preamble and length, if the bytes begin with them. */
function headAt(bytes: Uint8Array): Uint8Array | undefined {
  const whole = bytes.length >= HEADER_BYTES && PREAMBLE.every((byte, index) => bytes[index] === byte);
  return whole ? bytes.subarray(0, HEADER_BYTES) : undefined;
}

/** The body of the good frame that the bytes begin with. */
function frameAt(bytes: Uint8Array): Uint8Array | 'none' | 'incomplete' {
  if (!PREAMBLE.every((byte, index) => (bytes[index] ?? byte) === byte)) return 'none';
  const [high, low] = bytes.subarray(PREAMBLE.length);
  if (high === undefined || low === undefined) return 'incomplete';
  const length = (high << 8) | low;
  if (length === 0 || length > MAX_LENGTH) return 'none';
  const end = HEADER_BYTES + length;
  if (bytes.length < end) return 'incomplete';
  const sum = bytes.subarray(PREAMBLE.length, end).reduce((xor, byte) => xor ^ byte, 0);
  return sum === 0 ? bytes.slice(HEADER_BYTES, end - 1) : 'none';
}

type Pseudonyms = (number: Uint8Array) => Uint8Array;

/** As long as it was; zeros say nothing and stay. */
function createPseudonyms(): Pseudonyms {
  const known = new Map<string, number>();
  return (number) => {
    const pseudonym = new Uint8Array(number.length);
    if (number.every((byte) => byte === 0)) return pseudonym;
    const name = number.join(' ');
    known.set(name, known.get(name) ?? known.size + 1);
    pseudonym[0] = known.get(name) ?? 0;
    return pseudonym;
  };
}

function redactBody(body: Uint8Array, numberFor: Pseudonyms, today: BusinessDate): Uint8Array {
  const data = body.subarray(STATUS_BYTES);
  const redacted = new Uint8Array(body.length);
  redacted.set(body.subarray(0, STATUS_BYTES));
  redacted.set(data.length > NUMBER_MOST_BYTES ? specimenFor(data, today) : numberFor(data), STATUS_BYTES);
  return redacted;
}

/**
 * A specimen in the place of the card that was read, its photo and fingerprint blank; what was no card stays none: with
 * lengths of zero nothing is read of it.
 */
function specimenFor(data: Uint8Array, today: BusinessDate): Uint8Array {
  const redacted = new Uint8Array(data.length);
  if ((data[0] ?? 0) * 256 + (data[1] ?? 0) !== TEXT_BYTES) return redacted;
  // Text and photo, or text, photo and fingerprint: the same reading either way.
  const offset = cardAt(data, 4) === undefined ? 6 : 4;
  const card = cardAt(data, offset);
  const specimen = specimens.find(({ card: { kind }, quirk }) => quirk === 'none' && kind === card?.kind);
  if (card === undefined || specimen === undefined) return redacted;
  redacted.set(data.subarray(0, offset));
  redacted.set(encodeCard(refusedAs(card, specimen.card, today)), offset);
  return redacted;
}

/** The specimen, with what the card is refused for, if it is. */
function refusedAs(card: IdCard, specimen: IdCard, today: BusinessDate): IdCard {
  return checkCard(card, today).match(
    () => specimen,
    (refusal) =>
      refusal === 'CARD_EXPIRED'
        ? { ...specimen, validFrom: '2000-01-01', validTo: '2010-01-01' }
        : { ...specimen, number: specimen.number.replace(/.$/, '?') },
  );
}

function cardAt(data: Uint8Array, offset: number): IdCard | undefined {
  const decoded = decodeCard(data.subarray(offset, offset + TEXT_BYTES), new Uint8Array(0));
  return decoded.isOk() ? decoded.value : undefined;
}
