import { describe, expect, it } from 'vitest';
import zh from './receipt-texts/zh-CN.json' with { type: 'json' };
import { receiptText } from './receipt-texts.ts';

type Key = Parameters<ReturnType<typeof receiptText>>[0];

const isKey = (key: string): key is Key => key in zh;
const keys = Object.keys(zh).filter(isKey);

describe('receipt texts', () => {
  it.each(['zh-CN', 'en'] as const)('are complete in %s, every place filled', (language) => {
    const text = receiptText(language);
    for (const count of [0, 1, 2]) {
      for (const key of keys) expect(text(key, { count, from: 5, to: 10 })).toMatch(/^[^{}]+$/);
    }
  });

  it('choose the form that goes with the number', () => {
    const english = receiptText('en');
    expect([0, 1, 2].map((count) => english('aheadCount', { count }))).toEqual([
      '0 people',
      '1 person',
      '2 people',
    ]);
    expect(receiptText('zh-CN')('aheadCount', { count: 1 })).toBe('1 人');
  });
});
