import type { Glyph } from './characters.ts';
import { CHINESE_FONT, type Dots, drawDots, escaped, strokeOf, thickened } from './drawn-text.ts';

const COLUMN_DOTS = 12;
const CHARACTER_DOTS = 24;
/** Of a character's height: where hanzi stand so that they fill it. */
const BASELINE = 0.86;

export type LineToDraw = { readonly glyphs: readonly Glyph[]; readonly size: number; readonly bold: boolean };

/**
 * Lines of a receipt as dots, each on the same grid as the printer's own characters. All in one drawing, as most
 * of the time goes into reading the fonts.
 */
export function drawLines(lines: readonly LineToDraw[]): Dots[] {
  if (lines.length === 0) return [];
  let top = 0;
  const placed = lines.map((line) => {
    const at = { line, top, width: widthOf(line), height: CHARACTER_DOTS * line.size };
    top += at.height;
    return at;
  });
  const elements = placed.map(({ line, top: y }) => elementsOf(line, y)).join('');
  const text = lines.flatMap(({ glyphs }) => glyphs.map((glyph) => glyph.text)).join('');
  const sheet = drawDots(elements, text, Math.max(...placed.map(({ width }) => width)), top);
  return placed.map(({ top: first, width, height }) => cutOut(sheet, first, width, height));
}

function widthOf({ glyphs, size }: LineToDraw): number {
  return glyphs.reduce((sum, glyph) => sum + glyph.columns, 0) * COLUMN_DOTS * size;
}

function cutOut(sheet: Dots, top: number, width: number, rows: number): Dots {
  const widthBytes = Math.ceil(width / 8);
  const bits = new Uint8Array(widthBytes * rows);
  for (let row = 0; row < rows; row += 1) {
    const from = (top + row) * sheet.widthBytes;
    bits.set(sheet.bits.subarray(from, from + widthBytes), row * widthBytes);
  }
  return { widthBytes, rows, bits };
}

function elementsOf({ glyphs, size, bold }: LineToDraw, top: number): string {
  const height = CHARACTER_DOTS * size;
  let x = 0;
  const elements = runsOf(glyphs).map(({ text, columns, stretched }) => {
    const width = columns * COLUMN_DOTS * size;
    const fit = stretched ? ` textLength="${width}" lengthAdjust="spacingAndGlyphs"` : '';
    const thick = thickened(text, height, bold ? size : 0);
    const element = `<text x="${x}" y="${top + height * BASELINE}"${fit}${thick}>${escaped(text)}</text>`;
    x += width;
    return element;
  });
  const weight = bold ? strokeOf(size) : '';
  return `<g font-family="${CHINESE_FONT}" font-size="${height}"${weight}>${elements.join('')}</g>`;
}

type Run = { readonly text: string; readonly columns: number; readonly stretched: boolean };

/** Latin words are of any width and are fitted into their columns; hanzi stand one by one. */
function runsOf(glyphs: readonly Glyph[]): Run[] {
  const runs: Run[] = [];
  for (const { text, columns } of glyphs) {
    const last = runs.at(-1);
    const stretched = columns === 1 && text !== ' ';
    if (stretched && last?.stretched) {
      runs[runs.length - 1] = { text: last.text + text, columns: last.columns + 1, stretched };
    } else runs.push({ text, columns, stretched });
  }
  return runs;
}
