/** Start bit, eight data bits from the lowest, stop bit. */
const BITS_PER_BYTE = 10;

/**
 * What a UART set to one speed makes of bytes that are sent at another, without a pause between them. A byte
 * whose stop bit is missing is heard as 0, as Linux hands it on.
 * @param sentBaud bits a second of the sender
 * @param heardBaud bits a second of the receiver
 */
export function heardAtOtherBaud(bytes: Uint8Array, sentBaud: number, heardBaud: number): Uint8Array {
  const sent = [...bytes].flatMap((byte) => [
    0,
    ...Array.from({ length: 8 }, (_, place) => (byte >> place) & 1),
    1,
  ]);
  /** Both in bits of the receiver. The line rests at 1. */
  const level = (at: number) => sent[Math.floor((at * sentBaud) / heardBaud)] ?? 1;
  const end = (sent.length * heardBaud) / sentBaud;
  /** Receivers look so many times a bit for the edge of a start bit. */
  const step = 1 / 16;
  const heard: number[] = [];
  for (let at = 0; at < end; ) {
    if (level(at) === 1 || level(at + 0.5) === 1) {
      at += step;
      continue;
    }
    const bits = Array.from({ length: 8 }, (_, place) => level(at + 1.5 + place) << place);
    const stops = level(at + BITS_PER_BYTE - 0.5) === 1;
    heard.push(stops ? bits.reduce((sum, bit) => sum | bit, 0) : 0);
    at += BITS_PER_BYTE - 0.5;
    // After a missing stop bit the next byte can begin only when the line has rested.
    if (!stops) while (at < end && level(at) === 0) at += step;
  }
  return Uint8Array.from(heard);
}
