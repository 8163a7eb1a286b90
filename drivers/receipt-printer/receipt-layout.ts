import QRCode from 'qrcode';
import type { Alignment, ReceiptBlock, ReceiptDocument } from '#domain/printing/receipt-document.ts';
import { type Glyph, glyphOf, isMongolian, printedCharacters, REPLACEMENT } from './characters.ts';
import { encodeCode128 } from './code128.ts';
import { drawLine } from './drawn-line.ts';
import { canDraw, type Dots } from './drawn-text.ts';
import { cutOff, endDots, handOver } from './end-of-receipt.ts';
import * as escpos from './escpos-commands.ts';
import { fitted } from './image-dots.ts';
import { columnsOf, wrapLines } from './line-wrapping.ts';
import { drawMongolian } from './mongolian-block.ts';
import type { PrinterProfile } from './printer-profile.ts';

export type LaidOutReceipt = {
  readonly bytes: Uint8Array;
  /** Paper it takes, in dots: names how long printing may last. */
  readonly paperDots: number;
  /** What could not be printed as it is and shows as 〓: single characters, or the text of a QR code. */
  readonly unprintable: readonly string[];
};

const MAX_SIZE = 8;
const MAX_FEED_LINES = 255;
const DEFAULT_QR_MODULE_DOTS = 6;
const MAX_QR_MODULE_DOTS = 16;
const DEFAULT_BAR_DOTS = 80;
const MAX_BAR_DOTS = 255;
const BAR_MODULE_DOTS = 2;
/** Mongolian letters are small for their font size: this one stands beside the printer's own characters. */
const MONGOLIAN_SIZE = 30;
/** Height of the ordinary character. */
export const CHARACTER_DOTS = 24;

/**
 * A document as bytes for one printer, from `ESC @` to the cut. Lines are broken here, by the width of what
 * is really printed, and not left to the printer, which would break inside words. A line that holds what the
 * printer's font does not is drawn here and sent as dots; every other line is sent as text, which is some
 * twenty times fewer bytes.
 */
export function layOutReceipt(document: ReceiptDocument, profile: PrinterProfile): LaidOutReceipt {
  const sheet = newSheet(profile);
  for (const block of document.blocks) layOutBlock(sheet, block);
  sheet.bytes.push(...cutOff(profile), ...handOver(profile));
  return {
    bytes: Uint8Array.from(sheet.bytes),
    paperDots: sheet.paperDots + endDots(profile),
    unprintable: [...sheet.unprintable],
  };
}

type Sheet = {
  readonly profile: PrinterProfile;
  readonly bytes: number[];
  readonly unprintable: Set<string>;
  paperDots: number;
};

function newSheet(profile: PrinterProfile): Sheet {
  return {
    profile,
    bytes: [...escpos.initialise(), ...escpos.chineseOn()],
    unprintable: new Set(),
    paperDots: 0,
  };
}

function layOutBlock(sheet: Sheet, block: ReceiptBlock): void {
  switch (block.kind) {
    case 'text':
      return layOutText(sheet, block.text, block.size ?? 1, block.bold ?? false, block.align ?? 'left');
    case 'pair':
      return layOutPair(sheet, block.left, block.right);
    case 'rule':
      return putLine(sheet, glyphsOf(sheet, '-'.repeat(sheet.profile.columns)), PLAIN);
    case 'space':
      return putSpace(sheet, block.lines);
    case 'qr':
      return layOutQr(sheet, block.text, block.moduleDots ?? DEFAULT_QR_MODULE_DOTS, block.align ?? 'center');
    case 'code128':
      return layOutBars(sheet, block.text, block.heightDots ?? DEFAULT_BAR_DOTS, block.align ?? 'center');
    case 'image':
      return putDots(sheet, fitted(block, sheet.profile.widthDots), block.align ?? 'center');
  }
}

type Look = { readonly size: number; readonly bold: boolean; readonly align: Alignment };
const PLAIN: Look = { size: 1, bold: false, align: 'left' };

function layOutText(sheet: Sheet, text: string, size: number, bold: boolean, align: Alignment): void {
  const look = { size: clamp(size, 1, MAX_SIZE), bold, align };
  if (isMongolian(text)) return layOutMongolian(sheet, text, look);
  const columns = Math.floor(sheet.profile.columns / look.size);
  for (const paragraph of text.split(/\r\n|\r|\n/)) {
    for (const line of wrapLines(glyphsOf(sheet, paragraph), columns)) putLine(sheet, line, look);
  }
}

function layOutMongolian(sheet: Sheet, text: string, { size, align }: Look): void {
  for (const { dots, unprintable } of drawMongolian(text, MONGOLIAN_SIZE * size, sheet.profile)) {
    for (const character of unprintable) sheet.unprintable.add(character);
    putDots(sheet, dots, align);
    putSpace(sheet, 1);
  }
}

/** Both on one line where there is room, else the right one below, against the right edge. */
function layOutPair(sheet: Sheet, left: string, right: string): void {
  const { columns } = sheet.profile;
  if (isMongolian(left + right)) {
    layOutText(sheet, left, 1, false, 'left');
    layOutText(sheet, right, 1, false, 'right');
    return;
  }
  const leftGlyphs = glyphsOf(sheet, oneLine(left));
  const rightGlyphs = glyphsOf(sheet, oneLine(right));
  const gap = columns - columnsOf(leftGlyphs) - columnsOf(rightGlyphs);
  if (gap >= 1) {
    putLine(sheet, [...leftGlyphs, ...glyphsOf(sheet, ' '.repeat(gap)), ...rightGlyphs], PLAIN);
    return;
  }
  for (const line of wrapLines(leftGlyphs, columns)) putLine(sheet, line, PLAIN);
  for (const line of wrapLines(rightGlyphs, columns)) putLine(sheet, line, { ...PLAIN, align: 'right' });
}

function putLine(sheet: Sheet, glyphs: readonly Glyph[], look: Look): void {
  const pitch = Math.max(sheet.profile.lineDots, CHARACTER_DOTS * look.size);
  if (glyphs.some((glyph) => !glyph.printable)) {
    const dots = drawLine(glyphs, look.size, look.bold);
    putDots(sheet, dots, look.align);
    const gap = Math.min(255, pitch - dots.rows);
    if (gap > 0) sheet.bytes.push(...escpos.feedDots(gap));
    sheet.paperDots += Math.max(0, gap);
    return;
  }
  sheet.bytes.push(
    ...escpos.align(look.align),
    ...escpos.characterSize(look.size, look.size),
    ...escpos.bold(look.bold),
    ...glyphs.flatMap((glyph) => [...glyph.bytes]),
    ...escpos.lineFeed(),
  );
  sheet.paperDots += pitch;
}

/** In strips that find room in the printer's buffer, so that it can begin before all has come. */
function putDots(sheet: Sheet, { widthBytes, rows, bits }: Dots, alignment: Alignment): void {
  const strip = Math.max(CHARACTER_DOTS, Math.floor(sheet.profile.bufferBytes / 2 / widthBytes));
  sheet.bytes.push(...escpos.align(alignment));
  for (let row = 0; row < rows; row += strip) {
    const height = Math.min(strip, rows - row);
    const dots = bits.subarray(row * widthBytes, (row + height) * widthBytes);
    for (const byte of escpos.raster(widthBytes, height, dots)) sheet.bytes.push(byte);
  }
  sheet.paperDots += rows;
}

function putSpace(sheet: Sheet, lines: number): void {
  const wanted = clamp(lines, 0, MAX_FEED_LINES);
  if (wanted === 0) return;
  sheet.bytes.push(...escpos.feedLines(wanted));
  sheet.paperDots += wanted * sheet.profile.lineDots;
}

/** As large as wished and as the paper is wide; a text that fits no QR code is named and shown as 〓. */
function layOutQr(sheet: Sheet, text: string, moduleDots: number, align: Alignment): void {
  const data = new TextEncoder().encode(printedCharacters(text).join(''));
  const modules = qrModules(data);
  if (modules === undefined) {
    sheet.unprintable.add(text);
    layOutText(sheet, REPLACEMENT, 1, false, align);
    return;
  }
  const dots = clamp(
    moduleDots,
    1,
    Math.min(MAX_QR_MODULE_DOTS, Math.floor(sheet.profile.widthDots / modules)),
  );
  sheet.bytes.push(...escpos.align(align), ...escpos.qrCode(data, dots));
  sheet.paperDots += modules * dots;
}

/** A text that is no CODE128, or too long for the paper, is named and printed as text. */
function layOutBars(sheet: Sheet, text: string, heightDots: number, alignment: Alignment): void {
  const code = encodeCode128(text);
  if (code === undefined || code.modules * BAR_MODULE_DOTS > sheet.profile.widthDots) {
    sheet.unprintable.add(text);
    layOutText(sheet, text, 1, false, alignment);
    return;
  }
  const height = clamp(heightDots, 1, MAX_BAR_DOTS);
  sheet.bytes.push(...escpos.align(alignment), ...escpos.code128(code.data, height, BAR_MODULE_DOTS));
  sheet.paperDots += height + sheet.profile.lineDots;
}

/** M holds 2331 bytes at most (ISO/IEC 18004, version 40). */
const MAX_QR_BYTES = 2_331;

/** Modules along an edge, or undefined for what no QR code can hold. */
export function qrModules(data: Uint8Array): number | undefined {
  if (data.length === 0 || data.length > MAX_QR_BYTES) return undefined;
  return QRCode.create([{ data, mode: 'byte' }], { errorCorrectionLevel: 'M' }).modules.size;
}

/** What neither the printer's font nor ours holds is shown as 〓 and named. */
function glyphsOf(sheet: Sheet, text: string): Glyph[] {
  const { font } = sheet.profile;
  return printedCharacters(text).map((character) => {
    const glyph = glyphOf(character, font);
    if (glyph.printable || canDraw(glyph.text)) return glyph;
    sheet.unprintable.add(character);
    return glyphOf(REPLACEMENT, font);
  });
}

function oneLine(text: string): string {
  return text.replaceAll(/\r\n|\r|\n/g, ' ');
}

function clamp(value: number, lowest: number, highest: number): number {
  return Math.min(highest, Math.max(lowest, Math.trunc(value)));
}
