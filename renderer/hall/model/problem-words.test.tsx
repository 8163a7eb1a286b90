import { renderToStaticMarkup } from 'react-dom/server';
import { I18nextProvider } from 'react-i18next';
import { expect, it } from 'vitest';
import type { PublishProblem } from '#contract/desk/failures.ts';
import { createDeskTexts } from '../../i18n/desk-texts.ts';
import { useProblemWords } from './problem-words.ts';

const hall = { hallId: 'h', version: 1, name: { 'zh-CN': '大厅' }, queues: [], counters: [], services: [] };

function Problem({ problem }: { readonly problem: PublishProblem }) {
  return useProblemWords(hall, hall)(problem);
}

it('names the letter that terminals still print, and the day from which it is free', () => {
  const said = renderToStaticMarkup(
    <I18nextProvider i18n={createDeskTexts()}>
      <Problem problem={{ code: 'PREFIX_LEASED', name: 'F', freeFrom: '2026-11-26' }} />
    </I18nextProvider>,
  );
  expect(said).toContain('前缀为“F”');
  expect(said).toContain('请换一个字母；这个字母从11月26日周四起可以用。');
});
