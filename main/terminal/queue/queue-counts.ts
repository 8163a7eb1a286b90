import { ok, type Result } from 'neverthrow';
import type { WaitingRange } from '#domain/queue/waiting-estimate.ts';
import type { Clock, Instant } from '#domain/time/clock.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { Storage, StorageError } from '../storage/storage.ts';
import { createEarlyClosingStore } from './early-closing-store.ts';

/** Older counts are still shown, but as incomplete: other terminals' tickets may be missing. */
const FRESH_COUNT_MS = 15_000;

/** How a queue stands, as the platform says. */
export type QueueCount = {
  readonly waiting: number;
  /** What it foretells an ordinary ticket taken now; undefined where it cannot tell. */
  readonly foretold: WaitingRange | undefined;
};

/** Why a hall gives no more numbers today, in its own words. */
export type ClosedEarly = { readonly reason: string };

type Counts = {
  readonly businessDate: BusinessDate;
  readonly at: Instant;
  readonly of: ReadonlyMap<string, QueueCount>;
};

export type QueueCountsDependencies = { readonly clock: Clock; readonly storage: Storage };

export type QueueCounts = {
  /**
   * The platform's counts replace the last ones; tickets it had accepted before are in them. A closing counts from now
   * on also where the disk does not take it.
   */
  readonly replace: (
    businessDate: BusinessDate,
    counts: ReadonlyMap<string, QueueCount>,
    closedEarly: ClosedEarly | undefined,
  ) => Result<void, StorageError>;
  /** The platform has taken a ticket of this terminal after it last counted. */
  readonly ticketAccepted: (queueId: string, businessDate: BusinessDate) => void;
  /** How many wait by the platform's last count and what it has taken since; `foretold` only while that is fresh. */
  readonly waiting: (
    queueId: string,
    businessDate: BusinessDate,
  ) => { readonly count: number; readonly fresh: boolean; readonly foretold: WaitingRange | undefined };
  /** As last heard of that day: neither a cut nor a restart in it opens a hall again. */
  readonly closedEarly: (businessDate: BusinessDate) => ClosedEarly | undefined;
  /** The platform is out of reach: other terminals' tickets are missing from now on. */
  readonly lost: () => void;
  /** Called when what `waiting` says has changed by the platform's doing. */
  readonly onChanged: (listener: () => void) => () => void;
};

/**
 * The platform's queue counts as last heard; kept in memory, since yesterday's count helps nobody. Only that the hall
 * has closed early is kept on the disk.
 */
export function createQueueCounts({ clock, storage }: QueueCountsDependencies): QueueCounts {
  const closings = createEarlyClosingStore(storage);
  let saved = closings.read();
  let closing = saved;
  const listeners = new Set<() => void>();
  let counts: Counts | undefined;
  let reachable = false;
  const tell = () => {
    for (const listener of listeners) listener();
  };
  let acceptedSince = new Map<string, number>();
  /** The counts come every few seconds: only a change is worth a write. */
  function keepClosing(): Result<void, StorageError> {
    if (saved?.businessDate === closing?.businessDate && saved?.reason === closing?.reason) return ok();
    const next = closing;
    return closings.write(next).map(() => {
      saved = next;
    });
  }
  const keyOf = (queueId: string, businessDate: BusinessDate) => `${businessDate} ${queueId}`;
  return {
    replace: (businessDate, of, closedEarly) => {
      counts = { businessDate, at: clock.now(), of };
      closing = closedEarly && { businessDate, ...closedEarly };
      reachable = true;
      acceptedSince = new Map();
      const written = keepClosing();
      tell();
      return written;
    },
    ticketAccepted: (queueId, businessDate) => {
      const key = keyOf(queueId, businessDate);
      acceptedSince.set(key, (acceptedSince.get(key) ?? 0) + 1);
    },
    waiting: (queueId, businessDate) => {
      const since = acceptedSince.get(keyOf(queueId, businessDate)) ?? 0;
      if (counts?.businessDate !== businessDate) return { count: since, fresh: false, foretold: undefined };
      const age = clock.now() - counts.at;
      const fresh = reachable && age >= 0 && age < FRESH_COUNT_MS;
      const counted = counts.of.get(queueId);
      return {
        count: (counted?.waiting ?? 0) + since,
        fresh,
        foretold: fresh ? counted?.foretold : undefined,
      };
    },
    closedEarly: (businessDate) =>
      closing?.businessDate === businessDate ? { reason: closing.reason } : undefined,
    lost: () => {
      if (!reachable) return;
      reachable = false;
      tell();
    },
    onChanged: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
