import type { Alignment } from '#domain/printing/receipt-document.ts';

/** ESC/POS commands as bytes; names are the standard's. Source: devices facts, ESC/POS receipt printer. */

const ESC = 0x1b;
const GS = 0x1d;
const FS = 0x1c;
const DLE = 0x10;

const ALIGN: Readonly<Record<Alignment, number>> = { left: 0, center: 1, right: 2 };

export type StatusQuestion = 1 | 2 | 3 | 4;

export const initialise = (): number[] => [ESC, 0x40];

/** `FS &`: two-byte characters are hanzi from here on. */
export const chineseOn = (): number[] => [FS, 0x26];

export const lineFeed = (): number[] => [0x0a];

export const align = (alignment: Alignment): number[] => [ESC, 0x61, ALIGN[alignment]];

/** Multiples of the ordinary character, 1–8. */
export const characterSize = (width: number, height: number): number[] => [
  GS,
  0x21,
  ((width - 1) << 4) | (height - 1),
];

export const bold = (on: boolean): number[] => [ESC, 0x45, on ? 1 : 0];

/** Prints what the line holds and feeds this many lines, 0–255. */
export const feedLines = (lines: number): number[] => [ESC, 0x64, lines];

/** Feeds this many dots, 0–255. */
export const feedDots = (dots: number): number[] => [ESC, 0x4a, dots];

/** Feeds the end of the receipt past the blade (this many dots, 0–255) and cuts all but one point. */
export const feedAndCutPartly = (dots: number): number[] => [GS, 0x56, 0x42, dots];

/** Model 2, error correction M; the printer makes the symbol. At most 65,532 bytes of data. */
export function qrCode(data: Uint8Array, moduleDots: number): number[] {
  const model2 = [0x41, 0x32, 0x00];
  const size = [0x43, moduleDots];
  const levelM = [0x45, 0x31];
  const store = [0x50, 0x30, ...data];
  const print = [0x51, 0x30];
  return [model2, size, levelM, store, print].flatMap(qrFunction);
}

/** `GS ( k pL pH 31 …`: p counts what follows it. */
function qrFunction(parameters: readonly number[]): number[] {
  const length = parameters.length + 1;
  return [GS, 0x28, 0x6b, length & 0xff, length >> 8, 0x31, ...parameters];
}

/** `DLE EOT n`: answered at once, whatever waits in the printer's buffer. */
export const askStatus = (question: StatusQuestion): number[] => [DLE, 0x04, question];

/** `GS r 1`: answered in its turn, when everything before it has been done. The only proof of printing. */
export const marker = (): number[] => [GS, 0x72, 0x01];

/** `DLE DC4 8`: throws away what the printer has not printed yet, at once. Answered by `37 25 00`. */
export const clearBuffers = (): Uint8Array =>
  Uint8Array.of(DLE, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08);
