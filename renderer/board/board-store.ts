import type { BoardView } from '#contract/desk/board.ts';
import type { Instant } from '#domain/time/clock.ts';
import type { LiveState } from '../rpc/live-state.ts';
import { type Watched, watchPatiently } from '../rpc/watch-patiently.ts';
import { isOfToday, keepView, keptView } from './kept-view.ts';

/** What a board shows. */
export type BoardState = {
  /** Of today; undefined before anything of today is known. */
  readonly view: BoardView | undefined;
  readonly connected: boolean;
  /** Up to when `view` was true, by the hall's clock. */
  readonly trueUntil: Instant | undefined;
  /** The platform's clock less the browser's, ms. */
  readonly clockOffset: number;
  /** The platform knows no hall of this name. */
  readonly unknown: boolean;
};

export type BoardStore = {
  readonly snapshot: () => BoardState;
  readonly subscribe: (listener: () => void) => () => void;
};

/** A hall may be set up after its board was hung. */
const UNKNOWN_AGAIN_MS = 30_000;

/**
 * The state of a hall's board for as long as the page lives: kept over restarts of the browser, followed through
 * every break of the connection.
 * @param watch begins to follow the platform; ends by itself only when it is refused for good
 * @param onView told of each new state from the platform and of the one before it
 */
export function createBoardStore(options: {
  readonly hallId: string;
  readonly watch: () => Watched<BoardView>;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly now: () => Instant;
  readonly onView: (before: BoardView | undefined, view: BoardView) => void;
  readonly later?: (action: () => void, milliseconds: number) => void;
}): BoardStore {
  const { hallId, watch, storage, now, onView, later } = options;
  const listeners = new Set<() => void>();
  const kept = keptView(storage, hallId, now());
  let state: BoardState = {
    view: kept,
    connected: false,
    trueUntil: kept && Date.parse(kept.at),
    clockOffset: 0,
    unknown: false,
  };

  const take = (live: LiveState<BoardView>) => {
    const before = state.view;
    const fresh = live.view !== undefined && live.view !== before ? live.view : undefined;
    const { connected, clockOffset } = live;
    state = {
      view: fresh ?? before,
      connected,
      trueUntil: live.view ? live.heardAt + clockOffset : state.trueUntil,
      clockOffset: live.view ? clockOffset : state.clockOffset,
      unknown: live.ended !== undefined,
    };
    if (fresh) {
      keepView(storage, hallId, fresh);
      onView(before && isOfToday(before, Date.parse(fresh.at)) ? before : undefined, fresh);
    }
    for (const listener of listeners) listener();
  };

  watchPatiently(watch, take, { afterMs: UNKNOWN_AGAIN_MS, later });

  return {
    snapshot: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
