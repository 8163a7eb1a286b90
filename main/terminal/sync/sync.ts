import type { Result } from 'neverthrow';
import { type RetryPolicy, retryDelay } from '#domain/sync/retry.ts';
import type { Timers } from '../timers.ts';

/** Why a round ended early; `refused` stands until somebody changes something. */
export type RoundFailure = { readonly kind: 'away' | 'fault' | 'refused' | 'storage' };

export type Round = () => Promise<Result<void, RoundFailure>>;

export type Sync = {
  readonly start: () => void;
  /** There is something to send: the next round begins at once, unless the platform has just been out of reach. */
  readonly wake: () => void;
  readonly stop: () => Promise<void>;
};

export type SyncDependencies = {
  readonly round: Round;
  /** Drops the requests under way. */
  readonly abandon: () => void;
  readonly timers: Timers;
  /** A number in [0, 1). */
  readonly random: () => number;
  readonly delays?: SyncDelays;
};

export type SyncDelays = {
  /** Between rounds while all is well, milliseconds: how old the queue counts may get. */
  readonly everyMs: number;
  readonly retry: RetryPolicy;
  /** After a refusal, which passes by itself only when somebody acts. */
  readonly refusedMs: number;
};

const DELAYS: SyncDelays = {
  everyMs: 3_000,
  retry: { firstMs: 1_000, longestMs: 15_000 },
  refusedMs: 30_000,
};

/** Runs round after round until it is stopped. */
export function createSync(dependencies: SyncDependencies): Sync {
  const { round, abandon, timers, random, delays = DELAYS } = dependencies;
  let running: Promise<void> | undefined;
  const stopped = new AbortController();
  let failures = 0;
  let woken = false;
  let endPause = () => {};

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      woken = false;
      const result = await round();
      failures = result.isErr() ? failures + 1 : 0;
      await pause(delayAfter(result));
    }
  }

  function delayAfter(result: Result<void, RoundFailure>): number {
    if (result.isOk()) return delays.everyMs;
    return result.error.kind === 'refused' ? delays.refusedMs : retryDelay(delays.retry, failures, random());
  }

  async function pause(milliseconds: number): Promise<void> {
    if (stopped.signal.aborted || (woken && failures === 0)) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = timers.after(milliseconds, resolve);
    endPause = resolve;
    await promise;
    cancel();
  }

  return {
    start: () => {
      running ??= run();
    },
    wake: () => {
      woken = true;
      if (failures === 0) endPause();
    },
    stop: async () => {
      stopped.abort();
      abandon();
      endPause();
      await running;
    },
  };
}
