import QRCode from 'qrcode';
import type { Alignment, ReceiptBlock, ReceiptDocument } from '#domain/printing/receipt-document.ts';
import { isMongolian, printedCharacters, REPLACEMENT } from './characters.ts';
import { encodeCode128 } from './code128.ts';
import { canDraw } from './drawn-text.ts';
import { cutOff, endDots, handOver } from './end-of-receipt.ts';
import * as escpos from './escpos-commands.ts';
import { fitted } from './image-dots.ts';
import { columnsOf, wrapLines } from './line-wrapping.ts';
import { drawMongolian } from './mongolian-block.ts';
import type { PrinterProfile } from './printer-profile.ts';
import {
  glyphsOf,
  type Look,
  newSheet,
  partsOf,
  put,
  putDots,
  putLine,
  type Sheet,
  type SheetPart,
} from './receipt-sheet.ts';

export type LaidOutReceipt = {
  readonly bytes: Uint8Array;
  /** The same in parts, between which a printer may be left to work off what it has. */
  readonly parts: readonly SheetPart[];
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
const MONGOLIAN_A = '\u1820';
/** Mongolian letters are small for their font size: this one stands beside the printer's own characters. */
const MONGOLIAN_SIZE = 30;

/**
 * A document as bytes for one printer, from `ESC @` to the cut. Lines are broken here, by the width of what
 * is really printed, and not left to the printer, which would break inside words. A line that holds what the
 * printer's font does not is drawn here and sent as dots.
 */
export function layOutReceipt(document: ReceiptDocument, profile: PrinterProfile): LaidOutReceipt {
  const sheet = newSheet(profile);
  for (const block of document.blocks) layOutBlock(sheet, block);
  put(sheet, [...cutOff(profile), ...handOver(profile)], endDots(profile));
  const parts = partsOf(sheet);
  return {
    bytes: Uint8Array.from(parts.flatMap((part) => part.bytes)),
    parts,
    paperDots: parts.reduce((sum, part) => sum + part.paperDots, 0),
    unprintable: [...sheet.unprintable],
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

const PLAIN: Look = { size: 1, bold: false, align: 'left' };

function layOutText(sheet: Sheet, text: string, size: number, bold: boolean, align: Alignment): void {
  const look = { size: clamp(size, 1, MAX_SIZE), bold, align };
  if (isMongolian(text) && canDraw(MONGOLIAN_A)) return layOutMongolian(sheet, text, look);
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

function putSpace(sheet: Sheet, lines: number): void {
  const wanted = clamp(lines, 0, MAX_FEED_LINES);
  if (wanted === 0) return;
  put(sheet, escpos.feedLines(wanted), wanted * sheet.profile.lineDots);
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
  put(sheet, [...escpos.align(align), ...escpos.qrCode(data, dots)], modules * dots);
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
  const bars = escpos.code128(code.data, height, BAR_MODULE_DOTS);
  put(sheet, [...escpos.align(alignment), ...bars], height + sheet.profile.lineDots);
}

/** M holds 2331 bytes at most (ISO/IEC 18004, version 40). */
const MAX_QR_BYTES = 2_331;

/** Modules along an edge, or undefined for what no QR code can hold. */
export function qrModules(data: Uint8Array): number | undefined {
  if (data.length === 0 || data.length > MAX_QR_BYTES) return undefined;
  return QRCode.create([{ data, mode: 'byte' }], { errorCorrectionLevel: 'M' }).modules.size;
}

function oneLine(text: string): string {
  return text.replaceAll(/\r\n|\r|\n/g, ' ');
}

function clamp(value: number, lowest: number, highest: number): number {
  return Math.min(highest, Math.max(lowest, Math.trunc(value)));
}
