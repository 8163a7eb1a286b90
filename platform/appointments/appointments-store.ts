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
  readonly state: 'booked' | 'checked-in' | 'cancelled';
  readonly insteadOf: string | null;
};

const COLUMNS = [
  'appointmentId',
  'serviceId',
  'businessDate',
  'fromAt',
  'toAt',
  'state',
  'insteadOf',
] as const;

export type NewAppointment = Omit<AppointmentRow, 'state'> & {
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

/** What is booked from a day on, to see which times are still free; only under `lockAppointments` it stays so. */
export function bookedFrom(
  transaction: DatabaseTransaction,
  hallId: string,
  businessDate: BusinessDate,
): Promise<{ serviceId: string; fromAt: Date; toAt: Date }[]> {
  return transaction
    .selectFrom('appointments')
    .select(['serviceId', 'fromAt', 'toAt'])
    .where('hallId', '=', hallId)
    .where('businessDate', '>=', businessDate)
    .where('state', '<>', 'cancelled')
    .execute();
}

type Whose = { readonly personKey: Buffer } | { readonly codeHash: Buffer };

/** Those of a day that nobody has come for yet, by the person or by the code. */
export function findBooked(
  database: Database,
  hallId: string,
  businessDate: BusinessDate,
  whose: Whose,
): Promise<AppointmentRow[]> {
  const query = database
    .selectFrom('appointments')
    .select(COLUMNS)
    .where('hallId', '=', hallId)
    .where('businessDate', '=', businessDate)
    .where('state', '=', 'booked')
    .orderBy('fromAt');
  return 'personKey' in whose
    ? query.where('personKey', '=', whose.personKey).execute()
    : query.where('codeHash', '=', whose.codeHash).execute();
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

/** Whoever holds a ticket that the hall closed before its turn: what he was given instead. */
export async function appointmentInsteadOf(
  database: Database,
  hallId: string,
  ticketId: string,
): Promise<AppointmentRow | undefined> {
  return database
    .selectFrom('appointments')
    .select(COLUMNS)
    .where('hallId', '=', hallId)
    .where('insteadOf', '=', ticketId)
    .executeTakeFirst();
}

/** False when it is not booked any more: cancelled, or somebody has come with it. */
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
    .where('state', '=', 'booked')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Gives an appointment another time; the code stays. */
export async function moveAppointment(
  transaction: DatabaseTransaction,
  hallId: string,
  appointmentId: string,
  to: Pick<AppointmentRow, 'businessDate' | 'fromAt' | 'toAt'>,
): Promise<void> {
  await transaction
    .updateTable('appointments')
    .set(to)
    .where('hallId', '=', hallId)
    .where('appointmentId', '=', appointmentId)
    .where('state', '=', 'booked')
    .execute();
}

/** Whoever gives his ticket back may come with his appointment again, as long as its time has not passed. */
export async function freeAppointmentOf(
  transaction: DatabaseTransaction,
  hallId: string,
  ticketId: string,
  now: Date,
): Promise<void> {
  await transaction
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
    .execute();
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
