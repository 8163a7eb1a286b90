import { describe, expect, it, vi } from 'vitest';
import type { FollowUpView } from '#contract/desk/board.ts';
import type { LiveState } from '../rpc/live-state.ts';
import { inState, waiting } from './testing/follow-up.ts';
import { createTicketStore } from './ticket-store.ts';

/** A ticket's page with a platform whose every word is given by the test. */
function page() {
  let listener: () => void = () => undefined;
  let state: LiveState<FollowUpView> = {
    view: undefined,
    connected: false,
    heardAt: 0,
    clockOffset: 0,
    ended: undefined,
  };
  const close = vi.fn<() => void>();
  const watch = vi.fn<Parameters<typeof createTicketStore>[0]['watch']>(() => ({
    snapshot: () => state,
    subscribe: (each) => {
      listener = each;
      return () => {
        listener = () => undefined;
      };
    },
    close,
  }));
  const onCalled = vi.fn<(view: FollowUpView) => void>();
  const again: (() => void)[] = [];
  const store = createTicketStore({ watch, onCalled, later: (action) => void again.push(action) });
  const tell = (next: Partial<LiveState<FollowUpView>>) => {
    state = { ...state, ...next };
    listener();
  };
  const says = (view: FollowUpView) => tell({ view, connected: true, heardAt: Date.parse(view.at) });
  return { store, tell, says, watch, close, onCalled, again };
}

const called = inState('called', {
  counterLabel: { 'zh-CN': '3号窗口' },
  calledAt: '2026-11-21T02:00:00.000Z',
});

describe('the state of a ticket', () => {
  it('rings when the ticket is called, and again when it is called anew', () => {
    const { says, onCalled } = page();
    says(waiting);
    says(called);
    says({ ...called, at: '2026-11-21T02:00:15.000Z' });
    expect(onCalled).toHaveBeenCalledTimes(1);
    says(inState('no-show'));
    says(called);
    expect(onCalled).toHaveBeenCalledTimes(2);
  });

  it('rings once for each recall, also for one that it did not hear at once', () => {
    const { says, tell, onCalled } = page();
    says(waiting);
    says(called);
    const recalled = { ...called, calledAt: '2026-11-21T02:01:00.000Z' };
    says(recalled);
    says({ ...recalled, at: '2026-11-21T02:01:15.000Z' });
    expect(onCalled).toHaveBeenCalledTimes(2);
    tell({ connected: false });
    says({ ...called, calledAt: '2026-11-21T02:03:00.000Z' });
    expect(onCalled).toHaveBeenCalledTimes(3);
    says(inState('serving'));
    expect(onCalled).toHaveBeenCalledTimes(3);
  });

  it('does not ring for a call that was there when the page was opened', () => {
    const { says, onCalled } = page();
    says(called);
    expect(onCalled).not.toHaveBeenCalled();
  });

  it('keeps what was last heard and knows until when it was true', () => {
    const { store, says, tell } = page();
    says(waiting);
    tell({ connected: false });
    expect(store.snapshot()).toMatchObject({
      view: waiting,
      connected: false,
      trueUntil: Date.parse(waiting.at),
    });
  });

  it.each(['finished', 'cancelled', 'closed', 'past'] as const)('ends watching when it is %s', (state) => {
    const { says, close } = page();
    says(waiting);
    expect(close).not.toHaveBeenCalled();
    says(inState(state));
    expect(close).toHaveBeenCalledTimes(1);
  });

  it('looks again for a ticket that the platform does not know yet', () => {
    const { store, tell, watch, close, again } = page();
    tell({ ended: { code: 'TICKET_UNKNOWN' } });
    expect(store.snapshot()).toMatchObject({ unknown: true, view: undefined });
    expect(close).toHaveBeenCalledTimes(1);
    again[0]?.();
    expect(watch).toHaveBeenCalledTimes(2);
    tell({ ended: undefined, view: waiting, connected: true });
    expect(store.snapshot()).toMatchObject({ unknown: false, view: waiting });
  });
});
