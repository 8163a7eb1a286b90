import QRCode from 'qrcode';
import type { Alignment, ReceiptBlock, ReceiptDocument } from '#domain/printing/receipt-document.ts';
import { type Glyph, glyphOf, printedCharacters } from './characters.ts';
import * as escpos from './escpos-commands.ts';
import { columnsOf, wrapLines } from './line-wrapping.ts';
import type { PrinterProfile } from './profiles.ts';

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
/** Height of the ordinary character. */
export const CHARACTER_DOTS = 24;

/**
 * A document as bytes for one printer, from `ESC @` to the cut. Lines are broken here, by the width of what
 * is really printed, and not left to the printer, which would break inside words.
 */
export function layOutReceipt(document: ReceiptDocument, profile: PrinterProfile): LaidOutReceipt {
  const sheet = newSheet(profile);
  for (const block of document.blocks) layOutBlock(sheet, block);
  sheet.bytes.push(...endOfReceipt(profile));
  return {
    bytes: Uint8Array.from(sheet.bytes),
    paperDots: sheet.paperDots + profile.endFeedDots,
    unprintable: [...sheet.unprintable],
  };
}

/** Feeds past the blade and cuts; without a blade, past the tearing edge. */
export function endOfReceipt(profile: PrinterProfile): number[] {
  return profile.cutter === 'none'
    ? escpos.feedDots(profile.endFeedDots)
    : escpos.feedAndCutPartly(profile.endFeedDots);
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
  }
}

type Look = { readonly size: number; readonly bold: boolean; readonly align: Alignment };
const PLAIN: Look = { size: 1, bold: false, align: 'left' };

function layOutText(sheet: Sheet, text: string, size: number, bold: boolean, align: Alignment): void {
  const look = { size: clamp(size, 1, MAX_SIZE), bold, align };
  const columns = Math.floor(sheet.profile.columns / look.size);
  for (const paragraph of text.split(/\r\n|\r|\n/)) {
    for (const line of wrapLines(glyphsOf(sheet, paragraph), columns)) putLine(sheet, line, look);
  }
}

/** Both on one line where there is room, else the right one below, against the right edge. */
function layOutPair(sheet: Sheet, left: string, right: string): void {
  const { columns } = sheet.profile;
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
  sheet.bytes.push(
    ...escpos.align(look.align),
    ...escpos.characterSize(look.size, look.size),
    ...escpos.bold(look.bold),
    ...glyphs.flatMap((glyph) => [...glyph.bytes]),
    ...escpos.lineFeed(),
  );
  sheet.paperDots += Math.max(sheet.profile.lineDots, CHARACTER_DOTS * look.size);
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
    layOutText(sheet, '〓', 1, false, align);
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

/** M holds 2331 bytes at most (ISO/IEC 18004, version 40). */
const MAX_QR_BYTES = 2_331;

/** Modules along an edge, or undefined for what no QR code can hold. */
export function qrModules(data: Uint8Array): number | undefined {
  if (data.length === 0 || data.length > MAX_QR_BYTES) return undefined;
  return QRCode.create([{ data, mode: 'byte' }], { errorCorrectionLevel: 'M' }).modules.size;
}

function glyphsOf(sheet: Sheet, text: string): Glyph[] {
  return printedCharacters(text).map((character) => {
    const glyph = glyphOf(character);
    if (!glyph.printable) sheet.unprintable.add(character);
    return glyph;
  });
}

function oneLine(text: string): string {
  return text.replaceAll(/\r\n|\r|\n/g, ' ');
}

function clamp(value: number, lowest: number, highest: number): number {
  return Math.min(highest, Math.max(lowest, Math.trunc(value)));
}
