import type { Receipt, ReceiptPart } from '#contract/dock/contract.ts';

/** Dots of a single-width character: Font A is 12 × 24 and lines are 30 dots apart on common 80 mm printers. */
export const COLUMN_DOTS = 12;
export const CHARACTER_DOTS = 24;
export const LINE_DOTS = 30;
const MARGIN_DOTS = 24;

export type PlacedText = {
  readonly kind: 'text';
  readonly x: number;
  /** The line the characters stand on. */
  readonly baseline: number;
  readonly text: string;
  readonly dots: number;
  /** Where each UTF-16 unit stands from `x`, before stretching: the printer's grid, not the font's widths. */
  readonly offsets: readonly number[];
  /** Width of a character by its height, as the printer stretches it. */
  readonly stretch: number;
  readonly bold: boolean;
};
export type PlacedPicture = {
  readonly kind: 'qr' | 'raster';
  readonly x: number;
  readonly y: number;
  readonly part: ReceiptPart;
};
export type ReceiptLayout = {
  readonly width: number;
  readonly height: number;
  readonly placed: readonly (PlacedText | PlacedPicture)[];
};

/** Columns a text takes: a full-width character takes two (GB18030 sets the printer's own). */
export function columnsOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (isWide(character) ? 2 : 1), 0);
}

function offsetsOf(text: string, height: number): number[] {
  let column = 0;
  return [...text].flatMap((character) => {
    const at = column * COLUMN_DOTS * height;
    column += isWide(character) ? 2 : 1;
    return Array.from({ length: character.length }, () => at);
  });
}

function isWide(character: string): boolean {
  return /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/u.test(
    character,
  );
}

/** Where everything stands on the strip, in printer dots. */
export function layOutReceipt(receipt: Receipt, qrModules: (text: string) => number): ReceiptLayout {
  const paper = receipt.columns * COLUMN_DOTS;
  const placed: (PlacedText | PlacedPicture)[] = [];
  let y = MARGIN_DOTS;
  for (const part of receipt.parts) {
    switch (part.kind) {
      case 'feed':
        y += part.lines * LINE_DOTS;
        break;
      case 'text': {
        const widths = part.runs.map((run) => columnsOf(run.text) * COLUMN_DOTS * run.width);
        const tallest = Math.max(1, ...part.runs.map((run) => run.height));
        let x =
          MARGIN_DOTS +
          inset(
            part.align,
            paper,
            widths.reduce((sum, width) => sum + width, 0),
          );
        const baseline = y + tallest * CHARACTER_DOTS - 4 * tallest;
        part.runs.forEach((run, index) => {
          const width = widths[index] ?? 0;
          placed.push({
            kind: 'text',
            x,
            baseline,
            text: run.text,
            dots: CHARACTER_DOTS * run.height,
            offsets: offsetsOf(run.text, run.height),
            stretch: run.width / run.height,
            bold: run.bold,
          });
          x += width;
        });
        y += Math.max(LINE_DOTS, tallest * CHARACTER_DOTS + LINE_DOTS - CHARACTER_DOTS);
        break;
      }
      case 'qr': {
        const side = qrModules(part.text) * part.moduleDots;
        placed.push({ kind: 'qr', x: MARGIN_DOTS + inset(part.align, paper, side), y, part });
        y += side;
        break;
      }
      case 'raster':
        placed.push({
          kind: 'raster',
          x: MARGIN_DOTS + inset(part.align, paper, part.widthDots),
          y,
          part,
        });
        y += part.heightDots;
        break;
    }
  }
  return { width: paper + 2 * MARGIN_DOTS, height: y + MARGIN_DOTS, placed };
}

function inset(align: 'left' | 'center' | 'right', paper: number, width: number): number {
  if (align === 'left') return 0;
  return Math.max(0, align === 'center' ? (paper - width) / 2 : paper - width);
}
