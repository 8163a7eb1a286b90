import { expect, test } from 'vitest';
import { testReceipt } from './test-receipt.ts';

const words = {
  size: 'size ',
  bold: 'bold',
  left: 'left',
  center: 'center',
  right: 'right',
  hanzi: 'hanzi',
  code: 'code',
  end: 'end',
};

test.each([32, 42, 48])('the ruler is exactly as wide as paper of %d columns', (columns) => {
  const { blocks } = testReceipt({ title: 'test', facts: [], columns, words, codeText: 'MSB' });
  const rulers = blocks.filter((block) => block.kind === 'text' && /^\d+$/.test(block.text));
  expect(rulers).toEqual([expect.objectContaining({ text: expect.stringMatching(`^\\d{${columns}}$`) })]);
});

test('every kind of block, every alignment and each size of a ticket is there', () => {
  const facts = [{ name: 'model', value: 'any' }];
  const { blocks } = testReceipt({ title: 'test', facts, columns: 48, words, codeText: 'MSB' });
  const kinds = new Set(blocks.map(({ kind }) => kind));
  for (const kind of ['text', 'pair', 'rule', 'space', 'image', 'code128', 'qr'] as const)
    expect(kinds).toContain(kind);
  const texts = blocks.filter((block) => block.kind === 'text');
  expect(new Set(texts.map(({ align }) => align))).toEqual(new Set(['left', 'center', 'right', undefined]));
  expect(new Set(texts.map(({ size }) => size))).toEqual(new Set([1, 2, 3, 6, undefined]));
  expect(blocks).toContainEqual({ kind: 'pair', left: 'model', right: 'any' });
});
