import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipTexts } from './clips.ts';
import { counterSign, heardAlike, whyUnspoken } from './counter-sign.ts';
import { amountClips } from './name-clips.ts';

const inWords = (number: number): string =>
  amountClips(number)
    .map((clip) => clipTexts[clip])
    .join('');

/** Each way in which a sign holds one number, `N` in its place. */
const forms = [
  'N号窗口',
  'N 号窗口',
  'N号',
  'N号综合窗口',
  'N 号 窗口',
  'N号综合受理窗口',
  '第N号窗口',
  '第N窗口',
  '综合N号窗口',
  '社保 N号窗口',
  '一窗通办N号窗口',
  'N号一件事窗口',
  '二楼N号窗口',
  '1号楼N号窗口',
  'N号窗口（社保）',
  'N号窗口综合受理',
  'N号窗口 一次办',
  'N号（社保）',
  'N号 社保',
  'N号窗口·四城通办',
];
const formsOfDigits = ['N', 'N窗口', 'N 窗口', '综合N窗口', '窗口N', '综合窗口 N', 'N窗口（社保）'];

describe('counterSign', () => {
  it('finds any number in every form that holds one', () => {
    const number = fc.integer({ min: 0, max: 9999 });
    fc.assert(
      fc.property(fc.constantFrom(...forms), number, fc.boolean(), (form, amount, words) => {
        const sign = form.replace('N', words ? inWords(amount) : String(amount));
        expect(counterSign(sign)).toEqual({ area: '', number: amount });
      }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...formsOfDigits), number, (form, amount) => {
        expect(counterSign(form.replace('N', String(amount)))).toEqual({ area: '', number: amount });
      }),
    );
  });

  it.each([
    ['A区3号窗口', 'A', 3],
    ['Ａ区 ３号窗口', 'A', 3],
    ['B3号窗口', 'B', 3],
    ['b-12窗口', 'B', 12],
    ['二楼C厅3号综合窗口', 'C', 3],
    ['VIP3号窗口', '', 3],
    ['一百〇五号窗口', '', 105],
  ])('reads %s', (sign, area, number) => {
    expect(counterSign(sign)).toEqual({ area, number });
  });

  it.each([
    '综合咨询台',
    '',
    '办不成事',
    '一窗受理',
    '四城通办窗口',
    '12345热线窗口',
    '12345号窗口',
    '12345窗口',
    '3号、4号窗口',
    '3、4号窗口',
    '3-5号窗口',
    '三至五号窗口',
    '3号窗口/4',
    '3号窗口（原5号窗口）',
    '3号窗口旁咨询台',
    '3号窗口对面',
    '3号综合窗口右侧',
    '3号楼咨询台',
    '2号大厅综合窗口',
    '3号咨询台',
    '十二三号窗口',
    '二二号窗口',
    '二〇号窗口',
    '3号5号窗口',
  ])('leaves %s', (sign) => expect(counterSign(sign)).toBeUndefined());
});

describe('heardAlike', () => {
  it('finds the counters that sound as another does', () => {
    const signs = ['东厅3号窗口', '3号窗口 社保', 'A区3号窗口', 'B区3号窗口', '4号窗口', '咨询台', '咨询台'];
    expect(heardAlike(signs)).toEqual([true, true, false, false, false, false, false]);
  });
});

describe('whyUnspoken', () => {
  it.each([
    ['3号综合窗口', undefined],
    ['综合咨询台', 'no-number'],
    ['东厅4号窗口', 'alike'],
    ['A区4号窗口', undefined],
    [' ', undefined],
  ])('of %s is %s', (sign, why) => expect(whyUnspoken(sign, ['4号窗口', '5号窗口'])).toBe(why));
});
