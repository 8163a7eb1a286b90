import { renderToStaticMarkup } from 'react-dom/server';
import { I18nextProvider } from 'react-i18next';
import { describe, expect, it } from 'vitest';
import type { FollowUpView } from '#contract/desk/board.ts';
import { StateCard } from './state-card.tsx';
import { inState, waiting } from './testing/follow-up.ts';
import { createTicketTexts } from './ticket-texts.ts';

/** The words of a state, without their elements. */
function words(view: FollowUpView, language: 'zh-CN' | 'en' = 'zh-CN'): string {
  const page = (
    <I18nextProvider i18n={createTicketTexts(language)}>
      <StateCard view={view} />
    </I18nextProvider>
  );
  return renderToStaticMarkup(page).replaceAll(/<[^>]+>/g, '|');
}

const nobody = { earlier: 0, byPriority: 0, byTurn: 0, byAgeing: 0 };
const counterLabel = { 'zh-CN': '3号窗口 综合受理', en: 'Counter 3, general' };

describe('a ticket in words', () => {
  it('says how many are before it, how many of them go first and why, and how long it takes', () => {
    const said = words(waiting);
    expect(said).toContain('前面还有 5 人');
    expect(said).toContain('其中 2 人按规定优先办理');
    expect(said).toContain('15–30 分钟');
    expect(words({ ...waiting, before: { ...nobody, earlier: 5 } })).not.toContain('优先');
    expect(words({ ...waiting, ahead: 1, before: { ...nobody, byPriority: 1 } }, 'en')).toContain(
      '1 person before you',
    );
  });

  it('says that it is next, and does not foretell what nobody knows', () => {
    const first = { ...waiting, ahead: 0, before: nobody };
    expect(words({ ...first, isNext: true })).toContain('下一个就是您');
    expect(words(first)).toContain('有窗口下一个就叫您');
    expect(words(first)).not.toContain('下一个就是您');
    const unknown = words({ ...waiting, fromMinutes: null, toMinutes: null });
    expect(unknown).toContain('说不准');
    expect(unknown).not.toContain('null');
    expect(words({ ...waiting, fromMinutes: 0, toMinutes: 5 })).toContain('不到 5 分钟');
  });

  it('says of those who came first without priority why they go before one who has it', () => {
    const said = words({ ...waiting, before: { ...nobody, byTurn: 1, byAgeing: 4 } });
    expect(said).toContain('其中 1 人来得比您早');
    expect(said).toContain('其中 4 人已经等了很久');
    expect(words({ ...waiting, before: { ...nobody, byTurn: 1 } }, 'en')).toContain(
      '1 of them came before you',
    );
  });

  it('says no number that was not counted yet', () => {
    const said = words(inState('waiting'));
    expect(said).toContain('已在排队');
    expect(said).not.toMatch(/\d 人|分钟|说不准/);
  });

  it('says where to go when it is called', () => {
    expect(words(inState('called', { counterLabel }))).toContain('请到 3号窗口 综合受理');
    expect(words(inState('called', { counterLabel }), 'en')).toContain('Go to Counter 3, general');
    expect(words(inState('called'))).toContain('叫到您了');
  });

  it('gives the appointment of a hall that closed early, by the time of the hall', () => {
    const time = { from: '2026-11-23T01:30:00Z', to: '2026-11-23T02:00:00Z' };
    const given = { ...time, moved: null };
    expect(words(inState('closed', { appointment: given }))).toMatch(/11月23日.*09:30–10:00/);
    expect(words(inState('closed', { appointment: given }))).not.toContain('原来');
    const moved = { ...given, moved: { from: '2026-11-22T06:00:00Z', to: '2026-11-22T06:30:00Z' } };
    expect(words(inState('closed', { appointment: moved }))).toMatch(/原来.*11月22日.*14:00–14:30/);
    expect(words(inState('closed'))).toContain('改天再来');
  });

  const states = ['serving', 'held', 'no-show', 'finished', 'cancelled', 'past'] as const;
  it.each(states)('has words of its own for %s in both languages', (state) => {
    const others = states.filter((each) => each !== state).map((each) => words(inState(each)));
    expect(others).not.toContain(words(inState(state)));
    for (const language of ['zh-CN', 'en'] as const) {
      expect(words(inState(state), language)).not.toMatch(/ticket\.\w|\{\{|undefined|null/);
    }
    expect(words(inState(state), 'en')).not.toMatch(/\p{Script=Han}/u);
  });
});
