import type { Result } from 'neverthrow';
import type { DeskView, StaffSession } from '#contract/desk/staff.ts';
import { wholeViews } from '#contract/desk/view-parts.ts';
import { askDesk, type DeskClient, type DeskFailure } from '../rpc/desk-client.ts';
import { type LiveStore, wakeWithBrowser, watchLive } from '../rpc/live-state.ts';

export type DeskSessionState =
  /** Asks whose session the cookie is; `away` once that took a try in vain. */
  | { readonly phase: 'starting'; readonly away: boolean }
  /** `reason`: why a session that was there has ended by itself. */
  | { readonly phase: 'signed-out'; readonly reason: DeskFailure | undefined }
  /** Signed in with a PIN that was given to him: until he has chosen his own there is nothing else. */
  | { readonly phase: 'choosing-pin'; readonly session: StaffSession }
  | { readonly phase: 'signed-in'; readonly session: StaffSession; readonly live: LiveStore<DeskView> };

export type DeskSession = {
  readonly snapshot: () => DeskSessionState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly signIn: (login: string, pin: string) => Promise<Result<unknown, DeskFailure>>;
  readonly choosePin: (pin: string) => Promise<Result<unknown, DeskFailure>>;
  /** Ends the session at the platform, and with that here: one that only this page forgot would stay open. */
  readonly signOut: () => Promise<Result<unknown, DeskFailure>>;
};

const START_AGAIN_MS = 2_000;

/** Who sits before the page, and the live state that the platform tells him. */
export function createDeskSession(
  client: DeskClient,
  wakeWith: typeof wakeWithBrowser = wakeWithBrowser,
): DeskSession {
  const listeners = new Set<() => void>();
  let state: DeskSessionState = { phase: 'starting', away: false };
  let leave: () => void = () => undefined;

  const change = (next: DeskSessionState) => {
    leave();
    leave = () => undefined;
    state = next;
    for (const listener of listeners) listener();
  };

  const enter = (session: StaffSession) => {
    if (session.pinGiven) {
      change({ phase: 'choosing-pin', session });
      return;
    }
    const live = watchLive(async (options) => wholeViews(await client.staff.watch(undefined, options)));
    change({ phase: 'signed-in', session, live });
    const endWaking = wakeWith(live);
    const endWatching = live.subscribe(() => {
      const { ended } = live.snapshot();
      if (ended) change({ phase: 'signed-out', reason: ended });
    });
    leave = () => {
      endWaking();
      endWatching();
      live.close();
    };
  };

  const begin = async () => {
    for (;;) {
      const answer = await askDesk((options) => client.staff.session(undefined, options));
      if (state.phase !== 'starting') return;
      if (answer.isOk()) {
        const { session } = answer.value;
        if (session) enter(session);
        else change({ phase: 'signed-out', reason: undefined });
        return;
      }
      change({ phase: 'starting', away: true });
      await new Promise((resolve) => setTimeout(resolve, START_AGAIN_MS));
    }
  };
  void begin();

  return {
    snapshot: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async signIn(login, pin) {
      const answer = await askDesk((options) => client.staff.signIn({ login, pin }, options));
      if (answer.isOk()) enter(answer.value.session);
      return answer;
    },
    async choosePin(pin) {
      const answer = await askDesk((options) => client.staff.choosePin({ pin }, options));
      if (answer.isOk()) enter(answer.value.session);
      else if (answer.error.code === 'SIGNED_OUT') change({ phase: 'signed-out', reason: answer.error });
      else if (answer.error.code === 'NOT_ALLOWED') {
        // It was chosen already, by a press whose answer was lost.
        change({ phase: 'starting', away: false });
        void begin();
      }
      return answer;
    },
    async signOut() {
      const answer = await askDesk((options) => client.staff.signOut(undefined, options));
      if (answer.isOk()) change({ phase: 'signed-out', reason: undefined });
      return answer;
    },
  };
}
