import type { LiveLink } from './live-link.ts';

/** Between the end of a stream and the next attempt, so that a broken service is not stormed. */
const RESUBSCRIBE_PAUSE_MS = 200;

/**
 * Keeps one event stream going over a link that comes and goes: whenever the link is open the stream is begun
 * anew, and what it sends first is the present state.
 * @returns ends the subscription at the next value or the end of the link, whichever is first
 */
export function follow<T>(
  live: LiveLink,
  begin: () => Promise<AsyncIterable<T>>,
  onValue: (value: T) => void,
): () => void {
  const stop = new AbortController();
  const run = async () => {
    while (!stop.signal.aborted) {
      await untilOpen(live, stop.signal);
      if (stop.signal.aborted) return;
      try {
        for await (const value of await begin()) {
          if (stop.signal.aborted) return;
          onValue(value);
        }
      } catch (error) {
        // A stream breaks when the service goes away; the page shows that by the link. Anything else is told.
        if (live.isOpen() && !stop.signal.aborted) console.warn('stream broken', error);
      }
      await pause(RESUBSCRIBE_PAUSE_MS, stop.signal);
    }
  };
  void run();
  return () => stop.abort();
}

function untilOpen(live: LiveLink, signal: AbortSignal): Promise<void> {
  if (live.isOpen() || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const settle = () => {
      if (!live.isOpen() && !signal.aborted) return;
      end();
      signal.removeEventListener('abort', settle);
      resolve();
    };
    const end = live.onChange(settle);
    signal.addEventListener('abort', settle);
  });
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(finish, milliseconds);
    function finish() {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    }
    signal.addEventListener('abort', finish);
  });
}
