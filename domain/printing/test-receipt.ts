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
 * ruler that must end at the right edge in one line, each size, weight and alignment, hanzi common and rare, a
 * code, and the cut after the last line.
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
    { kind: 'rule' },
    { kind: 'text', text: words.code, align: 'center' },
    { kind: 'qr', text: codeText, moduleDots: 6, align: 'center' },
    { kind: 'text', text: words.end, align: 'center' },
  ];
  return { blocks };
}

/** First two of GB 2312, then of GBK, then of GB18030 alone: the last two show which font the printer has. */
const SAMPLE_HANZI = '内蒙喆玥㛃䶮';

/** `1234567890…`, exactly as wide as the paper. */
function ruler(columns: number): string {
  return Array.from({ length: columns }, (_, index) => String((index + 1) % 10)).join('');
}
