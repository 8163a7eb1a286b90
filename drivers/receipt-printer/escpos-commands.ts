import type { Alignment } from '#domain/printing/receipt-document.ts';

/** ESC/POS commands as bytes; names are the standard's. Source: devices facts, ESC/POS receipt printer. */

const ESC = 0x1b;
const GS = 0x1d;
const FS = 0x1c;
const DLE = 0x10;

const ALIGN: Readonly<Record<Alignment, number>> = { left: 0, center: 1, right: 2 };

export type StatusQuestion = 1 | 2 | 3 | 4;

/** Questions that are answered in their turn, when everything before them has been done. */
export type TurnQuestion = 'GS r' | 'GS I' | 'ESC v';

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

/** Cuts where the paper is. */
export const cut = (how: 'full' | 'partial'): number[] => [GS, 0x56, how === 'full' ? 0 : 1];

/** Feeds to the next black mark on the paper's back. */
export const feedToBlackMark = (): number[] => [GS, 0x0c];

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

/**
 * CODE128, with the text below it. `data` names its code sets (`{B…`, `{C…`), at most 255 bytes; height 1–255
 * dots, modules of 2–6 dots.
 */
export function code128(data: readonly number[], heightDots: number, moduleDots: number): number[] {
  const textBelow = [GS, 0x48, 0x02];
  const height = [GS, 0x68, heightDots];
  const module = [GS, 0x77, moduleDots];
  return [...textBelow, ...height, ...module, GS, 0x6b, 0x49, data.length, ...data];
}

/** One bit a dot, rows padded to bytes; at most 65,535 bytes across and rows down. */
export function raster(widthBytes: number, rows: number, bits: Uint8Array): number[] {
  return [GS, 0x76, 0x30, 0, widthBytes & 0xff, widthBytes >> 8, rows & 0xff, rows >> 8, ...bits];
}

/** Holds the paper out by so many steps; this program watches whether it is taken. */
export const present = (steps: number): number[] => [GS, 0x65, 0x03, steps];

/** Holds the paper out and disposes of it by itself when it is not taken. */
export const presentFor = (steps: number, seconds: number): number[] => [GS, 0x65, 0x20, steps, seconds];

export const retract = (): number[] => [GS, 0x65, 0x02];

export const eject = (): number[] => [GS, 0x65, 0x05];

/** `DLE EOT n`: answered at once, whatever waits in the printer's buffer. */
export const askStatus = (question: StatusQuestion): number[] => [DLE, 0x04, question];

/** Full status of printers with a presenter: six bytes, at once. */
export const askFullStatus = (): number[] => [DLE, 0x04, 0x14];

/** `GS a`: every change of the condition is told from here on, and how it stands now. */
export const tellChanges = (): number[] => [GS, 0x61, 0xff];

/** Answered in its turn, when everything before it has been done. The only proof of printing. */
export function marker(question: TurnQuestion): number[] {
  switch (question) {
    case 'GS r':
      return [GS, 0x72, 0x01];
    case 'GS I':
      return [GS, 0x49, 0x01];
    case 'ESC v':
      return [ESC, 0x76];
  }
}

const IDENTITY_FIELDS = { firmware: 0x41, maker: 0x42, model: 0x43 } as const;
export type IdentityField = keyof typeof IDENTITY_FIELDS;

/** `GS I`: answered by `5F`, a text and `00`. */
export const askIdentity = (field: IdentityField): number[] => [GS, 0x49, IDENTITY_FIELDS[field]];

/** The field that the last byte of such a question asks for. */
export function identityField(byte: number): IdentityField | undefined {
  return (['firmware', 'maker', 'model'] as const).find((field) => IDENTITY_FIELDS[field] === byte);
}

/** `DLE DC4 8`: throws away what the printer has not printed yet, at once. Answered by `37 25 00`. */
export const clearBuffers = (): Uint8Array =>
  Uint8Array.of(DLE, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08);
