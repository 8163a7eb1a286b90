import { err, ok, type Result } from 'neverthrow';
import type { Hall } from '#contract/hall.ts';
import { isOffered, type OfferedQueues, offeredQueues } from '#domain/queue/offered-queues.ts';
import { callOrder, defaultPriorityPolicy, runAfter } from '#domain/queue/priority.ts';
import { applyAction } from '#domain/queue/ticket-state.ts';
import type { Clock, Instant } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { inTransaction } from '../database/transaction.ts';
import type { TicketNow } from '../live/hall-state.ts';
import { publishedHall } from '../live/published-halls.ts';
import { findTicketOfAction, type Outlook, saveNext, selectHeads, selectOutlook } from './calls-store.ts';
import { priorityRunOf } from './priority-run.ts';
import { inTurn, lockQueue } from './queue-lock.ts';
import { rulesOf } from './ticket-rules.ts';

export type NextRefusal = 'COUNTER_CLOSED' | 'COUNTER_BUSY' | 'NOBODY_WAITING';

type Caller = { readonly hallId: string; readonly staffId: string };

/**
 * Calls who is next by the order of the hall. One after another for a hall, over all platform processes, so that no
 * ticket is called twice and every call sees what the calls before it left behind.
 */
export async function callNext(
  database: Database,
  clock: Clock,
  { hallId, staffId }: Caller,
  actionKey: string,
): Promise<Result<TicketNow, NextRefusal>> {
  const hall = await publishedHall(database, hallId);
  if (!hall) return err('COUNTER_CLOSED');
  return inTurn(hallId, () =>
    inTransaction(database, async (transaction) => {
      await lockQueue(transaction, hallId);
      const now = clock.now();
      const outlook = await selectOutlook(transaction, { hallId, actionKey }, staffId, businessDateAt(now));
      if (outlook.done) {
        const called = await findTicketOfAction(transaction, { hallId, actionKey });
        return called ? ok(called) : err('NOBODY_WAITING');
      }
      const counterId = counterThatCalls(outlook);
      if (counterId.isErr()) return err(counterId.error);
      const offered = offeredQueues(hall.counters, counterId.value);
      if (!offered) return err('COUNTER_CLOSED');
      return takeFirst(transaction, {
        hall,
        offered,
        outlook,
        now,
        staffId,
        actionKey,
        counterId: counterId.value,
      });
    }),
  );
}

function counterThatCalls({ seat, busy, closed }: Outlook): Result<string, NextRefusal> {
  if (seat?.state !== 'open') return err('COUNTER_CLOSED');
  if (busy) return err('COUNTER_BUSY');
  // Who was waiting when the hall closed is told so, and is not called any more.
  return closed ? err('NOBODY_WAITING') : ok(seat.counterId);
}

type Pick = {
  readonly hall: Hall;
  readonly offered: OfferedQueues;
  readonly outlook: Outlook;
  readonly now: Instant;
  readonly staffId: string;
  readonly actionKey: string;
  readonly counterId: string;
};

async function takeFirst(
  transaction: DatabaseTransaction,
  pick: Pick,
): Promise<Result<TicketNow, NextRefusal>> {
  const { hall, offered, outlook, now, staffId, actionKey, counterId } = pick;
  const day = { hallId: hall.hallId, businessDate: businessDateAt(now) };
  const run = priorityRunOf(outlook.priorityRuns, (queueId) => isOffered(offered, queueId));
  for (;;) {
    const heads = await selectHeads(transaction, day, offered);
    const [first] = callOrder(heads, run, hall.priority ?? defaultPriorityPolicy, now);
    if (!first) return err('NOBODY_WAITING');
    const before = first.ticket;
    const called = applyAction(before, { kind: 'call', counterId }, { counterId }, rulesOf(hall));
    if (called.isErr()) throw new Error(`a waiting ticket could not be called: ${called.error}`);
    const after = { ...before, ...called.value, calledAt: now };
    const { priorityRun } = runAfter(run, first);
    const queueIds = new Set([...offered.own, ...heads.map(({ queueId }) => queueId)]);
    const runs = new Map([...queueIds].map((queueId) => [queueId, priorityRun]));
    const change = {
      ...day,
      before,
      after,
      kind: 'call',
      counterId,
      staffId,
      at: new Date(now),
      toQueueId: null,
    };
    if (await saveNext(transaction, change, { actionKey, runs })) return ok(after);
    // Its holder gave it back this moment: there is another first.
  }
}
