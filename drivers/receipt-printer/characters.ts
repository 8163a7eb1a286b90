import iconv from 'iconv-lite';
import { standardised } from '#domain/identity/private-use.ts';
import type { PrinterProfile } from './printer-profile.ts';

/** 〓, the mark of a missing character; it stands in every Chinese font. */
export const REPLACEMENT = '〓';

/**
 * Characters whose GB18030 code printers' fonts print as something else, and what is printed in their stead.
 * `¥` (U+00A5) has a four-byte code that GBK firmware reads as a hanzi and a half; `￥` (A3A4) looks the same.
 */
const SUBSTITUTES: Readonly<Record<string, string>> = {
  '¥': '￥',
  '•': '·',
  '\u00a0': ' ',
  '\u2011': '-',
};

type Font = PrinterProfile['font'];

export type Glyph = {
  /** Its code; empty where the printer's font does not hold it. */
  readonly bytes: Uint8Array;
  /** Columns on paper at size 1: an ASCII character takes one, every other two. */
  readonly columns: 1 | 2;
  /** What will be seen on paper. */
  readonly text: string;
  /** The printer's font holds it. */
  readonly printable: boolean;
};

/** How a printer with such a font prints one character in `FS &` mode. */
export function glyphOf(character: string, font: Font): Glyph {
  const glyphs = GLYPHS[font];
  const known = glyphs.get(character);
  if (known !== undefined) return known;
  const glyph = makeGlyph(character, font);
  if (glyphs.size < GLYPHS_KEPT) glyphs.set(character, glyph);
  return glyph;
}

const GLYPHS: Readonly<Record<Font, Map<string, Glyph>>> = {
  none: new Map(),
  gb2312: new Map(),
  gbk: new Map(),
  gb18030: new Map(),
};
const GLYPHS_KEPT = 8_192;

function makeGlyph(character: string, font: Font): Glyph {
  const text = SUBSTITUTES[character] ?? character;
  const bytes = iconv.encode(text, 'gb18030');
  if (bytes.length === 1 && isPrintableAscii(text)) return { bytes, columns: 1, text, printable: true };
  const printable = !isPrivateUse(text) && holds(font, bytes, text);
  return { bytes: printable ? bytes : NO_BYTES, columns: 2, text, printable };
}

const NO_BYTES = new Uint8Array(0);

function holds(font: Font, bytes: Uint8Array, text: string): boolean {
  const [lead = 0, trail = 0] = bytes;
  switch (font) {
    case 'none':
      return false;
    case 'gb2312':
      return (
        bytes.length === 2 &&
        trail >= 0xa1 &&
        ((lead >= 0xa1 && lead <= 0xa9) || (lead >= 0xb0 && lead <= 0xf7)) &&
        !cameAfterGb2312(lead, trail)
      );
    case 'gbk':
      return bytes.length === 2 && !cameAfterGbk(lead, trail);
    case 'gb18030':
      // Of the four-byte part, firmware holds the hanzi that the standard demands: Extension A, U+3400–4DBF.
      return bytes.length === 2 || (bytes.length === 4 && text >= '\u3400' && text <= '\u4dbf');
  }
}

/**
 * Codes that GB 2312-80 left empty among its signs and later standards filled: ⅰ to ⅹ, punctuation for vertical lines,
 * six letters of pinyin. Not €, which such printers have at A2E3.
 */
function cameAfterGb2312(lead: number, trail: number): boolean {
  return (
    (lead === 0xa2 && trail <= 0xaa) ||
    (lead === 0xa6 && trail >= 0xe0) ||
    (lead === 0xa8 && trail >= 0xbb && trail <= 0xc0)
  );
}

/**
 * Two-byte codes that GB18030 filled and fonts of code page 936 leave empty: 80 hanzi and parts of hanzi, among
 * them 䶮 of names, signs that describe hanzi, and ḿ and ǹ of pinyin.
 */
function cameAfterGbk(lead: number, trail: number): boolean {
  return (
    (lead === 0xfe && trail >= 0x50) ||
    (lead === 0xa9 && trail >= 0x89 && trail <= 0x95) ||
    (lead === 0xa8 && (trail === 0xbc || trail === 0xbf))
  );
}

function isPrintableAscii(text: string): boolean {
  return text >= ' ' && text <= '~';
}

/** GB18030 gives the private use area two-byte codes that hold nothing in any printer's font. */
function isPrivateUse(text: string): boolean {
  return text >= '\ue000' && text <= '\uf8ff';
}

/** The characters of a text one by one, without those that only steer terminals and printers. */
export function printedCharacters(text: string): string[] {
  const standard = standardised(text.normalize('NFC').replaceAll('\t', ' '));
  return [...standard].filter((character) => !CONTROL.test(character));
}

/** Control characters would be commands to the printer; zero-width ones leave no mark on paper. */
const CONTROL = /[\p{Cc}\p{Cs}\u200b-\u200f\u2028-\u202e\u2060\ufeff]|\p{Variation_Selector}/u;

/** Mongolian letters, which are written from top to bottom and take part in joining. */
const MONGOLIAN = /\p{Script=Mongolian}/u;

export function isMongolian(text: string): boolean {
  return MONGOLIAN.test(text);
}
