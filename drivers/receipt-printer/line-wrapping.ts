import type { Glyph } from './characters.ts';

/** Punctuation that may not begin a line (GB/T 15834). */
const CLOSING = new Set('。，、；：？！）」』》〉】〕”’…—·,.;:?!)]}');

/**
 * Breaks glyphs into lines of at most `columns` columns: after a space or beside a hanzi, never before
 * closing punctuation, and in the middle of a word only where a word fills a whole line. Spaces at a break
 * are dropped. No glyphs make one empty line.
 */
export function wrapLines(glyphs: readonly Glyph[], columns: number): Glyph[][] {
  const lines: Glyph[][] = [];
  let rest = trimStart(glyphs);
  while (columnsOf(rest) > columns) {
    const end = breakAt(rest, columns);
    lines.push(trimEnd(rest.slice(0, end)));
    rest = trimStart(rest.slice(end));
  }
  lines.push(trimEnd(rest));
  return lines;
}

export function columnsOf(glyphs: readonly Glyph[]): number {
  return glyphs.reduce((sum, glyph) => sum + glyph.columns, 0);
}

/** Where the first line ends: the last allowed break that fits, else as many glyphs as fit, at least one. */
function breakAt(glyphs: readonly Glyph[], columns: number): number {
  let used = 0;
  let allowed = 0;
  for (const [index, glyph] of glyphs.entries()) {
    const before = glyphs[index - 1];
    if (before !== undefined && mayBreak(before, glyph)) allowed = index;
    // A space that hangs over the edge is dropped anyway.
    if (used + glyph.columns > columns && glyph.text !== ' ')
      return allowed > 0 ? allowed : Math.max(1, index);
    used += glyph.columns;
  }
  return glyphs.length;
}

function mayBreak(before: Glyph, after: Glyph): boolean {
  if (CLOSING.has(after.text) || after.text === ' ') return false;
  return before.text === ' ' || before.columns === 2 || after.columns === 2;
}

function trimStart(glyphs: readonly Glyph[]): Glyph[] {
  const first = glyphs.findIndex((glyph) => glyph.text !== ' ');
  return first < 0 ? [] : glyphs.slice(first);
}

function trimEnd(glyphs: readonly Glyph[]): Glyph[] {
  return glyphs.slice(0, glyphs.findLastIndex((glyph) => glyph.text !== ' ') + 1);
}
