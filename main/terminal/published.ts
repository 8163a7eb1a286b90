import { isDeepStrictEqual } from 'node:util';

/** A value that many may watch. */
export type Published<T> = {
  readonly get: () => T;
  /** Does nothing when the value is equal to the present one. */
  readonly set: (value: T) => void;
  /** Called at once after each change. */
  readonly onChange: (listener: (value: T) => void) => () => void;
  /**
   * Yields the present value and then each later one. A slow reader gets the latest and misses those between:
   * nothing queues up for it. Ends when the signal aborts.
   */
  readonly watch: (signal?: AbortSignal) => AsyncGenerator<T, void, void>;
};

export function createPublished<T>(initial: T): Published<T> {
  let value = initial;
  const listeners = new Set<(value: T) => void>();

  const onChange = (listener: (value: T) => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };

  async function* watch(signal?: AbortSignal): AsyncGenerator<T, void, void> {
    let wake = () => {};
    let changed = true;
    const stop = onChange(() => {
      changed = true;
      wake();
    });
    const onAbort = () => wake();
    signal?.addEventListener('abort', onAbort);
    try {
      for (;;) {
        if (signal?.aborted) return;
        if (changed) {
          changed = false;
          yield value;
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      stop();
      signal?.removeEventListener('abort', onAbort);
    }
  }

  return {
    get: () => value,
    set: (next) => {
      if (isDeepStrictEqual(next, value)) return;
      value = next;
      for (const listener of listeners) listener(next);
    },
    onChange,
    watch,
  };
}
