import type { PublishProblem } from '#contract/desk/failures.ts';
import type { HallPreview } from '#contract/desk/hall-administration.ts';
import type { Hall } from '#contract/hall.ts';
import { hallProblems } from '#contract/hall-problems.ts';
import type { Clock } from '#domain/time/clock.ts';
import { addDays, type BusinessDate, businessDateAt } from '#domain/time/hall-time.ts';
import type { Database } from '../database/database.ts';
import { formerParts } from '../live/former-parts.ts';
import { selectCountersNow } from '../live/hall-state-store.ts';
import { hallDifferences } from './hall-differences.ts';
import type { HallContent } from './halls.ts';
import { leasedLetters } from './leased-letters-store.ts';
import { queueInstead } from './queue-instead.ts';
import { countersWithTickets, queuesWithNumbers, waitingGroups } from './tickets-of-hall-store.ts';

/** What would happen if a hall were replaced by another document of it. */
export async function previewHall(
  database: Database,
  clock: Clock,
  present: Hall,
  next: HallContent,
): Promise<HallPreview> {
  const today = businessDateAt(clock.now());
  const [problems, groups] = await Promise.all([
    publishProblems(database, clock, present, next),
    waitingGroups(database, present.hallId, today),
  ]);
  const services = new Set(next.services.map(({ serviceId }) => serviceId));
  const queues = new Set(next.queues.map(({ queueId }) => queueId));
  const affected = groups.filter(
    ({ queueId, serviceId }) => !queues.has(queueId) || !services.has(serviceId),
  );
  return {
    problems,
    changes: hallDifferences(present, next),
    waitingAffected: affected.map(({ queueId, serviceId, waiting }) => ({
      queueId: queueInstead(next, { queueId, serviceId }),
      serviceId,
      waiting,
    })),
  };
}

/**
 * What keeps a document from being put into effect now: that it does not fit together, and that people in the hall
 * hold papers that would say something else than the board.
 */
export async function publishProblems(
  database: Database,
  clock: Clock,
  present: Hall,
  next: HallContent,
): Promise<PublishProblem[]> {
  const today = businessDateAt(clock.now());
  const [changed, leased, counters] = await Promise.all([
    changedPrefixes(database, today, present, next),
    leasedPrefixes(database, today, next),
    removedCounters(database, clock, present, next),
  ]);
  return [...hallProblems(next), ...changed, ...leased, ...counters];
}

/** A prefix stands on papers until the day is over: until then it stays with its queue. */
async function changedPrefixes(
  database: Database,
  today: BusinessDate,
  present: Hall,
  next: HallContent,
): Promise<PublishProblem[]> {
  const queueIds = await queuesWithNumbers(database, present.hallId, today);
  const former = await formerParts(
    database,
    present,
    queueIds.map((firstQueueId) => ({ firstQueueId })),
  );
  const onPaper = [...present.queues, ...former.queues].filter(({ queueId }) => queueIds.includes(queueId));
  return onPaper
    .filter(({ queueId, prefix }) =>
      next.queues.some((queue) => queue.queueId === queueId && queue.prefix !== prefix),
    )
    .map(({ prefix }) => ({ code: 'PREFIX_IN_USE', name: prefix }));
}

/**
 * Numbers of two queues with one prefix would be told apart by nobody, and both queues count from 1. A number that was
 * leased may be on paper already, and may be given by a terminal that hears of no change.
 */
async function leasedPrefixes(
  database: Database,
  today: BusinessDate,
  next: HallContent,
): Promise<PublishProblem[]> {
  const leased = await leasedLetters(database, next.hallId, today);
  return next.queues.flatMap(({ queueId, prefix }) => {
    const others = leased.filter((each) => each.prefix === prefix && each.queueId !== queueId);
    if (others.length === 0) return [];
    const until = others.map((each) => each.until).reduce((one, other) => (one > other ? one : other));
    return [{ code: 'PREFIX_LEASED', name: prefix, freeFrom: addDays(until, 1) }];
  });
}

/** Whoever sits at a counter, and whom he serves, would be nowhere. */
async function removedCounters(
  database: Database,
  clock: Clock,
  { hallId }: Hall,
  next: HallContent,
): Promise<PublishProblem[]> {
  const kept = new Set(next.counters.map(({ counterId }) => counterId));
  const at = clock.now();
  const businessDate = businessDateAt(at);
  const [seated, busy] = await Promise.all([
    selectCountersNow(database, { hallId, businessDate }, at),
    countersWithTickets(database, hallId, businessDate),
  ]);
  const inUse = new Set([...seated.map(({ counterId }) => counterId), ...busy]);
  return [...inUse]
    .filter((counterId) => !kept.has(counterId))
    .map((counterId) => ({ code: 'COUNTER_IN_USE', name: counterId }));
}
