import type { Hall } from '#contract/hall.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import type { DatabaseTransaction } from '../database/database.ts';
import { findClosedDay } from '../halls/hall-days-store.ts';
import { freeAppointmentOf } from './appointments-store.ts';
import { moveAppointments } from './replacement.ts';

/**
 * Whoever gives his ticket back may come with his appointment again: where the hall has closed meanwhile on another day,
 * as those whose appointments the closing found booked.
 */
export async function freeAppointment(
  transaction: DatabaseTransaction,
  hall: Hall,
  ticketId: string,
  now: Date,
): Promise<void> {
  const { hallId } = hall;
  if (!(await freeAppointmentOf(transaction, hallId, ticketId, now))) return;
  if (await findClosedDay(transaction, hallId, businessDateAt(now.getTime())))
    await moveAppointments(transaction, hall, now.getTime());
}
