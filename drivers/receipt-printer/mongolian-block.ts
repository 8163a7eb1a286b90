import {
  CHINESE_FONT,
  type Dots,
  drawDots,
  drawnInstead,
  escaped,
  MONGOLIAN_FONT,
  mongolianLength,
  thickened,
} from './drawn-text.ts';

/** A letter's width across its line is near its font size; lines need some air. */
const LINE_PITCH = 1.35;
const SPACE = 0.3;
/** Of the font size: the letters' spine stands in the middle of its line. */
const SPINE = 0.32;
/** Taller lines than these make the reader turn the paper. */
export const MONGOLIAN_LINE_MM = 45;

/** Along the line: Mongolian, Latin and digits, turned; upright: a hanzi between them. */
type Piece = {
  readonly text: string;
  readonly upright: boolean;
  readonly length: number;
  readonly spaceBefore: boolean;
};

export type MongolianBlock = {
  readonly dots: Dots;
  /** What the fonts lack and shows as 〓. */
  readonly unprintable: readonly string[];
};

/**
 * Text that holds Mongolian as it is read: each line from top to bottom, the lines from left to right. As many
 * lines as fit across the paper; where they do not, a further block goes below. An edge of the paper is never
 * crossed: a word longer than a line is drawn smaller.
 */
export function drawMongolian(
  text: string,
  size: number,
  paper: { readonly widthDots: number; readonly dotsPerMm: number },
): MongolianBlock[] {
  const longest = MONGOLIAN_LINE_MM * paper.dotsPerMm;
  const pitch = Math.round(size * LINE_PITCH);
  const across = Math.max(1, Math.floor(paper.widthDots / pitch));
  const unprintable = new Set<string>();
  const lines = text
    .split(/\r\n|\r|\n/)
    .flatMap((paragraph) => breakLines(piecesOf(paragraph, size, unprintable), size, longest))
    .filter((line) => line.length > 0);
  const blocks: MongolianBlock[] = [];
  for (let first = 0; first < lines.length; first += across) {
    const shown = lines.slice(first, first + across);
    const rows = Math.ceil(Math.max(...shown.map((line) => lengthOf(line, size)))) + Math.ceil(size / 4);
    const elements = shown.map((line, index) => drawLine(line, size, index * pitch, longest)).join('');
    const written = shown.flatMap((line) => line.map((piece) => piece.text)).join('');
    blocks.push({
      dots: drawDots(elements, written, shown.length * pitch, Math.min(rows, longest + Math.ceil(size / 4))),
      unprintable: first === 0 ? [...unprintable] : [],
    });
  }
  return blocks;
}

/** Hanzi are upright, one by one; everything else is a word along the line. */
const PIECE = /\p{Script=Han}|[^\s\p{Script=Han}]+/gu;
/** Steers terminals and printers; XML does not allow it. The selectors of Mongolian letter forms stay. */
const CONTROL = /[\p{Cc}\p{Cs}\u{fffe}\u{ffff}]/gu;

function piecesOf(paragraph: string, size: number, unprintable: Set<string>): Piece[] {
  const clean = paragraph.replaceAll('\t', ' ').replaceAll(CONTROL, '');
  return [...clean.matchAll(PIECE)].map(({ 0: word, index }) => {
    const shown = [...word].map((character) => {
      const drawn = INVISIBLE.test(character) ? character : drawnInstead(character);
      if (drawn !== character) unprintable.add(character);
      return drawn;
    });
    const drawn = shown.join('');
    const upright = /\p{Script=Han}/u.test(word);
    return {
      text: drawn,
      upright,
      length: upright ? size : mongolianLength(drawn, size),
      spaceBefore: index > 0 && /\s/.test(clean[index - 1] ?? ''),
    };
  });
}

/** Joiners and selectors, which choose a form and leave no mark. */
const INVISIBLE = /[\u180b-\u180f]|\u200c|\u200d|\u202f/;

function breakLines(pieces: readonly Piece[], size: number, longest: number): Piece[][] {
  const lines: Piece[][] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && lengthOf([...last, piece], size) <= longest) last.push(piece);
    else lines.push([piece]);
  }
  return lines;
}

function gapBefore(piece: Piece, index: number, size: number): number {
  return index > 0 && piece.spaceBefore ? size * SPACE : 0;
}

function lengthOf(line: readonly Piece[], size: number): number {
  return line.reduce((sum, piece, index) => sum + gapBefore(piece, index, size) + piece.length, 0);
}

function drawLine(line: readonly Piece[], size: number, left: number, longest: number): string {
  const scale = Math.min(1, longest / lengthOf(line, size));
  const spine = left + size * SPINE;
  let y = 0;
  const elements = line.map((piece, index) => {
    y += gapBefore(piece, index, size);
    const top = y;
    y += piece.length;
    return piece.upright
      ? `<text transform="translate(${left},${top + size * 0.86})" font-family="${CHINESE_FONT}"${thickened(piece.text, size)}>${escaped(piece.text)}</text>`
      : `<text transform="translate(${spine},${top}) rotate(90)" font-family="${MONGOLIAN_FONT}">${escaped(piece.text)}</text>`;
  });
  return `<g transform="scale(1,${scale})" font-size="${size}">${elements.join('')}</g>`;
}
