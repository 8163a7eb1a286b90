import type { ReceiptBlock, ReceiptDocument } from './receipt-document.ts';

export type TestReceiptOptions = {
  readonly title: string;
  /** Names and values above the samples: model, port, time. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  /** Columns of the ordinary character that the printer's profile says fit. */
  readonly columns: number;
  readonly words: {
    readonly size: string;
    readonly bold: string;
    readonly left: string;
    readonly center: string;
    readonly right: string;
    readonly hanzi: string;
    readonly code: string;
    readonly end: string;
  };
  /** Read by a telephone, it shows that the code's dots are clean. */
  readonly codeText: string;
};

/** The sizes that tickets use; larger ones are these again. */
const SIZES = [1, 2, 3, 6] as const;

/**
 * Every kind of block once, so that one look at the paper shows what the printer and its profile make of each: a
 * ruler that must end at the right edge in one line, each size, weight and alignment, hanzi common and rare, Mongolian,
 * an image, bars, a QR code, and the cut after the last line.
 */
export function testReceipt({ title, facts, columns, words, codeText }: TestReceiptOptions): ReceiptDocument {
  const blocks: ReceiptBlock[] = [
    { kind: 'text', text: title, size: 2, bold: true, align: 'center' },
    { kind: 'space', lines: 1 },
    ...facts.map(({ name, value }): ReceiptBlock => ({ kind: 'pair', left: name, right: value })),
    { kind: 'rule' },
    { kind: 'text', text: ruler(columns) },
    ...SIZES.map((size): ReceiptBlock => ({ kind: 'text', text: `${words.size}${size}`, size })),
    { kind: 'text', text: words.bold, bold: true },
    { kind: 'text', text: words.left, align: 'left' },
    { kind: 'text', text: words.center, align: 'center' },
    { kind: 'text', text: words.right, align: 'right' },
    { kind: 'pair', left: words.hanzi, right: SAMPLE_HANZI },
    { kind: 'text', text: SAMPLE_MONGOLIAN, align: 'center' },
    { kind: 'rule' },
    { ...stripes(), align: 'center' },
    { kind: 'space', lines: 1 },
    { kind: 'code128', text: SAMPLE_BARS },
    { kind: 'space', lines: 1 },
    { kind: 'text', text: words.code, align: 'center' },
    { kind: 'qr', text: codeText, moduleDots: 6, align: 'center' },
    { kind: 'text', text: words.end, align: 'center' },
  ];
  return { blocks };
}

/** First two of GB 2312, then of GBK, then of GB18030, then of no printer: what its font lacks is drawn. */
const SAMPLE_HANZI = '内蒙喆玥㛃䶮𠮷';
/** “Mongolian writing”: stands upright, and reads from left to right. */
const SAMPLE_MONGOLIAN = 'ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ';
/** Narrow enough for 58 mm. */
const SAMPLE_BARS = 'MSB-TEST';

/** Stripes of one, two, four and eight dots: a gap in them is a dead dot of the print head. */
function stripes(): Extract<ReceiptBlock, { kind: 'image' }> {
  const rows = [0xaa, 0xcc, 0xf0, 0xff].flatMap((byte) => Array.from({ length: 8 }, () => byte));
  const widthBytes = 40;
  return {
    kind: 'image',
    widthDots: widthBytes * 8,
    heightDots: rows.length,
    bits: Uint8Array.from(
      rows.flatMap((byte) =>
        Array.from({ length: widthBytes }, (_, column) => (byte === 0xff && column % 2 === 1 ? 0 : byte)),
      ),
    ),
  };
}

/** `1234567890…`, exactly as wide as the paper. */
function ruler(columns: number): string {
  return Array.from({ length: columns }, (_, index) => String((index + 1) % 10)).join('');
}
