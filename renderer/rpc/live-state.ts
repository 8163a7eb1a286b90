import { retryDelay } from '#domain/sync/retry.ts';
import { type DeskContext, type DeskFailure, deskFailureOf } from './desk-client.ts';

/** What a page knows of something that the platform keeps telling it. */
export type LiveState<T> = {
  /** The last that was heard, however old; undefined before the first. */
  readonly view: T | undefined;
  /** While this is false, what is shown may be old. */
  readonly connected: boolean;
  /** When the platform was last heard, by the browser's clock, ms since the epoch. */
  readonly heardAt: number;
  /** The platform's clock less the browser's, ms, so that times are counted by one clock. */
  readonly clockOffset: number;
  /** Refused for good: whoever watches must do something first, such as sign in. */
  readonly ended: DeskFailure | undefined;
};

export type LiveStore<T> = {
  readonly snapshot: () => LiveState<T>;
  readonly subscribe: (listener: () => void) => () => void;
  /** Looks at once whether the platform is there, as after the browser has slept. */
  readonly wake: () => void;
  /** Begins anew at once, as after an answer that says that the session may have ended. */
  readonly restart: () => void;
  readonly close: () => void;
};

type BeginOptions = { readonly signal: AbortSignal; readonly context: DeskContext };

/** The stream says something at least every 5 s; three of those missing are no accident. */
const SILENCE_LIMIT_MS = 16_000;
const SILENCE_LOOK_MS = 1_000;
/** All pages of a hall come back after a restart of the platform, but not in the same instant. */
const RETRY = { firstMs: 500, longestMs: 8_000 };

/**
 * Keeps a stream of the platform going: begun anew after every break, and after a silence that a sleeping browser
 * or a pulled cable leaves behind. What it sends first is the present state, so that nothing is missed.
 */
export function watchLive<T extends { readonly at: string }>(
  begin: (options: BeginOptions) => Promise<AsyncIterable<T>>,
  {
    now = Date.now,
    elapsed = () => performance.now(),
    random = Math.random,
    retry = RETRY,
    silenceMs = SILENCE_LIMIT_MS,
  } = {},
): LiveStore<T> {
  const listeners = new Set<() => void>();
  let state: LiveState<T> = {
    view: undefined,
    connected: false,
    heardAt: now(),
    clockOffset: 0,
    ended: undefined,
  };
  let heardAt = now();
  let lastSign = marked();
  const closing = new AbortController();
  const isClosed = () => closing.signal.aborted;
  let wake: () => void = () => undefined;

  const change = (next: Partial<LiveState<T>>) => {
    state = { ...state, ...next, heardAt };
    for (const listener of listeners) listener();
  };

  /** By both clocks: the wall clock may be set back, and the other may stand still while the computer sleeps. */
  function marked() {
    return { wall: now(), steady: elapsed() };
  }
  const silence = () => Math.max(now() - lastSign.wall, elapsed() - lastSign.steady);
  const hear = () => {
    lastSign = marked();
    heardAt = lastSign.wall;
  };

  /** One stream from its begin to its end. */
  const listen = async (): Promise<DeskFailure | undefined> => {
    const attempt = new AbortController();
    // An attempt hears nothing yet: since when the view is old must not move with each of them.
    lastSign = marked();
    const look = () => {
      if (silence() > silenceMs) attempt.abort();
    };
    const timer = setInterval(look, SILENCE_LOOK_MS);
    wake = look;
    stop = () => attempt.abort();
    try {
      for await (const view of await begin({ signal: attempt.signal, context: { onBytes: hear } })) {
        if (isClosed()) return undefined;
        hear();
        change({ view, connected: true, clockOffset: Date.parse(view.at) - heardAt });
      }
      return undefined;
    } catch (thrown) {
      return isClosed() ? undefined : deskFailureOf(thrown);
    } finally {
      clearInterval(timer);
    }
  };
  let stop: () => void = () => undefined;

  const run = async () => {
    for (let breaks = 1; !isClosed(); breaks += 1) {
      const before = state.view;
      const failure = await listen();
      if (isClosed()) return;
      if (failure && failure.code !== 'PLATFORM_AWAY' && failure.code !== 'PLATFORM_FAULT') {
        change({ connected: false, ended: failure });
        return;
      }
      if (state.view !== before) breaks = 1;
      change({ connected: false });
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, retryDelay(retry, breaks, random()));
        stop = wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  void run();

  return {
    snapshot: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    wake: () => wake(),
    restart: () => stop(),
    close() {
      closing.abort();
      stop();
    },
  };
}

/** Looks for the platform as soon as the browser wakes, comes to the front or is on the network again. */
export function wakeWithBrowser(store: Pick<LiveStore<unknown>, 'wake'>): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  window.addEventListener('online', store.wake, { signal });
  document.addEventListener('visibilitychange', store.wake, { signal });
  return () => stop.abort();
}
