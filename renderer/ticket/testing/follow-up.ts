import type { FollowUpView } from '#contract/desk/board.ts';

/** A ticket that waits behind five others, two of whom have priority. */
export const waiting: FollowUpView = {
  at: '2026-11-21T02:00:00.000Z',
  hallName: { 'zh-CN': '大厅', en: 'Hall' },
  label: 'A012',
  serviceName: { 'zh-CN': '养老保险权益查询' },
  state: 'waiting',
  ahead: 5,
  isNext: false,
  before: { earlier: 3, byPriority: 2, byTurn: 0, byAgeing: 0 },
  fromMinutes: 15,
  toMinutes: 30,
  counterLabel: null,
  calledAt: null,
  goesWith: null,
  reopenedAt: null,
  appointment: null,
};

/** The same ticket in another state, of which nothing is foretold. */
export function inState(state: FollowUpView['state'], more: Partial<FollowUpView> = {}): FollowUpView {
  return {
    ...waiting,
    state,
    ahead: null,
    before: null,
    fromMinutes: null,
    toMinutes: null,
    ...more,
  };
}
