import { describe, expect, it, vi } from 'vitest';
import type { BoardView } from '#contract/desk/board.ts';
import type { LiveState } from '../rpc/live-state.ts';
import { createBoardStore } from './board-store.ts';
import { AT, call, view } from './testing/views.ts';

class Kept implements Pick<Storage, 'getItem' | 'setItem'> {
  readonly entries = new Map<string, string>();
  getItem = (key: string) => this.entries.get(key) ?? null;
  setItem = (key: string, value: string) => void this.entries.set(key, value);
}

/** A platform whose every word is given by the test. */
function platform() {
  let listener: () => void = () => undefined;
  let state: LiveState<BoardView> = {
    view: undefined,
    connected: false,
    heardAt: AT,
    clockOffset: 0,
    ended: undefined,
  };
  const watch = vi.fn<Parameters<typeof createBoardStore>[0]['watch']>(() => ({
    snapshot: () => state,
    subscribe: (each: () => void) => {
      listener = each;
      return () => true;
    },
    close: () => undefined,
  }));
  const tell = (next: Partial<LiveState<BoardView>>) => {
    state = { ...state, ...next };
    listener();
  };
  return { watch, tell };
}

function board(storage = new Kept(), now = AT) {
  const { watch, tell } = platform();
  const onView = vi.fn<(before: BoardView | undefined, view: BoardView) => void>();
  const again: (() => void)[] = [];
  const later = (action: () => void) => void again.push(action);
  const store = createBoardStore({ hallId: 'hall', watch, storage, now: () => now, onView, later });
  return { store, tell, watch, onView, again, storage };
}

const one = view(0, [call('A001', -5)]);
const two = view(60, [call('A002', 58)]);

describe('the state of a board', () => {
  it('is what the platform told last, also after the platform is gone', () => {
    const { store, tell } = board();
    tell({ view: one, connected: true, heardAt: AT + 10 });
    expect(store.snapshot()).toMatchObject({ view: one, connected: true });
    tell({ connected: false, heardAt: AT + 20_000 });
    expect(store.snapshot()).toMatchObject({ view: one, connected: false, trueUntil: AT + 20_000 });
    tell({ view: two, connected: true, heardAt: AT + 60_000 });
    expect(store.snapshot()).toMatchObject({ view: two, connected: true });
  });

  it('counts by the clock of the platform', () => {
    const { store, tell } = board();
    tell({ view: one, connected: true, heardAt: AT - 5_000, clockOffset: 5_000 });
    expect(store.snapshot()).toMatchObject({ trueUntil: AT, clockOffset: 5_000 });
  });

  it('outlives a restart of the browser, for this hall and this day', () => {
    const { storage, tell } = board();
    tell({ view: one, connected: true });
    expect(board(storage).store.snapshot()).toMatchObject({ view: one, connected: false, trueUntil: AT });
    expect(board(storage, AT + 24 * 3_600_000).store.snapshot().view).toBeUndefined();
    const { watch } = platform();
    const other = createBoardStore({
      hallId: 'other',
      watch,
      storage,
      now: () => AT,
      onView: () => undefined,
    });
    expect(other.snapshot().view).toBeUndefined();
  });

  it('is kept in one entry however long it runs, and does without when nothing can be kept', () => {
    const { storage, tell } = board();
    for (let each = 0; each < 50; each += 1)
      tell({ view: view(each, [call('A001', each)]), connected: true });
    expect(storage.entries.size).toBe(1);
    const full = {
      getItem: () => '{ broken',
      setItem: () => {
        throw new Error('full');
      },
    };
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    const { watch, tell: say } = platform();
    const store = createBoardStore({
      hallId: 'hall',
      watch,
      storage: full,
      now: () => AT,
      onView: () => undefined,
    });
    say({ view: one, connected: true });
    expect(store.snapshot().view).toEqual(one);
    expect(warn).toHaveBeenCalledTimes(2);
    warn.mockRestore();
  });

  it('tells each new state with the one before it, once', () => {
    const { tell, onView } = board();
    tell({ view: one, connected: true });
    tell({ connected: false });
    tell({ view: two, connected: true });
    expect(onView.mock.calls).toEqual([
      [undefined, one],
      [one, two],
    ]);
  });

  it('asks again for a hall that is not there yet', () => {
    const { store, tell, watch, again } = board();
    tell({ ended: { code: 'HALL_UNKNOWN' } });
    expect(store.snapshot().unknown).toBe(true);
    expect(again).toHaveLength(1);
    again[0]?.();
    expect(watch).toHaveBeenCalledTimes(2);
    tell({ ended: undefined, view: one, connected: true });
    expect(store.snapshot()).toMatchObject({ unknown: false, view: one });
  });
});
