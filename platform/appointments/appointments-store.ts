import { sql } from 'kysely';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';

/** The other locks of a hall have other numbers. */
const APPOINTMENTS = 2;

export type AppointmentRow = {
  readonly appointmentId: string;
  readonly serviceId: string;
  readonly businessDate: BusinessDate;
  readonly fromAt: Date;
  readonly toAt: Date;
  readonly state: 'booked' | 'checked-in' | 'cancelled' | 'withdrawn';
  readonly insteadOf: string | null;
  /** The time that was told first, where it was moved since, and why; null otherwise. */
  readonly firstFromAt: Date | null;
  readonly firstToAt: Date | null;
  readonly movedBy: 'closing' | 'staff' | null;
};

/** Of an `AppointmentRow`. */
export const COLUMNS = [
  'appointmentId',
  'serviceId',
  'businessDate',
  'fromAt',
  'toAt',
  'state',
  'insteadOf',
  'firstFromAt',
  'firstToAt',
  'movedBy',
] as const;

export type NewAppointment = Omit<AppointmentRow, 'state' | 'firstFromAt' | 'firstToAt' | 'movedBy'> & {
  readonly hallId: string;
  readonly codeHash: Buffer;
  readonly personKey: Buffer | null;
  readonly bookedAt: Date;
};

/** One at a time gives out a hall's times, so that no more people come at once than were meant to. */
export async function lockAppointments(transaction: DatabaseTransaction, hallId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${hallId}, ${APPOINTMENTS}))`.execute(transaction);
}

/** Leaves one that is there already (the same press of a button) as it is. */
export async function insertAppointments(
  transaction: DatabaseTransaction,
  appointments: readonly NewAppointment[],
): Promise<void> {
  for (let start = 0; start < appointments.length; start += ROWS_A_STATEMENT) {
    const rows = appointments.slice(start, start + ROWS_A_STATEMENT);
    await transaction
      .insertInto('appointments')
      .values(rows.map((appointment) => ({ ...appointment, state: 'booked', ticketId: null })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** A statement takes 65,535 parameters at most. */
const ROWS_A_STATEMENT = 1_000;

export function appointmentsOfDay(
  database: Database,
  hallId: string,
  businessDate: BusinessDate,
): Promise<AppointmentRow[]> {
  return database
    .selectFrom('appointments')
    .select(COLUMNS)
    .where('hallId', '=', hallId)
    .where('businessDate', '=', businessDate)
    .orderBy('fromAt')
    .orderBy('appointmentId')
    .execute();
}

/**
 * What is booked from a day on, to see which times are still free; only under `lockAppointments` it stays so. A withdrawn
 * one is kept as long as it may count again.
 */
export function bookedFrom(
  transaction: Database,
  hallId: string,
  businessDate: BusinessDate,
): Promise<{ appointmentId: string; serviceId: string; fromAt: Date; toAt: Date }[]> {
  return transaction
    .selectFrom('appointments')
    .select(['appointmentId', 'serviceId', 'fromAt', 'toAt'])
    .where('hallId', '=', hallId)
    .where('businessDate', '>=', businessDate)
    .where((is) =>
      is.or([
        is('state', 'in', ['booked', 'checked-in']),
        is('state', '=', 'withdrawn').and(
          is.exists(
            is
              .selectFrom('tickets')
              .select('ticketId')
              .whereRef('tickets.hallId', '=', 'appointments.hallId')
              .whereRef('tickets.ticketId', '=', 'appointments.insteadOf')
              .where('tickets.state', 'not in', ['finished', 'cancelled']),
          ),
        ),
      ]),
    )
    .execute();
}

export async function findAppointment(
  database: Database,
  hallId: string,
  appointmentId: string,
): Promise<AppointmentRow | undefined> {
  return database
    .selectFrom('appointments')
    .select(COLUMNS)
    .where('hallId', '=', hallId)
    .where('appointmentId', '=', appointmentId)
    .executeTakeFirst();
}

/**
 * False when it is not booked any more: cancelled, or somebody has come with it. One that is withdrawn may count again
 * when the day ends, and does not when its holder has cancelled it.
 */
export async function cancelBooked(
  transaction: DatabaseTransaction,
  hallId: string,
  appointmentId: string,
): Promise<boolean> {
  const result = await transaction
    .updateTable('appointments')
    .set({ state: 'cancelled' })
    .where('hallId', '=', hallId)
    .where('appointmentId', '=', appointmentId)
    .where('state', 'in', ['booked', 'withdrawn'])
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/**
 * Gives an appointment another time and keeps the one that was told first; the code stays. False when it is not booked
 * any more: somebody has come with it or cancelled it meanwhile.
 */
export async function moveAppointment(
  transaction: DatabaseTransaction,
  hallId: string,
  appointmentId: string,
  to: Pick<AppointmentRow, 'businessDate' | 'fromAt' | 'toAt'>,
  movedBy: 'closing' | 'staff',
): Promise<boolean> {
  const result = await transaction
    .updateTable('appointments')
    .set((expressions) => ({
      ...to,
      movedBy,
      firstBusinessDate: expressions.fn.coalesce('firstBusinessDate', 'businessDate'),
      firstFromAt: expressions.fn.coalesce('firstFromAt', 'fromAt'),
      firstToAt: expressions.fn.coalesce('firstToAt', 'toAt'),
    }))
    .where('hallId', '=', hallId)
    .where('appointmentId', '=', appointmentId)
    .where('state', 'in', ['booked', 'withdrawn'])
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) return false;
  // Back at the time that was told first, there is nothing to tell.
  await transaction
    .updateTable('appointments')
    .set({ movedBy: null, firstBusinessDate: null, firstFromAt: null, firstToAt: null })
    .where('hallId', '=', hallId)
    .where('appointmentId', '=', appointmentId)
    .whereRef('firstFromAt', '=', 'fromAt')
    .whereRef('firstToAt', '=', 'toAt')
    .execute();
  return true;
}

/** Its ticket keeps it no more, as long as its time has not passed. False where nothing was freed. */
export async function freeAppointmentOf(
  transaction: DatabaseTransaction,
  hallId: string,
  ticketId: string,
  now: Date,
): Promise<boolean> {
  const result = await transaction
    .updateTable('appointments')
    .set({ state: 'booked', ticketId: null })
    .where('hallId', '=', hallId)
    .where('appointmentId', '=', (expressions) =>
      expressions
        .selectFrom('tickets')
        .select('appointmentId')
        .where('hallId', '=', hallId)
        .where('ticketId', '=', ticketId),
    )
    .where('ticketId', '=', ticketId)
    .where('state', '=', 'checked-in')
    .where('toAt', '>', now)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Marks an appointment as kept by a ticket. One that was cancelled meanwhile does not undo the ticket in a hand. */
export async function checkInAppointment(
  transaction: DatabaseTransaction,
  hallId: string,
  appointmentId: string,
  ticketId: string,
): Promise<void> {
  await transaction
    .updateTable('appointments')
    .set({ state: 'checked-in', ticketId })
    .where('hallId', '=', hallId)
    .where('appointmentId', '=', appointmentId)
    .where('state', '=', 'booked')
    .execute();
}
