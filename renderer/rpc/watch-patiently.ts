import { type LiveState, type LiveStore, wakeWithBrowser } from './live-state.ts';

/** A stream that was begun, as `watchLive` begins one. */
export type Watched<T> = Pick<LiveStore<T>, 'snapshot' | 'subscribe' | 'close'>;

/**
 * Keeps watching what the platform may not know yet: when it refuses, it is asked again a while later, for as long as
 * the page is open. At most one stream and one timer at a time.
 * @returns ends the watching
 */
export function watchPatiently<T>(
  watch: () => Watched<T>,
  onState: (state: LiveState<T>) => void,
  again: {
    readonly afterMs: number;
    readonly later?: ((action: () => void, milliseconds: number) => void) | undefined;
  },
): () => void {
  const { afterMs, later = setTimeout } = again;
  let ended = false;
  let close: () => void = () => undefined;
  const follow = () => {
    if (ended) return;
    const live = watch();
    const leave = live.subscribe(() => {
      const heard = live.snapshot();
      if (heard.ended) {
        close();
        later(follow, afterMs);
      }
      onState(heard);
    });
    close = () => {
      leave();
      live.close();
    };
  };
  follow();
  return () => {
    ended = true;
    close();
  };
}

/** The same stream, looking for the platform as soon as the browser wakes. */
export function wakingWithBrowser<T>(live: LiveStore<T>): Watched<T> {
  const leave = wakeWithBrowser(live);
  return {
    snapshot: live.snapshot,
    subscribe: live.subscribe,
    close: () => {
      leave();
      live.close();
    },
  };
}
