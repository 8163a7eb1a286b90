import { describe, expect, it } from 'vitest';
import type { DeskView } from '#contract/desk/staff.ts';
import { called, view } from '../../gallery/desk/samples.ts';
import type { LiveState } from '../../rpc/live-state.ts';
import { untilShown } from './until-shown.ts';

function storeOf(first: DeskView) {
  let state: LiveState<DeskView> = {
    view: first,
    connected: true,
    heardAt: 0,
    clockOffset: 0,
    ended: undefined,
  };
  const listeners = new Set<() => void>();
  return {
    snapshot: () => state,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell(next: DeskView) {
      state = { ...state, view: next };
      for (const listener of listeners) listener();
    },
    listeners,
  };
}

describe('waiting for the page to show an answer', () => {
  const hasNumber = ({ current }: DeskView) => current !== null;

  it('ends at once where it shows it already', async () => {
    const store = storeOf({ ...view, current: called });
    await untilShown(store, hasNumber, 60_000);
    expect(store.listeners.size).toBe(0);
  });

  it('ends with the word that shows it', async () => {
    const store = storeOf(view);
    const shown = untilShown(store, hasNumber, 60_000);
    store.tell({ ...view, waitingCount: 3 });
    expect(store.listeners.size).toBe(1);
    store.tell({ ...view, current: called });
    await shown;
    expect(store.listeners.size).toBe(0);
  });

  it('ends by itself where the stream is away', async () => {
    await untilShown(storeOf(view), hasNumber, 1);
  });
});
