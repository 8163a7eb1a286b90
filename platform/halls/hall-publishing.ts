import { err, ok, type Result } from 'neverthrow';
import type { PublishProblem } from '#contract/desk/failures.ts';
import type { Hall } from '#contract/hall.ts';
import type { Clock } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { inQueue } from '../calls/queue-lock.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { insertTicketEvents } from '../tickets/tickets-store.ts';
import { lockAgainstIntake } from './hall-lock.ts';
import { publishProblems } from './hall-preview.ts';
import { type HallContent, replaceHall } from './halls.ts';
import { findVersion, lockHall } from './halls-store.ts';
import { queueInstead } from './queue-instead.ts';
import { moveTickets, ticketsOfQueues } from './tickets-of-hall-store.ts';

/** Which member of the staff of which hall does something. */
export type Administrator = { readonly hallId: string; readonly staffId: string };

export type PublishFailure =
  | { readonly code: 'HALL_CHANGED' }
  | { readonly code: 'HALL_UNKNOWN' }
  /** It is another hall than the administrator's. */
  | { readonly code: 'NOT_ALLOWED' }
  | { readonly code: 'HALL_INVALID'; readonly problems: readonly PublishProblem[] };

/**
 * Puts an edited hall into effect, when nobody else has changed it since `hall.version`. The queue goes on: whoever
 * waits keeps his number and place, and where his queue is gone he is called from another.
 */
export async function publishEdited(
  database: Database,
  clock: Clock,
  by: Administrator,
  hall: Hall,
): Promise<Result<number, PublishFailure>> {
  if (hall.hallId !== by.hallId) return err({ code: 'NOT_ALLOWED' });
  return inQueue(database, by.hallId, async (transaction) => {
    const present = await lockWhole(transaction, by.hallId);
    if (present.version !== hall.version) return err({ code: 'HALL_CHANGED' });
    const { version: _edited, ...content } = hall;
    return putIntoEffect(transaction, clock, by, present, content);
  });
}

/** Puts an earlier version into effect again, as a new one. */
export async function undoTo(
  database: Database,
  clock: Clock,
  by: Administrator,
  version: number,
): Promise<Result<number, PublishFailure>> {
  return inQueue(database, by.hallId, async (transaction) => {
    const present = await lockWhole(transaction, by.hallId);
    const earlier = await findVersion(transaction, by.hallId, version);
    if (!earlier) return err({ code: 'HALL_UNKNOWN' });
    const { version: _earlier, ...content } = earlier;
    return putIntoEffect(transaction, clock, by, present, content);
  });
}

/** The hall, with nobody joining its queues until the transaction ends; in its queue nobody is called either. */
async function lockWhole(transaction: DatabaseTransaction, hallId: string): Promise<Hall> {
  await lockAgainstIntake(transaction, hallId);
  return lockHall(transaction, hallId);
}

async function putIntoEffect(
  transaction: DatabaseTransaction,
  clock: Clock,
  by: Administrator,
  present: Hall,
  content: HallContent,
): Promise<Result<number, PublishFailure>> {
  const now = new Date(clock.now());
  const problems = await publishProblems(transaction, clock, present, content);
  if (problems.length > 0) return err({ code: 'HALL_INVALID', problems });
  const version = await replaceHall(transaction, present, content, now, by.staffId);
  await sendOn(transaction, content, by, now);
  return ok(version);
}

/** Whoever is in a queue that is there no more goes on in another, at the place he had. */
export async function sendOn(
  transaction: DatabaseTransaction,
  content: HallContent,
  { hallId, staffId }: Administrator,
  now: Date,
): Promise<void> {
  const queueIds = content.queues.map(({ queueId }) => queueId);
  const stranded = await ticketsOfQueues(transaction, hallId, businessDateAt(now.getTime()), queueIds);
  for (const [queueId, tickets] of Map.groupBy(stranded, (ticket) => queueInstead(content, ticket))) {
    const ticketIds = tickets.map(({ ticketId }) => ticketId);
    await moveTickets(transaction, hallId, ticketIds, queueId);
    await insertTicketEvents(
      transaction,
      ticketIds.map((ticketId) => ({ hallId, ticketId, kind: 'transfer', at: now, staffId, queueId })),
    );
  }
}
