import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReceiptBlock } from '#domain/printing/receipt-document.ts';
import { glyphOf } from './characters.ts';
import { createPrinterEmulator } from './emulator.ts';
import { type PrinterProfile, printerProfile } from './profiles.ts';
import { rareFontFile } from './rare-font.ts';
import { layOutReceipt } from './receipt-layout.ts';
import type { PaperPart } from './receipt-on-paper.ts';

const gbk: PrinterProfile = printerProfile('escpos-80mm');
const all: PrinterProfile = { ...gbk, font: 'gb18030' };

/** What lies on the paper, printed at once. */
function printed(profile: PrinterProfile, ...blocks: ReceiptBlock[]): readonly PaperPart[] {
  const emulator = createPrinterEmulator({
    profile: { ...profile, bufferBytes: 1_000_000 },
    send: () => undefined,
    mmPerSecond: Number.POSITIVE_INFINITY,
  });
  emulator.receive(layOutReceipt({ blocks }, profile).bytes);
  return emulator.state().receipts.flatMap(({ parts }) => parts);
}

const line = (text: string, size = 1): ReceiptBlock => ({ kind: 'text', text, size });
const kinds = (parts: readonly PaperPart[]) => parts.map(({ kind }) => kind);
const textOf = (parts: readonly PaperPart[]) =>
  parts.flatMap((part) => (part.kind === 'text' ? part.runs.map((run) => run.text) : [])).join('');

type Picture = {
  readonly width: number;
  readonly rows: number;
  readonly black: (x: number, y: number) => boolean;
};

/** The strips of one drawing, put together. */
function picture(parts: readonly PaperPart[]): Picture {
  const strips = parts.flatMap((part) => (part.kind === 'raster' ? [part] : []));
  const width = strips[0]?.widthDots ?? 0;
  const bits = Buffer.concat(strips.map((strip) => strip.bits));
  return {
    width,
    rows: strips.reduce((sum, strip) => sum + strip.heightDots, 0),
    black: (x, y) => ((bits[(y * width + x) >> 3] ?? 0) & (0x80 >> (x & 7))) !== 0,
  };
}

/** Black dots between columns. */
function ink({ rows, black }: Picture, from: number, to: number): number {
  let dots = 0;
  for (let y = 0; y < rows; y += 1) for (let x = from; x < to; x += 1) if (black(x, y)) dots += 1;
  return dots;
}

/** One character of size 1, dot by dot. */
function shapeOf({ black }: Picture, left: number): string {
  return Array.from({ length: 24 * 24 }, (_, at) => black(left + (at % 24), Math.floor(at / 24))).join();
}

describe('a line with a character outside the font', () => {
  test.each(['𠮷', '㛃', '䶮'])('%s is drawn, and only its line', (rare) => {
    const parts = printed(gbk, line('姓名'), line(`王${rare}`), line('窗口'));
    expect(kinds(parts)).toEqual(['text', 'raster', 'text']);
    expect(layOutReceipt({ blocks: [line(`王${rare}`)] }, gbk).unprintable).toEqual([]);
    const drawn = picture(parts);
    expect([drawn.width, drawn.rows]).toEqual([48, 24]);
    for (const column of [0, 24]) expect(ink(drawn, column, column + 24)).toBeGreaterThan(60);
  });

  test('one that old cards have in private use is drawn as today, 䶮', () => {
    expect(printed(gbk, line('王\ue863'))).toEqual(printed(gbk, line('王䶮')));
  });

  // One of each of the Extensions B to F, and the strokes that only the font of all of them has.
  const beyond = ['𠮷', '𡈽', '𪚥', '𪜀', '𫝀', '𬎆', '𬺰', '𮯠'];

  test.skipIf(rareFontFile() === undefined)('a name of any Extension from B to F is drawn and not 〓', () => {
    const shapes = beyond.map((rare) => {
      expect(layOutReceipt({ blocks: [line(`王${rare}`)] }, gbk).unprintable).toEqual([]);
      const parts = printed(gbk, line(`王${rare}`));
      expect(kinds(parts)).toEqual(['raster']);
      return shapeOf(picture(parts), 24);
    });
    const mark = shapeOf(picture(printed({ ...gbk, font: 'none' }, line('王〓'))), 24);
    expect(new Set([...shapes, mark]).size).toBe(beyond.length + 1);
  });

  test('each rare character is its own, and none is the box of a font that lacks it', () => {
    const drawn = ['𠮷', '㛃', '䶮', '㼆'].map((rare) => {
      return shapeOf(picture(printed(gbk, line(rare))), 0);
    });
    expect(new Set(drawn).size).toBe(drawn.length);
  });

  test('is sent as text to firmware that has all of GB18030', () => {
    expect(textOf(printed(all, line('王㛃䶮A1')))).toBe('王㛃䶮A1');
    expect(kinds(printed(all, line('王𠮷')))).toEqual(['raster']);
  });

  test('of GB2312 firmware is every one that GBK added', () => {
    const narrow: PrinterProfile = { ...gbk, font: 'gb2312' };
    expect(textOf(printed(narrow, line('内蒙古，窗口①')))).toBe('内蒙古，窗口①');
    // 镕 came with GBK.
    expect(kinds(printed(narrow, line('镕')))).toEqual(['raster']);
    expect(textOf(printed(gbk, line('镕')))).toBe('镕');
  });

  test.each([
    ['gb2312', 'ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ︱︳︴︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄ńňǹḿɑɡ', '€āàüⅠⅫ①⑴㈩╋·—×￥'],
    ['gbk', 'ǹḿ', '€ńňɑɡⅰⅹ︵﹄'],
  ] as const)('of %s firmware is a sign that a later standard put between its own', (font, later, own) => {
    const narrow: PrinterProfile = { ...gbk, font };
    expect([...later].filter((sign) => glyphOf(sign, font).printable).join('')).toBe('');
    expect(kinds(printed(narrow, line(later)))).not.toContain('text');
    expect(layOutReceipt({ blocks: [line(later)] }, narrow).unprintable).toEqual([]);
    expect(textOf(printed(narrow, line(own)))).toBe(own);
  });

  test('a printer without Chinese gets every Chinese line drawn, on the same grid and paper', () => {
    const none: PrinterProfile = { ...gbk, font: 'none' };
    const ticket = [line('呼和浩特市政务服务中心'), line('取号 A001', 2), line('A001')];
    expect(kinds(printed(none, ...ticket))).toEqual(['raster', 'raster', 'text']);
    expect(layOutReceipt({ blocks: ticket }, none).paperDots).toBe(
      layOutReceipt({ blocks: ticket }, gbk).paperDots,
    );
  });

  test('Latin letters keep to their columns, whatever their width', () => {
    const drawn = picture(printed(gbk, line('㛃WWWW㛃    㛃')));
    expect(drawn.width).toBe(24 + 48 + 24 + 48 + 24);
    expect(ink(drawn, 24, 72)).toBeGreaterThan(60);
    expect(ink(drawn, 96, 144)).toBe(0);
  });

  test('keeps its size and its edge', () => {
    const [part] = printed(gbk, { kind: 'text', text: '㛃', size: 3, align: 'right' });
    expect(part).toMatchObject({ kind: 'raster', align: 'right', widthDots: 72, heightDots: 72 });
  });
});

describe('Mongolian', () => {
  const words = ['ᠥᠪᠦᠷ', 'ᠮᠣᠩᠭᠣᠯ', 'ᠣᠷᠣᠨ', 'ᠬᠦᠮᠦᠨ', 'ᠨᠣᠮ', 'ᠰᠠᠶᠢᠨ'] as const;

  test('stands upright: one word is taller than wide', () => {
    const { width, rows } = picture(printed(gbk, line('ᠮᠣᠩᠭᠣᠯ')));
    expect(rows).toBeGreaterThan(width * 1.5);
  });

  test('lines go from left to right', () => {
    const [long, short] = ['ᠮᠣᠩᠭᠣᠯ ᠮᠣᠩᠭᠣᠯ', 'ᠨᠣᠮ'];
    const both = picture(printed(gbk, line(`${long}\n${short}`)));
    const other = picture(printed(gbk, line(`${short}\n${long}`)));
    const middle = both.width / 2;
    expect(ink(both, 0, middle)).toBeGreaterThan(ink(both, middle, both.width));
    expect(ink(other, 0, middle)).toBeLessThan(ink(other, middle, other.width));
  });

  test('of any length stays on the paper, in lines that are not too tall to read', () => {
    const text = fc.array(fc.constantFrom(...words, 'A001', '窗口'), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 3 }), (some, size) => {
        const narrow = printerProfile('escpos-58mm');
        const block = line(`ᠨᠣᠮ ${some.join(' ')}`, size);
        const drawn = printed(narrow, block).flatMap((part) => (part.kind === 'raster' ? [part] : []));
        expect(drawn.length).toBeGreaterThan(0);
        for (const { widthDots } of drawn) expect(widthDots).toBeLessThanOrEqual(narrow.widthDots);
        expect(layOutReceipt({ blocks: [block] }, narrow).unprintable).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  test('more lines take more paper, none is lost', () => {
    const inked = (count: number) => {
      const strips = printed(gbk, line(Array.from({ length: count }, () => 'ᠨᠣᠮ').join('\n')));
      return strips.reduce(
        (sum, part) => (part.kind === 'raster' ? sum + ink(picture([part]), 0, part.widthDots) : sum),
        0,
      );
    };
    // More than fit beside one another.
    expect(inked(40)).toBeCloseTo(inked(1) * 40, -2);
  });

  test('what the fonts lack is named', () => {
    // The first of CJK Extension G.
    const { unprintable } = layOutReceipt({ blocks: [line('ᠨᠣᠮ \u{30000}')] }, gbk);
    expect(unprintable).toEqual(['\u{30000}']);
  });
});

describe('bar codes', () => {
  test('any printable text comes back from the bars', () => {
    const text = fc.string({
      unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(fc.oneof(text, fc.stringMatching(/^\d{2,40}$/)), (content) => {
        expect(printed(gbk, { kind: 'code128', text: content, heightDots: 60 })).toEqual([
          { kind: 'barcode', align: 'center', text: content, heightDots: 60 },
        ]);
      }),
    );
  });

  test('digits go in pairs, so that a long number fits', () => {
    expect(kinds(printed(gbk, { kind: 'code128', text: '1'.repeat(40) }))).toEqual(['barcode']);
    expect(kinds(printed(gbk, { kind: 'code128', text: 'A'.repeat(40) }))).toEqual(['text']);
  });

  test.each(['窗口', '', 'A'.repeat(300)])(
    'what is none, or too wide, is named and printed as text',
    (text) => {
      const { unprintable } = layOutReceipt({ blocks: [{ kind: 'code128', text }] }, gbk);
      expect(unprintable).toEqual([text]);
    },
  );
});

describe('images', () => {
  const image = (widthDots: number, heightDots: number): ReceiptBlock => ({
    kind: 'image',
    widthDots,
    heightDots,
    bits: Uint8Array.from({ length: Math.ceil(widthDots / 8) * heightDots }, (_, at) => (at * 37) & 0xff),
  });

  test('come back dot by dot, whatever strips they were sent in', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 576 }), fc.integer({ min: 1, max: 700 }), (width, height) => {
        const block = image(width, height);
        const strips = printed(printerProfile('escpos-80mm-gbk'), block);
        const bits = Buffer.concat(strips.flatMap((part) => (part.kind === 'raster' ? [part.bits] : [])));
        expect(bits.equals(Buffer.from(block.kind === 'image' ? block.bits : []))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test('wider than the paper are made smaller in both directions', () => {
    const parts = printed(gbk, image(1152, 200));
    expect(picture(parts)).toMatchObject({ width: 576, rows: 100 });
  });

  test('with too little data do not swallow what follows', () => {
    const parts = printed(
      gbk,
      { kind: 'image', widthDots: 80, heightDots: 10, bits: new Uint8Array(3) },
      line('end'),
    );
    expect(textOf(parts)).toBe('end');
  });
});
