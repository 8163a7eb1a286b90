import type { Result } from 'neverthrow';
import { v7 as uuidv7 } from 'uuid';
import { retryDelay } from '#domain/sync/retry.ts';
import { askDesk, type DeskFailure } from '../../rpc/desk-client.ts';

export type RunnerState = {
  /** The name of the action under way; everything is locked meanwhile. */
  readonly busy: string | undefined;
  /** The platform did not answer, and the same is sent again. */
  readonly resending: boolean;
  readonly failure: { readonly failure: DeskFailure; readonly retry: (() => void) | undefined } | undefined;
};

type Call<T> = (actionKey: string, options: { readonly signal: AbortSignal }) => Promise<T>;

export type ActionRunner = {
  readonly snapshot: () => RunnerState;
  readonly subscribe: (listener: () => void) => () => void;
  /**
   * One press of a button: has a key of its own under which it is sent until the platform has answered. Ignored
   * while another is under way, so that a double click is one press.
   * @param settled resolves when the page shows what was answered; the lock holds until then
   */
  readonly press: <T>(name: string, call: Call<T>, settled?: (answer: T) => Promise<void>) => void;
  readonly dismiss: () => void;
};

/** A person waits before the clerk: tried again soon, and given up while he still remembers what he pressed. */
const RETRY = { firstMs: 400, longestMs: 2_000 };
const TRIES = 5;
const TRY_LIMIT_MS = 6_000;

export type RunnerOptions = {
  readonly makeKey?: () => string;
  readonly random?: () => number;
  readonly retry?: typeof RETRY;
};

/** Sends what the clerk presses, one after the other, and remembers what became of the last. */
export function createActionRunner(options: RunnerOptions = {}): ActionRunner {
  const { makeKey = uuidv7, random = Math.random, retry = RETRY } = options;
  const listeners = new Set<() => void>();
  let state: RunnerState = { busy: undefined, resending: false, failure: undefined };
  const change = (next: Partial<RunnerState>) => {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  };

  const insist = async <T>(call: Call<T>, actionKey: string): Promise<Result<T, DeskFailure>> => {
    for (let tries = 1; ; tries += 1) {
      const answer = await askDesk((each) => call(actionKey, each), TRY_LIMIT_MS);
      if (answer.isOk() || answer.error.code !== 'PLATFORM_AWAY' || tries === TRIES) return answer;
      change({ resending: true });
      await new Promise((resolve) => setTimeout(resolve, retryDelay(retry, tries, random())));
    }
  };

  const run = async <T>(
    name: string,
    call: Call<T>,
    settled: (answer: T) => Promise<void>,
    actionKey: string,
  ) => {
    if (state.busy !== undefined) return;
    change({ busy: name, resending: false, failure: undefined });
    const answer = await insist(call, actionKey);
    if (answer.isOk()) await settled(answer.value);
    change({
      busy: undefined,
      resending: false,
      failure: answer.isOk()
        ? undefined
        : {
            failure: answer.error,
            // Under the same key: if the first was carried out after all, this does nothing more.
            retry: isUnsure(answer.error) ? () => void run(name, call, settled, actionKey) : undefined,
          },
    });
  };

  return {
    snapshot: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    press: (name, call, settled = async () => undefined) => void run(name, call, settled, makeKey()),
    dismiss: () => change({ failure: undefined }),
  };
}

/** Whether the action may have been carried out all the same. */
function isUnsure({ code }: DeskFailure): boolean {
  return code === 'PLATFORM_AWAY' || code === 'PLATFORM_FAULT';
}
