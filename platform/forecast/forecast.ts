import type { Hall } from '#contract/hall.ts';
import {
  accuracyFigures,
  countForecast,
  emptyAccuracy,
  type WaitAccuracy,
} from '#domain/queue/wait-accuracy.ts';
import {
  emptyForecast,
  forecast,
  learn,
  type WaitExpected,
  type WaitForecast,
} from '#domain/queue/wait-forecast.ts';
import type { Clock, Instant } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { findHall } from '../halls/halls-store.ts';
import {
  type CalledTicket,
  lockForecast,
  type StoredForecast,
  selectForecasts,
  takeCalledTickets,
  updateForecast,
} from './forecast-store.ts';
import { openCountersNow } from './open-counters.ts';
import { countersServing, openTimesOf, queueOf } from './queue-facts.ts';

/** What is known of the queues of a hall, by queue. */
export type Forecasts = ReadonlyMap<string, StoredForecast>;

/** What is learned in between changes no forecast that people would notice. */
const KNOWN_FOR_MS = 10_000;

type Known = { readonly until: number; readonly forecasts: Promise<Forecasts> };
const known = new WeakMap<Database, Map<string, Known>>();

/** The forecasts of a hall as they were a few seconds ago at most: tickets that come do not read them each anew. */
export function knownForecasts(database: Database, hallId: string): Promise<Forecasts> {
  const halls = known.get(database) ?? new Map<string, Known>();
  known.set(database, halls);
  const last = halls.get(hallId);
  // Not the platform's clock, which may be set back.
  if (last && performance.now() < last.until) return last.forecasts;
  const forecasts = loadForecasts(database, hallId);
  halls.set(hallId, { until: performance.now() + KNOWN_FOR_MS, forecasts });
  forecasts.catch(() => halls.delete(hallId));
  return forecasts;
}

async function loadForecasts(database: Database, hallId: string): Promise<Forecasts> {
  const stored = await selectForecasts(database, hallId);
  return new Map(stored.map((one) => [one.queueId, one]));
}

/** How long a ticket waits that has `ahead` before it; undefined where no counter is open or the queue is unknown. */
export function foretell(
  hall: Hall,
  forecasts: Forecasts,
  question: {
    readonly queueId: string;
    readonly at: Instant;
    readonly ahead: number;
    readonly openCounterIds: ReadonlySet<string>;
  },
): WaitExpected | undefined {
  const { queueId, at, ahead } = question;
  const model = modelOf(hall, queueId, forecasts.get(queueId));
  const countersOpen = countersServing(hall, queueId, question.openCounterIds);
  if (!model || countersOpen === 0) return undefined;
  const openTimes = openTimesOf(hall, businessDateAt(at));
  return forecast(model, { at, ahead, countersOpen, ...(openTimes && { openTimes }) });
}

/** What has been learned, on top of the mean time that the hall's document says now. */
function modelOf(hall: Hall, queueId: string, stored: StoredForecast | undefined): WaitForecast | undefined {
  const queue = queueOf(hall, queueId);
  if (!queue) return undefined;
  const { serviceMinutes } = queue;
  return stored?.model ? { ...stored.model, serviceMinutes } : emptyForecast({ serviceMinutes });
}

export type QueueAccuracy = {
  readonly queueId: string;
  readonly tickets: number;
  /** Minutes; null without tickets. */
  readonly meanErrorMinutes: number | null;
  readonly inRange: number | null;
};

/** How well the waiting times of each queue were foretold of late, in the hall's order. */
export async function accuracyOf(database: Database, clock: Clock, hall: Hall): Promise<QueueAccuracy[]> {
  const today = businessDateAt(clock.now());
  const forecasts = await loadForecasts(database, hall.hallId);
  return hall.queues.map(({ queueId }) => {
    const figures = accuracyFigures(forecasts.get(queueId)?.accuracy ?? emptyAccuracy, today);
    if (!figures) return { queueId, tickets: 0, meanErrorMinutes: null, inRange: null };
    const { tickets, meanErrorMinutes, shareInRange } = figures;
    return { queueId, tickets, meanErrorMinutes, inRange: shareInRange };
  });
}

/** Enough to catch up with a day's calls in a few rounds, and few enough to hold no row for long. */
const BATCH = 500;

/**
 * Learns from the tickets that were called since the last time, each once, whichever process does it. Not in the
 * transaction of the call: nobody at a counter should wait for it. Returns how many there were.
 */
export async function learnFromCalls(database: Database, clock: Clock): Promise<number> {
  let learned = 0;
  for (;;) {
    const taken = await database.transaction().execute(async (transaction) => {
      const called = await takeCalledTickets(transaction, BATCH);
      for (const tickets of inLockOrder(called)) await learnOfQueue(transaction, clock, tickets);
      return called.length;
    });
    learned += taken;
    if (taken > 0) known.delete(database);
    if (taken < BATCH) return learned;
  }
}

/** The tickets of each queue in the order of their calls; every process locks the queues in the same order. */
function inLockOrder(called: readonly CalledTicket[]): CalledTicket[][] {
  const byQueue = Map.groupBy(called, ({ hallId, queueId }) => JSON.stringify([hallId, queueId]));
  return [...byQueue.keys()]
    .sort()
    .map((key) =>
      (byQueue.get(key) ?? []).sort(
        (one, other) => one.firstCalledAt.getTime() - other.firstCalledAt.getTime(),
      ),
    );
}

async function learnOfQueue(
  transaction: DatabaseTransaction,
  clock: Clock,
  tickets: readonly CalledTicket[],
): Promise<void> {
  const [first] = tickets;
  if (!first) return;
  const key = { hallId: first.hallId, queueId: first.queueId };
  const hall = await findHall(transaction, key.hallId);
  const now = new Date(clock.now());
  const stored = await lockForecast(transaction, key, now);
  const openCounterIds = await openCountersNow(transaction, clock, key.hallId);
  let model = hall && modelOf(hall, key.queueId, stored);
  if (!hall || !model) return;
  let accuracy: WaitAccuracy = stored.accuracy ?? emptyAccuracy;
  const countersAtCall = countersServing(hall, key.queueId, openCounterIds);
  for (const ticket of tickets) {
    const { ahead, countersOpen, foretoldFrom, foretoldMiddle, foretoldTo } = ticket;
    // Sent on from another queue, or told of long after it came: its wait says nothing of this queue.
    if (ticket.firstQueueId !== ticket.queueId || ahead === null || countersOpen === null) continue;
    const arrivedAt = ticket.place.getTime();
    const calledAt = ticket.firstCalledAt.getTime();
    const openTimes = openTimesOf(hall, ticket.businessDate);
    model = learn(model, {
      arrivedAt,
      calledAt,
      ahead,
      countersOpen,
      ...(countersAtCall > 0 && { countersAtCall }),
      ...(openTimes && { openTimes }),
    });
    if (foretoldFrom === null || foretoldMiddle === null || foretoldTo === null) continue;
    const foretold = { fromMinutes: foretoldFrom, middleMinutes: foretoldMiddle, toMinutes: foretoldTo };
    accuracy = countForecast(accuracy, ticket.businessDate, foretold, (calledAt - arrivedAt) / MINUTE_MS);
  }
  await updateForecast(transaction, key, { model, accuracy }, now);
}

const MINUTE_MS = 60_000;
