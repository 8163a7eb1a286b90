import type { Result } from 'neverthrow';
import type { AppointmentPage } from '#contract/desk/appointments.ts';
import type { DeskFailure } from '../../rpc/desk-client.ts';

/** What the page of an appointment shows. */
export type AppointmentState = {
  readonly page: AppointmentPage | undefined;
  /** Why the last question was not answered; undefined when it was, and before the first. */
  readonly failure: DeskFailure['code'] | undefined;
};

export type AppointmentStore = {
  readonly snapshot: () => AppointmentState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Asks now, as when somebody looks at the page again. */
  readonly look: () => Promise<void>;
};

/**
 * An appointment as it stood when somebody last looked: it is days away, and changes once or never. What was heard
 * stays when the platform cannot be reached, and what the platform does not know any more goes.
 */
export function createAppointmentStore(
  ask: () => Promise<Result<AppointmentPage, DeskFailure>>,
): AppointmentStore {
  const listeners = new Set<() => void>();
  let state: AppointmentState = { page: undefined, failure: undefined };
  let asked = 0;
  return {
    snapshot: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    look: async () => {
      asked += 1;
      const own = asked;
      const answer = await ask();
      // A later question knows better.
      if (own !== asked) return;
      state = answer.match(
        (page): AppointmentState => ({ page, failure: undefined }),
        ({ code }) => ({ page: code === 'APPOINTMENT_UNKNOWN' ? undefined : state.page, failure: code }),
      );
      for (const listener of listeners) listener();
    },
  };
}
