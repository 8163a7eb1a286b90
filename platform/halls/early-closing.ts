import { err, ok, type Result } from 'neverthrow';
import type { Hall } from '#contract/hall.ts';
import type { Clock, Instant } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { restoreTold } from '../appointments/closing-times.ts';
import { giveAppointments, moveAppointments } from '../appointments/replacement.ts';
import { inQueue } from '../calls/queue-lock.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { insertTicketEvents } from '../tickets/tickets-store.ts';
import { type ClosedTicket, closeTicket, closeTickets, lockAtCounters } from './closed-tickets-store.ts';
import { findClosedDay, saveClosedDay } from './hall-days-store.ts';
import { lockAgainstIntake } from './hall-lock.ts';
import type { Administrator } from './hall-publishing.ts';
import { lockHall } from './halls-store.ts';

export type EarlyClosing = { readonly closed: number; readonly withAppointment: number };

/**
 * Ends a hall's day. Who is called or being served goes on; everybody else's number ends, and who waits for a service with
 * appointments is given one, as is who had one later today. Terminals hear of it with the next counts and give no more numbers; a ticket that one
 * of them gave before it heard is closed when it arrives. `reopening.ts` takes it back.
 */
export async function closeEarly(
  database: Database,
  clock: Clock,
  by: Administrator,
  reason: string,
): Promise<Result<EarlyClosing, 'HALL_CLOSED'>> {
  const { hallId, staffId } = by;
  return inQueue(database, hallId, async (transaction) => {
    await lockAgainstIntake(transaction, hallId);
    const hall = await lockHall(transaction, hallId);
    const now = new Date(clock.now());
    const day = { hallId, businessDate: businessDateAt(clock.now()) };
    if (await findClosedDay(transaction, hallId, day.businessDate)) return err('HALL_CLOSED');
    await lockAtCounters(transaction, day);
    await saveClosedDay(transaction, hallId, day.businessDate, { closedAt: now, reason });
    const tickets = await closeTickets(transaction, day, now);
    await tellClosed(transaction, hallId, tickets, now, staffId);
    // Whoever was told of a time by an earlier closing of the day has that one.
    const again = await restoreTold(transaction, day, clock.now());
    const withAppointment = await giveAppointments(transaction, hall, clock.now(), tickets);
    // Behind those who stood in the hall.
    await moveAppointments(transaction, hall, clock.now());
    return ok({ closed: tickets.length, withAppointment: again + withAppointment });
  });
}

/**
 * Ends a number that a clerk has put aside, or down as not come, in a hall that has closed: nobody calls it again, and it
 * is treated as those that waited. The ticket is held by the transaction already. False where the hall stands open.
 */
export async function closeInClosedHall(
  transaction: DatabaseTransaction,
  hall: Hall,
  now: Instant,
  { ticketId, staffId }: { readonly ticketId: string; readonly staffId: string },
): Promise<boolean> {
  const { hallId } = hall;
  const day = { hallId, businessDate: businessDateAt(now) };
  if (!(await findClosedDay(transaction, hallId, day.businessDate))) return false;
  const at = new Date(now);
  const tickets = await closeTicket(transaction, day, ticketId, at);
  await tellClosed(transaction, hallId, tickets, at, staffId);
  await restoreTold(transaction, day, now);
  await giveAppointments(transaction, hall, now, tickets);
  return true;
}

async function tellClosed(
  transaction: DatabaseTransaction,
  hallId: string,
  tickets: readonly ClosedTicket[],
  at: Date,
  staffId: string,
): Promise<void> {
  await insertTicketEvents(
    transaction,
    tickets.map(({ ticketId }) => ({ hallId, ticketId, kind: 'close', at, staffId })),
  );
}
