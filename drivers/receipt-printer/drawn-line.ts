import type { Glyph } from './characters.ts';
import { CHINESE_FONT, type Dots, drawDots, escaped } from './drawn-text.ts';

const COLUMN_DOTS = 12;
const CHARACTER_DOTS = 24;
/** Of a character's height: where hanzi stand so that they fill it. */
const BASELINE = 0.86;

/** One line of a receipt as dots, on the same grid as the printer's own characters. */
export function drawLine(glyphs: readonly Glyph[], size: number, bold: boolean): Dots {
  const height = CHARACTER_DOTS * size;
  const column = COLUMN_DOTS * size;
  let x = 0;
  const elements = runsOf(glyphs).map(({ text, columns, stretched }) => {
    const width = columns * column;
    const fit = stretched ? ` textLength="${width}" lengthAdjust="spacingAndGlyphs"` : '';
    const element = `<text x="${x}" y="${height * BASELINE}"${fit}>${escaped(text)}</text>`;
    x += width;
    return element;
  });
  const weight = bold ? ` stroke="#000" stroke-width="${size}"` : '';
  const group = `<g font-family="${CHINESE_FONT}" font-size="${height}"${weight}>${elements.join('')}</g>`;
  return drawDots(group, Math.max(x, 8), height);
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
