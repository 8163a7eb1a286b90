import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReceiptBlock, ReceiptDocument } from '#domain/printing/receipt-document.ts';
import { createPrinterEmulator } from './emulator.ts';
import { PRINTER_MODELS, printerProfile } from './profiles.ts';
import { layOutReceipt } from './receipt-layout.ts';
import type { PaperPart, ReceiptOnPaper } from './receipt-on-paper.ts';

const profile = printerProfile('escpos-80mm');

/** Prints on the emulated printer at once; the bytes come in the given pieces. */
function printed(document: ReceiptDocument, model = profile, pieceLength = 7): ReceiptOnPaper {
  const emulator = createPrinterEmulator({
    profile: model,
    send: () => undefined,
    mmPerSecond: Number.POSITIVE_INFINITY,
  });
  const { bytes } = layOutReceipt(document, model);
  for (let at = 0; at < bytes.length; at += pieceLength) emulator.receive(bytes.slice(at, at + pieceLength));
  const [receipt, ...others] = emulator.state().receipts;
  if (receipt === undefined || others.length > 0) throw new Error('one receipt was printed');
  return receipt;
}

const lineOf = (part: PaperPart) => (part.kind === 'text' ? part.runs.map((run) => run.text).join('') : '');
const textOf = (parts: readonly PaperPart[]) => parts.map(lineOf).join('');
const withoutSpaces = (text: string) => text.replaceAll(/\s/g, '');

function columnsOfLine(part: PaperPart): number {
  if (part.kind !== 'text') return 0;
  return part.runs.reduce(
    (sum, run) => sum + run.width * [...run.text].reduce((w, c) => w + (c <= '~' ? 1 : 2), 0),
    0,
  );
}

/** Hanzi of GB2312's first level, ASCII and the punctuation that line breaking treats apart. */
const hanzi = fc.constantFrom(
  ...'内蒙古自治区政务服务大厅取号排队窗口身份证办理事项您前面等候一二三四五六七八九十',
);
const printable = fc.oneof(
  hanzi,
  fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
  fc.constantFrom(...'，。；：？！（）《》“”…—、€￥①·'),
);
const line = fc.string({ unit: printable, maxLength: 120 });
const size = fc.integer({ min: 1, max: 8 });
const align = fc.constantFrom('left', 'center', 'right');

const textBlock = fc.record({
  kind: fc.constant('text' as const),
  text: line,
  size,
  bold: fc.boolean(),
  align,
});
const block: fc.Arbitrary<ReceiptBlock> = fc.oneof(
  textBlock,
  fc.record({ kind: fc.constant('pair' as const), left: line, right: line }),
  fc.record({ kind: fc.constant('rule' as const) }),
  fc.record({ kind: fc.constant('space' as const), lines: fc.integer({ min: 0, max: 12 }) }),
  fc.record({
    kind: fc.constant('qr' as const),
    text: fc.string({ unit: printable, minLength: 1, maxLength: 200 }),
    moduleDots: fc.integer({ min: 1, max: 16 }),
    align,
  }),
);

describe('what is laid out comes back from the paper', () => {
  test.each(PRINTER_MODELS)('on %s, for any document', (model) => {
    const target = printerProfile(model);
    fc.assert(
      fc.property(
        fc.array(block, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 64 }),
        (blocks, piece) => {
          const document = { blocks: [...blocks, { kind: 'text', text: 'end' } as const] };
          const receipt = printed(document, target, piece);
          const wanted = document.blocks.map((each) => {
            if (each.kind === 'text') return each.text;
            if (each.kind === 'pair') return each.left + each.right;
            return each.kind === 'rule' ? '-'.repeat(target.columns) : '';
          });
          expect(withoutSpaces(textOf(receipt.parts))).toBe(withoutSpaces(wanted.join('')));
          expect(Math.max(...receipt.parts.map(columnsOfLine))).toBeLessThanOrEqual(target.columns);
          expect(receipt.parts.flatMap((part) => (part.kind === 'qr' ? [part.text] : []))).toEqual(
            document.blocks.flatMap((each) => (each.kind === 'qr' ? [each.text] : [])),
          );
          expect(receipt.cut).toBe(target.cutter !== 'none');
          expect(layOutReceipt(document, target).unprintable).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('for any text at all: no command slips in, and the rest is shown as 〓 and named', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const document: ReceiptDocument = { blocks: [{ kind: 'text', text: `(${text})` }] };
        const { unprintable } = layOutReceipt(document, profile);
        const { parts } = printed(document);
        const paper = textOf(parts);
        // What is drawn as dots cannot be read here.
        const drawn = parts.some(({ kind }) => kind === 'raster');
        expect(drawn || paper.includes('〓')).toBe(drawn || unprintable.length > 0 || text.includes('〓'));
        expect(paper).not.toContain('\ufffd');
        expect(parts.every(({ kind }) => ['text', 'feed', 'raster'].includes(kind))).toBe(true);
      }),
      // Nearly each has hanzi that are drawn with a font of 30 MB.
      { numRuns: 80 },
    );
  });
});

describe('lines', () => {
  const lines = (...blocks: ReceiptBlock[]) => printed({ blocks }).parts.map(lineOf);

  test('a hanzi takes two columns', () => {
    expect(lines({ kind: 'text', text: '一'.repeat(25) })).toEqual(['一'.repeat(24), '一']);
  });

  test('larger characters leave fewer columns', () => {
    expect(lines({ kind: 'text', text: '一'.repeat(13), size: 2 })).toEqual(['一'.repeat(12), '一']);
  });

  test('a word is not broken where it can be moved to the next line', () => {
    expect(lines({ kind: 'text', text: `${'一'.repeat(22)} counter` })).toEqual(['一'.repeat(22), 'counter']);
  });

  test('closing punctuation does not begin a line', () => {
    expect(lines({ kind: 'text', text: `${'一'.repeat(24)}。` })).toEqual(['一'.repeat(23), '一。']);
  });

  test('a pair stands at both edges, or on two lines where there is no room', () => {
    expect(lines({ kind: 'pair', left: '窗口', right: '3' })).toEqual([`窗口${' '.repeat(43)}3`]);
    const long = '一'.repeat(23);
    expect(printed({ blocks: [{ kind: 'pair', left: long, right: '二三' }] }).parts).toMatchObject([
      { align: 'left', runs: [{ text: long }] },
      { align: 'right', runs: [{ text: '二三' }] },
    ]);
  });

  test('looks reach the paper', () => {
    const [part] = printed({
      blocks: [{ kind: 'text', text: 'A001', size: 4, bold: true, align: 'center' }],
    }).parts;
    expect(part).toEqual({
      kind: 'text',
      align: 'center',
      runs: [{ text: 'A001', width: 4, height: 4, bold: true }],
    });
  });

  test('money is printed as money', () => {
    expect(lines({ kind: 'text', text: '¥12 €3' })).toEqual(['￥12 €3']);
    const { bytes, unprintable } = layOutReceipt({ blocks: [{ kind: 'text', text: '¥€' }] }, profile);
    expect(Buffer.from(bytes).includes(Buffer.from([0xa3, 0xa4, 0xa2, 0xe3]))).toBe(true);
    expect(unprintable).toEqual([]);
  });

  test('a character that no font has is replaced visibly and named', () => {
    const document: ReceiptDocument = { blocks: [{ kind: 'text', text: '王\u{30000}' }] };
    expect(textOf(printed(document).parts)).toBe('王〓');
    expect(layOutReceipt(document, profile).unprintable).toEqual(['\u{30000}']);
  });
});

describe('QR codes', () => {
  test('one too wide for the paper is made of smaller dots', () => {
    // Version 26: 121 modules; 4 dots each fit 576 dots, 5 do not.
    const parts = printed({ blocks: [{ kind: 'qr', text: 'x'.repeat(1000), moduleDots: 16 }] }).parts;
    expect(parts).toMatchObject([{ kind: 'qr', text: 'x'.repeat(1000), moduleDots: 4 }]);
  });

  test('a text that no QR code can hold shows as 〓 and is named', () => {
    const text = 'x'.repeat(2_332);
    const document: ReceiptDocument = { blocks: [{ kind: 'qr', text }] };
    expect(textOf(printed(document).parts)).toBe('〓');
    expect(layOutReceipt(document, profile).unprintable).toEqual([text]);
  });
});
