import { renderToStaticMarkup } from 'react-dom/server';
import { I18nextProvider } from 'react-i18next';
import { describe, expect, it } from 'vitest';
import type { TicketView } from '#contract/ticket.ts';
import { createTexts, textsByLanguage } from '../../i18n/i18n.ts';
import { useSpokenPrint } from './print-progress.tsx';
import { TicketWait } from './ticket-wait.tsx';

const textsIn = textsByLanguage(createTexts());
const waiting: TicketView = {
  ticketId: 't1',
  label: 'A007',
  businessDate: '2026-11-21',
  issuedAt: '2026-11-21T01:30:00.000Z',
  serviceName: { 'zh-CN': '社保' },
  counters: [],
  waiting: { ahead: 3, fromMinutes: 10, toMinutes: 20, complete: true },
  priorityClass: 'ordinary',
  missing: [],
  cancelled: false,
  code: 'MSB1:x',
  print: { state: 'confirmed' },
};

function Spoken({ ticket }: { readonly ticket: TicketView }) {
  return useSpokenPrint(ticket) ?? '';
}

function wordsOf(ticket: TicketView, language: 'zh-CN' | 'en') {
  const [shown, spoken] = [
    <TicketWait key="shown" ticket={ticket} />,
    <Spoken key="spoken" ticket={ticket} />,
  ].map((part) => renderToStaticMarkup(<I18nextProvider i18n={textsIn(language)}>{part}</I18nextProvider>));
  return { shown, spoken };
}

describe('a number on the page of its ticket', () => {
  it('has its wait in figures while it waits', () => {
    expect(wordsOf(waiting, 'zh-CN').shown).toMatch(/3.*10.*20/);
    expect(wordsOf(waiting, 'zh-CN').spoken).toContain('听到叫号后');
  });

  it.each([
    ['zh-CN', '无法得知', '留意叫号'],
    ['en', 'not known', 'follow the calls'],
  ] as const)('has no figures in %s while nobody can tell its wait', (language, what, next) => {
    const { shown } = wordsOf({ ...waiting, waitUnknown: true }, language);
    expect(shown).toContain(what);
    expect(shown).toContain(next);
    expect(shown).not.toMatch(/10|20/);
  });

  it.each([
    ['zh-CN', '已不在等候中', '工作人员', '听到叫号后'],
    ['en', 'no longer waits', 'ask the staff', 'when your number is called'],
  ] as const)(
    'says in %s in their place that it waits no more, and whom to ask',
    (language, what, whom, not) => {
      const { shown, spoken } = wordsOf({ ...waiting, noLongerWaits: true }, language);
      for (const words of [shown, spoken]) {
        expect(words).toContain(what);
        expect(words).toContain(whom);
        expect(words).not.toContain(not);
      }
      expect(shown).not.toContain(textsIn(language).t('ticket.estimate'));
    },
  );
});
