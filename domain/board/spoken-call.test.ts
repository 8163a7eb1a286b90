import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticketLabel } from '../queue/ticket-number.ts';
import { clipTexts } from './clips.ts';
import { spokenCall } from './spoken-call.ts';

const call = (label: string, counterLabel: string) => spokenCall({ label, counterLabel, language: 'zh-CN' });
const spoken = (label: string, counterLabel: string) =>
  call(label, counterLabel)
    .clips.map((clip) => clipTexts[clip])
    .join('');

describe('spokenCall', () => {
  it('reads the ticket digit by digit and the counter as a number', () => {
    expect(call('A012', '3号窗口')).toEqual({
      clips: [
        'chime',
        'please',
        'letter-A',
        'digit-0',
        'digit-1',
        'digit-2',
        'number',
        'to',
        'digit-3',
        'counter',
      ],
      text: '请 A 零一二号 到 3 号窗口',
    });
  });

  it.each([
    ['A1', '1号窗口', '请A一号到一号窗口'],
    ['A100', '2号窗口', '请A一零零号到二号窗口'],
    ['BC12345', '10号窗口', '请BC一二三四五号到十号窗口'],
    ['Z007', '12号窗口', '请Z零零七号到十二号窗口'],
    ['A001', '20号窗口', '请A零零一号到二十号窗口'],
    ['A001', '21号窗口', '请A零零一号到二十一号窗口'],
    ['A001', '100号窗口', '请A零零一号到一百号窗口'],
    ['A001', '105号窗口', '请A零零一号到一百零五号窗口'],
    ['A001', '110号窗口', '请A零零一号到一百一十号窗口'],
    ['A001', '212号窗口', '请A零零一号到二百一十二号窗口'],
    ['A001', '1001号窗口', '请A零零一号到一千零一号窗口'],
    ['A001', '1010号窗口', '请A零零一号到一千零一十号窗口'],
    ['A001', '1011号窗口', '请A零零一号到一千零一十一号窗口'],
    ['A001', '2304号窗口', '请A零零一号到二千三百零四号窗口'],
    ['A001', '9999号窗口', '请A零零一号到九千九百九十九号窗口'],
    ['A001', '0号窗口', '请A零零一号到零号窗口'],
    ['A001', '03号窗口', '请A零零一号到三号窗口'],
    ['A001', ' １２ 号窗口 ', '请A零零一号到十二号窗口'],
    ['A001', '3号窗口 综合受理', '请A零零一号到三号窗口'],
    ['A001', '3 号综合窗口', '请A零零一号到三号窗口'],
    ['A001', '十二号窗口', '请A零零一号到十二号窗口'],
    ['A001', 'A区3号窗口', '请A零零一号到A三号窗口'],
  ])('reads %s at %s', (label, counterLabel, words) => {
    expect(spoken(label, counterLabel)).toBe(words);
    expect(call(label, counterLabel).remainder).toBeUndefined();
  });

  it('leaves a counter that is no number to a voice that can say it, and the 到 with it', () => {
    for (const name of ['综合咨询台', '3号窗口旁咨询台', '12345号窗口', '3、4号窗口', '']) {
      expect(spoken('A012', name)).toBe('请A零一二号');
      expect(call('A012', name)).toMatchObject({ remainder: `到 ${name}`, text: `请 A 零一二号 到 ${name}` });
    }
  });

  it('says neither of two counters that it would say alike', () => {
    const alike = spokenCall({
      label: 'A012',
      counterLabel: '东厅3号窗口',
      heardAlike: true,
      language: 'zh-CN',
    });
    expect(alike.clips.at(-1)).toBe('number');
    expect(alike).toMatchObject({ remainder: '到 东厅3号窗口', text: '请 A 零一二号 到 东厅3号窗口' });
  });

  it('never says half a number', () => {
    for (const label of ['a012', 'A-12', '012', 'A', '', '综12']) {
      expect(call(label, '3号窗口')).toEqual({
        clips: ['chime'],
        remainder: `请 ${label} 号 到 3 号窗口`,
        text: `请 ${label} 号 到 3 号窗口`,
      });
    }
  });

  it('lets the ear hear exactly the number that the ticket shows', () => {
    const prefix = fc.stringMatching(/^[A-Z]{1,2}$/);
    fc.assert(
      fc.property(prefix, fc.integer({ min: 1, max: 99_999 }), (letters, number) => {
        const label = ticketLabel(letters, number);
        const heard = call(label, '3号窗口')
          .clips.slice(2, -4)
          .map((clip) => clip.replace(/^(letter|digit)-/, ''))
          .concat('number');
        expect(heard.join('')).toBe(`${label}number`);
      }),
    );
  });

  it('says every number of a counter differently', () => {
    const all = Array.from({ length: 10_000 }, (_, number) => spoken('A1', `${number}号窗口`));
    expect(new Set(all).size).toBe(10_000);
  });
});
