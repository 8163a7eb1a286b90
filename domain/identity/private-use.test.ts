import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { standardised } from './private-use.ts';

/** In the order of their codes, which is that of GBK's private code points from U+E815 on. */
const addedHanzi = Array.from({ length: 0xa1 - 0x50 }, (_, at) => 0x50 + at)
  .filter((trail) => trail !== 0x7f)
  .map((trail) => iconv.decode(Buffer.from([0xfe, trail]), 'gb18030'));

test('each hanzi that GBK added stands where its two bytes are decoded to today', () => {
  expect(addedHanzi).toHaveLength(80);
  const standard = addedHanzi.map((_, at) => standardised(String.fromCodePoint(0xe815 + at)));
  expect(standard.filter((character) => /\p{Co}/u.test(character))).toEqual([]);
  // Tables of before 2022 leave some in private use.
  expect(standard).toEqual(addedHanzi.map(standardised));
  expect(addedHanzi.filter((decoded) => !/\p{Co}/u.test(decoded)).length).toBeGreaterThan(60);
});

test.each([
  ['\ue81e', '\u9fb4'],
  ['\ue831', '\u{215d7}'],
  ['\ue863', '䶮'],
  ['\ue7c7', 'ḿ'],
  ['\ue78d', '\ufe10'],
])('%j', (before, now) => {
  expect(standardised(`王${before}`)).toBe(`王${now}`);
});

test('what is private to somebody else, and all other text, stays', () => {
  const text = '王小样\ue7c8\ue865\uf8ff ABC';
  expect(standardised(text)).toBe(text);
});
