import type { FollowUpView } from '#contract/desk/board.ts';
import type { Instant } from '#domain/time/clock.ts';
import { type Watched, watchPatiently } from '../rpc/watch-patiently.ts';

/** What the page of a ticket shows. */
export type TicketState = {
  readonly view: FollowUpView | undefined;
  readonly connected: boolean;
  /** Up to when `view` was true, by the hall's clock. */
  readonly trueUntil: Instant | undefined;
  /** The platform's clock less the phone's, ms. */
  readonly clockOffset: number;
  /** The platform knows no such ticket, or none yet: one that was issued in a cut comes later. */
  readonly unknown: boolean;
};

export type TicketStore = {
  readonly snapshot: () => TicketState;
  readonly subscribe: (listener: () => void) => () => void;
};

const UNKNOWN_AGAIN_MS = 15_000;

const ENDS: ReadonlySet<FollowUpView['state']> = new Set(['finished', 'cancelled', 'closed', 'past']);

/** No way leads back out of its state: nothing more will come. */
export function isOver({ state }: FollowUpView): boolean {
  return ENDS.has(state);
}

function isCalledAnew(before: FollowUpView, { state, calledAt }: FollowUpView): boolean {
  return state === 'called' && (before.state !== 'called' || before.calledAt !== calledAt);
}

/**
 * A ticket as it stands, live until it has come to its end.
 * @param onCalled the ticket has just been called, or called again; not told of calls before the page was opened
 */
export function createTicketStore(options: {
  readonly watch: () => Watched<FollowUpView>;
  readonly onCalled: (view: FollowUpView) => void;
  readonly later?: (action: () => void, milliseconds: number) => void;
}): TicketStore {
  const listeners = new Set<() => void>();
  let state: TicketState = {
    view: undefined,
    connected: false,
    trueUntil: undefined,
    clockOffset: 0,
    unknown: false,
  };
  const close = watchPatiently(
    options.watch,
    ({ view, connected, heardAt, clockOffset, ended }) => {
      const before = state.view;
      state = {
        view: view ?? before,
        connected,
        trueUntil: view ? heardAt + clockOffset : state.trueUntil,
        clockOffset: view ? clockOffset : state.clockOffset,
        unknown: ended !== undefined,
      };
      if (before && view && isCalledAnew(before, view)) options.onCalled(view);
      for (const listener of listeners) listener();
      if (view && isOver(view)) close();
    },
    { afterMs: UNKNOWN_AGAIN_MS, later: options.later },
  );
  return {
    snapshot: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
