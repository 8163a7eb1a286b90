import { err, ok, type Result } from 'neverthrow';
import type { Clock } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { giveAppointments, moveAppointments } from '../appointments/replacement.ts';
import { inQueue } from '../calls/queue-lock.ts';
import type { Database } from '../database/database.ts';
import { insertTicketEvents } from '../tickets/tickets-store.ts';
import { findClosedDay, saveClosedDay } from './hall-days-store.ts';
import { lockAgainstIntake } from './hall-lock.ts';
import type { Administrator } from './hall-publishing.ts';
import { lockHall } from './halls-store.ts';
import { closeTickets } from './tickets-of-hall-store.ts';

export type EarlyClosing = { readonly closed: number; readonly withAppointment: number };

/**
 * Ends a hall's day. Who is called or being served goes on; everybody else's number ends, and who waits for a service with
 * appointments is given one, as is who had one later today. Terminals hear of it with the next counts and give no more numbers; a ticket that one
 * of them gave before it heard is closed when it arrives.
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
    const today = businessDateAt(clock.now());
    if (await findClosedDay(transaction, hallId, today)) return err('HALL_CLOSED');
    await saveClosedDay(transaction, hallId, today, { closedAt: now, reason });
    const tickets = await closeTickets(transaction, hallId, today, now);
    await insertTicketEvents(
      transaction,
      tickets.map(({ ticketId }) => ({ hallId, ticketId, kind: 'close', at: now, staffId })),
    );
    const withAppointment = await giveAppointments(transaction, hall, clock.now(), tickets);
    // Behind those who stood in the hall.
    await moveAppointments(transaction, hall, clock.now());
    return ok({ closed: tickets.length, withAppointment });
  });
}

/** Numbers are given again. Those that were closed stay so: their holders have gone, with an appointment or without. */
export async function reopen(database: Database, clock: Clock, { hallId }: Administrator): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await saveClosedDay(transaction, hallId, businessDateAt(clock.now()), null);
  });
}
