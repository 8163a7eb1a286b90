import { renderToStaticMarkup } from 'react-dom/server';
import { I18nextProvider } from 'react-i18next';
import { describe, expect, it } from 'vitest';
import type { MaterialsListView } from '#contract/terminal/materials.ts';
import type { PrintView } from '#contract/ticket.ts';
import { createTexts, textsByLanguage } from '../../i18n/i18n.ts';
import { MaterialsList, useSpokenList } from './materials-list.tsx';
import { mayPrintAgain } from './paper-progress.tsx';

const textsIn = textsByLanguage(createTexts());

function Spoken({ list }: { readonly list: MaterialsListView }) {
  return useSpokenList(list) ?? '';
}

/** What is said of the paper, and what stands on the page. */
function wordsOf(print: PrintView, hasCode: boolean, language: 'zh-CN' | 'en' = 'zh-CN') {
  const list: MaterialsListView = {
    listId: 'l1',
    serviceName: { 'zh-CN': '社保' },
    missing: [{ 'zh-CN': '户口簿', en: 'Household register' }],
    ...(hasCode && { text: '户口簿' }),
    print,
  };
  const [spoken, shown] = [
    <Spoken key="spoken" list={list} />,
    <MaterialsList key="shown" list={list} />,
  ].map((part) => renderToStaticMarkup(<I18nextProvider i18n={textsIn(language)}>{part}</I18nextProvider>));
  return { spoken, shown };
}

const confirmed: PrintView = { state: 'confirmed' };
const others: readonly (readonly [string, PrintView])[] = [
  ['stands in the queue', { state: 'queued', reason: 'PRINTER_PAPER_OUT' }],
  ['failed', { state: 'failed', reason: 'PRINTER_PAPER_OUT' }],
  ['may have come out', { state: 'unknown' }],
  ['was drawn back', { state: 'confirmed', output: 'retracted' }],
];
it('is not offered to be printed again where no more papers are given, and says so', () => {
  const refused: PrintView = { state: 'failed', reason: 'LISTS_USED_UP' };
  expect(mayPrintAgain(refused)).toBe(false);
  expect(mayPrintAgain({ state: 'failed', reason: 'PRINTER_PAPER_OUT' })).toBe(true);
  const { spoken, shown } = wordsOf(refused, true);
  expect(shown).toContain('不能再打印清单');
  expect(shown).toContain('抄下来');
  expect(spoken).toContain('没有打出来');
});

const ways = [true, false].flatMap((hasCode) =>
  (['zh-CN', 'en'] as const).map((language) => ({ hasCode, language })),
);

describe.each(ways)('a list, with a code $hasCode, in $language', ({ hasCode, language }) => {
  it('is not said to be on paper before it is', () => {
    expect(wordsOf({ state: 'queued' }, hasCode, language).spoken).toBe('');
    expect(wordsOf({ state: 'sent' }, hasCode, language).spoken).toBe('');
    expect(wordsOf(confirmed, hasCode, language).spoken).toMatch(/打在纸上|on the paper/);
  });

  it.each(others)('is not said to be on paper when it %s, and something is said', (_, print) => {
    expect(wordsOf(print, hasCode, language).spoken).toMatch(/^(?!.*(打在纸上|on the paper)).{10}/);
  });

  it.each([['is printed', confirmed] as const, ...others])(
    'offers to be scanned where it can be when it %s',
    (_, print) => {
      const { spoken, shown } = wordsOf(print, hasCode, language);
      expect(/扫|[Ss]can/.test(`${spoken} ${shown}`)).toBe(hasCode);
    },
  );
});
