import type { Alignment } from '#domain/printing/receipt-document.ts';
import { type Glyph, glyphOf, printedCharacters, REPLACEMENT } from './characters.ts';
import { drawLines } from './drawn-line.ts';
import { canDraw, type Dots } from './drawn-text.ts';
import * as escpos from './escpos-commands.ts';
import type { PrinterProfile } from './printer-profile.ts';

/** Height of the ordinary character. */
export const CHARACTER_DOTS = 24;
const MAX_FEED_DOTS = 255;

export type Look = { readonly size: number; readonly bold: boolean; readonly align: Alignment };

/** Commands that belong together, and the paper they take. */
export type SheetPart = { readonly bytes: readonly number[]; readonly paperDots: number };

/** A line that the printer's font cannot set. */
type Drawn = { readonly glyphs: readonly Glyph[]; readonly look: Look };

/** What is laid out so far. */
export type Sheet = {
  readonly profile: PrinterProfile;
  readonly parts: (SheetPart | Drawn)[];
  readonly unprintable: Set<string>;
};

export function newSheet(profile: PrinterProfile): Sheet {
  const begin = [...escpos.initialise(), ...escpos.chineseOn()];
  return { profile, parts: [{ bytes: begin, paperDots: 0 }], unprintable: new Set() };
}

export function put(sheet: Sheet, bytes: readonly number[], paperDots: number): void {
  sheet.parts.push({ bytes, paperDots });
}

/** Sent as text where the printer's font holds it all, which is some twenty times fewer bytes than dots. */
export function putLine(sheet: Sheet, glyphs: readonly Glyph[], look: Look): void {
  if (glyphs.some((glyph) => !glyph.printable)) {
    sheet.parts.push({ glyphs, look });
    return;
  }
  const bytes = [
    ...escpos.align(look.align),
    ...escpos.characterSize(look.size, look.size),
    ...escpos.bold(look.bold),
    ...glyphs.flatMap((glyph) => [...glyph.bytes]),
    ...escpos.lineFeed(),
  ];
  put(sheet, bytes, pitchOf(sheet, look));
}

export function putDots(sheet: Sheet, dots: Dots, alignment: Alignment): void {
  sheet.parts.push(...partsOfDots(sheet.profile, dots, alignment));
}

/** All in the order of the paper, the lines drawn that have to be. */
export function partsOf(sheet: Sheet): SheetPart[] {
  const { profile, parts } = sheet;
  const drawn = drawLines(
    parts.flatMap((part) => ('look' in part ? [{ ...part.look, glyphs: part.glyphs }] : [])),
  );
  return parts.flatMap((part) => {
    if (!('look' in part)) return [part];
    const dots = drawn.shift();
    if (dots === undefined) return [];
    const gap = Math.min(MAX_FEED_DOTS, pitchOf(sheet, part.look) - dots.rows);
    const line = partsOfDots(profile, dots, part.look.align);
    return gap > 0 ? [...line, { bytes: escpos.feedDots(gap), paperDots: gap }] : line;
  });
}

function pitchOf({ profile }: Sheet, { size }: Look): number {
  return Math.max(profile.lineDots, CHARACTER_DOTS * size);
}

/** In strips that find room in the printer's buffer, so that it can begin before all has come. */
function partsOfDots(
  profile: PrinterProfile,
  { widthBytes, rows, bits }: Dots,
  alignment: Alignment,
): SheetPart[] {
  const most = Math.max(CHARACTER_DOTS, Math.floor(profile.bufferBytes / 4 / widthBytes));
  const strips = Array.from({ length: Math.ceil(rows / most) }, (_, index) => index * most);
  return strips.map((row) => {
    const height = Math.min(most, rows - row);
    const dots = bits.subarray(row * widthBytes, (row + height) * widthBytes);
    return {
      bytes: [...escpos.align(alignment), ...escpos.raster(widthBytes, height, dots)],
      paperDots: height,
    };
  });
}

/** What neither the printer's font nor ours holds is shown as 〓 and named. */
export function glyphsOf(sheet: Sheet, text: string): Glyph[] {
  const { font } = sheet.profile;
  return printedCharacters(text).map((character) => {
    const glyph = glyphOf(character, font);
    if (glyph.printable || canDraw(glyph.text)) return glyph;
    sheet.unprintable.add(character);
    const mark = glyphOf(REPLACEMENT, font);
    // A printer without Chinese has no 〓 either.
    return mark.printable || canDraw(REPLACEMENT) ? mark : glyphOf('?', font);
  });
}
