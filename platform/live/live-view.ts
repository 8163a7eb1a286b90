import { setImmediate as immediate } from 'node:timers/promises';
import type { HallChanges } from './hall-changes.ts';

/** Two looks at a hall lie at least so far apart, however fast it changes. */
const APART_MS = 50;
/** A large hall on a busy machine is looked at less often: those who work go before those who watch. */
const TIMES_ITS_COST = 2;
/** Waiting times and opening hours change although nothing happens. */
const LOOK_AGAIN_MS = 15_000;
const AFTER_FAILURE_MS = 1_000;

/** One state of each hall, computed once for all who watch it. */
export type LiveView<T> = {
  /**
   * The present state, then each new one, until the signal is aborted. Throws when a look fails.
   * @param restMs a watcher wants nothing newer before the next multiple of it; what changed meanwhile comes as one
   */
  readonly watch: (
    hallId: string,
    signal: AbortSignal | undefined,
    restMs?: number,
  ) => AsyncGenerator<T, void, void>;
  /** Ends all watching, so that the process can stop. */
  readonly close: () => void;
};

type Look<T> = { readonly number: number; readonly state: T };

/** What all watchers of one hall share. */
class WatchedHall<T> {
  watchers = 0;
  readonly #look: () => Promise<T>;
  readonly #stop: () => void;
  #latest: Look<T> | undefined;
  #wakers: { readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = [];
  #looking = false;
  #changed = true;
  #timer: NodeJS.Timeout | undefined;
  #again: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(changes: HallChanges, hallId: string, look: () => Promise<T>) {
    this.#look = look;
    this.#stop = changes.onChange(hallId, () => this.#onChange());
  }

  end(): void {
    this.#ended = true;
    this.#stop();
    clearTimeout(this.#timer);
    clearTimeout(this.#again);
    for (const { resolve } of this.#wakers.splice(0)) resolve();
  }

  /** The latest look when it is later than the one seen, else the next; undefined once aborted or ended. */
  async after(seen: number, signal: AbortSignal | undefined): Promise<Look<T> | undefined> {
    for (;;) {
      if (signal?.aborted || this.#ended) return undefined;
      if (this.#latest && this.#latest.number > seen) return this.#latest;
      await this.#next(signal);
    }
  }

  #next(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (settle: () => void) => (): void => {
        signal?.removeEventListener('abort', onAbort);
        settle();
      };
      const waker = {
        resolve: done(resolve),
        reject: (error: unknown) => done(() => reject(error))(),
      };
      const onAbort = (): void => {
        this.#wakers = this.#wakers.filter((other) => other !== waker);
        waker.resolve();
      };
      signal?.addEventListener('abort', onAbort);
      this.#wakers.push(waker);
      this.#lookIfWanted();
    });
  }

  #onChange(): void {
    this.#changed = true;
    this.#lookIfWanted();
  }

  #lookIfWanted(): void {
    if (!this.#changed || this.#wakers.length === 0) return;
    if (this.#looking || this.#timer !== undefined || this.#ended) return;
    void this.#lookNow();
  }

  async #lookNow(): Promise<void> {
    this.#looking = true;
    this.#changed = false;
    clearTimeout(this.#again);
    const began = performance.now();
    let apart = APART_MS;
    try {
      this.#latest = { number: (this.#latest?.number ?? 0) + 1, state: await this.#look() };
      for (const { resolve } of this.#wakers.splice(0)) {
        resolve();
        // Each makes of the state what it sends, then others have their turn: a ticket does not wait for fifty pages.
        await immediate();
      }
      apart = Math.max(APART_MS, (performance.now() - began) * TIMES_ITS_COST);
    } catch (error) {
      this.#changed = true;
      apart = AFTER_FAILURE_MS;
      for (const { reject } of this.#wakers.splice(0)) reject(error);
    }
    this.#looking = false;
    if (this.#ended) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#changed) this.#lookIfWanted();
      else this.#again = setTimeout(() => this.#onChange(), LOOK_AGAIN_MS);
    }, apart);
  }
}

/** `look` computes a hall's state; it is not called while nobody watches the hall. */
export function createLiveView<T>(changes: HallChanges, look: (hallId: string) => Promise<T>): LiveView<T> {
  const halls = new Map<string, WatchedHall<T>>();
  return {
    async *watch(hallId, signal, restMs) {
      const hall = halls.get(hallId) ?? new WatchedHall(changes, hallId, () => look(hallId));
      halls.set(hallId, hall);
      hall.watchers += 1;
      try {
        let seen = 0;
        for (;;) {
          const latest = await hall.after(seen, signal);
          if (!latest) return;
          seen = latest.number;
          yield latest.state;
          // All who rest wake together, so that one look serves them all.
          if (restMs !== undefined) await rest(restMs - (performance.now() % restMs), signal);
        }
      } finally {
        hall.watchers -= 1;
        if (hall.watchers === 0) {
          hall.end();
          halls.delete(hallId);
        }
      }
    },
    close: () => {
      for (const hall of halls.values()) hall.end();
    },
  };
}

/** Ends early when the watcher is gone. */
function rest(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });
}
