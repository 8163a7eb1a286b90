import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Receipt } from '#contract/dock/contract.ts';
import { columnsOf, layOutReceipt } from './receipt-layout.ts';

const receipt = (...parts: Receipt['parts']): Receipt => ({ number: 1, columns: 48, parts, cut: true });
const line = (text: string, width = 1, height = 1): Receipt['parts'][number] => ({
  kind: 'text',
  align: 'center',
  runs: [{ text, width, height, bold: false }],
});

describe('a receipt drawn', () => {
  it('gives hanzi two columns and Latin one', () => {
    expect(columnsOf('窗口 A1')).toBe(7);
    expect(columnsOf('𬱖')).toBe(2);
  });

  it('keeps every character on the grid, whatever the font, surrogates included', () => {
    const { placed } = layOutReceipt(receipt(line('号𬱖A1')), () => 21);
    expect(placed[0]).toMatchObject({ offsets: [0, 24, 24, 48, 60], stretch: 1 });
  });

  it('centres by the stretched width', () => {
    const { placed, width } = layOutReceipt(receipt(line('A012', 6, 6)), () => 21);
    expect(placed[0]?.x).toBe((width - 4 * 12 * 6) / 2);
  });

  it('puts nothing over what stands above and nothing outside the paper', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ size: fc.integer({ min: 1, max: 8 }), feed: fc.integer({ min: 1, max: 5 }) })),
        (lines) => {
          const parts = lines.flatMap(({ size, feed }) => [
            line('号', size, size),
            { kind: 'feed' as const, lines: feed },
            { kind: 'qr' as const, align: 'center' as const, text: 'q', moduleDots: size },
          ]);
          const { placed, height } = layOutReceipt(receipt(...parts), () => 21);
          const tops = placed.map((item) => (item.kind === 'text' ? item.baseline : item.y));
          expect(tops).toEqual(tops.toSorted((one, other) => one - other));
          for (const top of tops) expect(top).toBeLessThan(height);
        },
      ),
    );
  });
});
