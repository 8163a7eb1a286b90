import { renderToStaticMarkup } from 'react-dom/server';
import { I18nextProvider } from 'react-i18next';
import { describe, expect, it } from 'vitest';
import type { Reconciliation } from '#contract/desk/hall-administration.ts';
import { createDeskTexts } from '../../i18n/desk-texts.ts';
import { Facts } from './facts.tsx';

const nothing: Reconciliation = {
  businessDate: '2026-11-23',
  terminals: [],
  silent: [],
  mergedCount: 0,
  merged: [],
  doubled: [],
  missingCount: 0,
  missing: [],
};
const twice = {
  label: 'A014',
  terminalLabel: '4号自助终端',
  paperDate: '2026-11-23',
  issuedAt: '2026-11-23T01:13:00Z',
  refusedAt: '2026-11-23T01:40:00Z',
  reason: 'NUMBER_TAKEN',
} as const;
const silent = { terminalId: 't5', terminalLabel: '5号自助终端', lastContactAt: '2026-11-23T01:26:00Z' };
const missing = { queueId: 'general', terminalLabel: '2号自助终端', label: 'A019' };
const ticket = { ...twice, takenAt: twice.refusedAt, place: twice.issuedAt, state: 'waiting' };

const GOOD = '没有重号，也没有丢号。';

/** The words of the page, without their elements. */
function words(facts: Partial<Reconciliation>, isOld = false): string {
  const page = (
    <I18nextProvider i18n={createDeskTexts()}>
      <Facts facts={{ ...nothing, ...facts }} isOld={isOld} />
    </I18nextProvider>
  );
  return renderToStaticMarkup(page).replaceAll(/<[^>]+>/g, '|');
}

describe('the reconciliation of a day in words', () => {
  it('says that all is well where it is', () => {
    expect(words({})).toContain(`|${GOOD}|`);
  });

  it.each<[string, Partial<Reconciliation>]>([
    ['a paper is in no queue', { doubled: [twice] }],
    ['a number has not come in', { missing: [missing], missingCount: 1 }],
    ['a terminal was not heard', { silent: [silent] }],
  ])('never says so when %s', (_, facts) => {
    expect(words(facts)).not.toContain(`|${GOOD}|`);
  });

  it('never says so of what was known before the platform fell silent', () => {
    expect(words({}, true)).not.toContain(GOOD);
  });

  it('names a paper that is in no queue with its terminal and times, and says what to do', () => {
    const said = words({ doubled: [twice] });
    for (const word of ['A014', '4号自助终端', '09:13', '09:40', '这个号在另一张号票上', '让他重新取号']) {
      expect(said).toContain(word);
    }
    expect(words({ doubled: [{ ...twice, refusedAt: null }] })).toContain('未拒收，在队列里');
  });

  it('names a paper of another day with the day that stands on it', () => {
    const said = words({ doubled: [{ ...twice, paperDate: '2026-11-24', reason: 'DATE_WRONG' }] });
    expect(said).toContain('终端的时钟差了日子：号票上写的是11月24日周二');
    expect(said).toContain('让他重新取号');
  });

  it('names a terminal that was not heard by when it was last, with the day when it was another', () => {
    expect(words({ silent: [silent] })).toContain('5号自助终端：最后联系 09:26');
    const before = { ...silent, lastContactAt: '2026-11-22T10:03:00Z' };
    expect(words({ silent: [before] })).toContain('最后联系 11月22日周日 18:03');
    expect(words({ silent: [{ ...silent, lastContactAt: null }] })).toContain('还没有联系过');
  });

  it('says where a list goes on', () => {
    expect(words({ merged: [ticket], mergedCount: 1 })).not.toContain('只列出');
    expect(words({ merged: [ticket], mergedCount: 600 })).toContain('只列出前 1 个，共 600 个。');
    expect(words({ missing: [missing], missingCount: 700 })).toContain('只列出前 1 个，共 700 个。');
  });
});
