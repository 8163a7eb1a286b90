import type { WaitingRange } from '#domain/queue/waiting-estimate.ts';
import type { Clock, Instant } from '#domain/time/clock.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';

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
  readonly closedEarly: ClosedEarly | undefined;
};

export type QueueCounts = {
  /** The platform's counts replace the last ones; tickets it had accepted before are in them. */
  readonly replace: (
    businessDate: BusinessDate,
    counts: ReadonlyMap<string, QueueCount>,
    closedEarly: ClosedEarly | undefined,
  ) => void;
  /** The platform has taken a ticket of this terminal after it last counted. */
  readonly ticketAccepted: (queueId: string, businessDate: BusinessDate) => void;
  /** How many wait by the platform's last count and what it has taken since; `foretold` only while that is fresh. */
  readonly waiting: (
    queueId: string,
    businessDate: BusinessDate,
  ) => { readonly count: number; readonly fresh: boolean; readonly foretold: WaitingRange | undefined };
  /** As last heard of that day: a cut does not open a hall again. */
  readonly closedEarly: (businessDate: BusinessDate) => ClosedEarly | undefined;
  /** The platform is out of reach: other terminals' tickets are missing from now on. */
  readonly lost: () => void;
  /** Called when what `waiting` says has changed by the platform's doing. */
  readonly onChanged: (listener: () => void) => () => void;
};

/** The platform's queue counts as last heard; kept in memory, since yesterday's count helps nobody. */
export function createQueueCounts(clock: Clock): QueueCounts {
  const listeners = new Set<() => void>();
  let counts: Counts | undefined;
  let reachable = false;
  const tell = () => {
    for (const listener of listeners) listener();
  };
  let acceptedSince = new Map<string, number>();
  const keyOf = (queueId: string, businessDate: BusinessDate) => `${businessDate} ${queueId}`;
  return {
    replace: (businessDate, of, closedEarly) => {
      counts = { businessDate, at: clock.now(), of, closedEarly };
      reachable = true;
      acceptedSince = new Map();
      tell();
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
    closedEarly: (businessDate) => (counts?.businessDate === businessDate ? counts.closedEarly : undefined),
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
