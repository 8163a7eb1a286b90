import iconv from 'iconv-lite';

/** 〓, the printer's mark of a missing character; it stands in every Chinese font. */
const REPLACEMENT = '〓';

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

export type Glyph = {
  readonly bytes: Uint8Array;
  /** Columns on paper at size 1: a one-byte character takes one, a two-byte character two. */
  readonly columns: 1 | 2;
  /** What will be seen on paper. */
  readonly text: string;
  readonly printable: boolean;
};

/**
 * How one character is printed in `FS &` mode. Receipt printers' fonts hold the two-byte part of GB18030
 * only, so a four-byte character (rare characters of names, Mongolian) becomes 〓 and counts as unprintable.
 */
export function glyphOf(character: string): Glyph {
  const known = GLYPHS.get(character);
  if (known !== undefined) return known;
  const glyph = makeGlyph(character);
  if (GLYPHS.size < GLYPHS_KEPT) GLYPHS.set(character, glyph);
  return glyph;
}

const GLYPHS = new Map<string, Glyph>();
const GLYPHS_KEPT = 8_192;

function makeGlyph(character: string): Glyph {
  const text = SUBSTITUTES[character] ?? character;
  const bytes = iconv.encode(text, 'gb18030');
  if (bytes.length === 1 && isPrintableAscii(text)) return { bytes, columns: 1, text, printable: true };
  if (bytes.length === 2 && !isPrivateUse(text)) return { bytes, columns: 2, text, printable: true };
  return { bytes: iconv.encode(REPLACEMENT, 'gb18030'), columns: 2, text: REPLACEMENT, printable: false };
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
  return [...text.normalize('NFC').replaceAll('\t', ' ')].filter((character) => !CONTROL.test(character));
}

/** Control characters would be commands to the printer; zero-width ones leave no mark on paper. */
const CONTROL = /[\p{Cc}\p{Cs}\u200b-\u200f\u2028-\u202e\u2060\ufeff]|\p{Variation_Selector}/u;
