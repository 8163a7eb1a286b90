import { ok } from 'neverthrow';
import type { Clock } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { lockAppointments } from '../appointments/appointments-store.ts';
import { moveBackToToday } from '../appointments/closing-times.ts';
import { withdrawGiven } from '../appointments/closing-times-store.ts';
import { inQueue } from '../calls/queue-lock.ts';
import type { Database } from '../database/database.ts';
import { insertTicketEvents } from '../tickets/tickets-store.ts';
import { countStillClosed, lockAtCounters, reopenTickets } from './closed-tickets-store.ts';
import { findClosedDay, saveReopenedDay } from './hall-days-store.ts';
import { lockAgainstIntake } from './hall-lock.ts';
import { type Administrator, sendOn } from './hall-publishing.ts';
import { lockHall } from './halls-store.ts';

export type Reopening = {
  /** Numbers that stand where they stood. */
  readonly back: number;
  /** Numbers whose holders have agreed another time meanwhile. */
  readonly stillClosed: number;
  /** Appointments of today that have their time again. */
  readonly movedBack: number;
};

const NOTHING_DONE: Reopening = { back: 0, stillClosed: 0, movedBack: 0 };

/**
 * Takes an early closing of today back: numbers are given again, and those that it ended wait where they waited. The
 * times that were given for them count no more, unless somebody has changed them; but whoever has gone home with one and
 * is not there when he is called has it when the day ends (`restoreTold`). Repeated, or when the hall has been closed
 * again since, it does nothing.
 * @param closedAt of the closing that was seen
 */
export async function reopen(
  database: Database,
  clock: Clock,
  by: Administrator,
  closedAt: string,
): Promise<Reopening> {
  const { hallId, staffId } = by;
  const reopened = await inQueue<Reopening, never>(database, hallId, async (transaction) => {
    await lockAgainstIntake(transaction, hallId);
    const hall = await lockHall(transaction, hallId);
    const now = new Date(clock.now());
    const day = { hallId, businessDate: businessDateAt(clock.now()) };
    const closed = await findClosedDay(transaction, hallId, day.businessDate);
    if (closed?.closedAt.getTime() !== Date.parse(closedAt)) return ok(NOTHING_DONE);
    await lockAtCounters(transaction, day);
    // Behind the tickets, as everywhere; nobody moves or cancels what is judged by.
    await lockAppointments(transaction, hallId);
    await saveReopenedDay(transaction, hallId, day.businessDate, now);
    const back = await reopenTickets(transaction, day);
    await withdrawGiven(transaction, hallId, back);
    const movedBack = await moveBackToToday(transaction, hall, clock.now());
    await insertTicketEvents(
      transaction,
      back.map((ticketId) => ({ hallId, ticketId, kind: 'reopen', at: now, staffId })),
    );
    // Their queue may be gone since.
    await sendOn(transaction, hall, by, now);
    return ok({ back: back.length, stillClosed: await countStillClosed(transaction, day), movedBack });
  });
  return reopened._unsafeUnwrap();
}
