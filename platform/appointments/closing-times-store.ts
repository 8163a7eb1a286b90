import { type SqlBool, sql } from 'kysely';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';

type Day = { readonly hallId: string; readonly businessDate: BusinessDate };

/** Which of these tickets have, or had, an appointment in their place. */
export async function ticketsWithAppointment(
  database: Database,
  hallId: string,
  ticketIds: readonly string[],
): Promise<Set<string>> {
  if (ticketIds.length === 0) return new Set();
  const rows = await database
    .selectFrom('appointments')
    .select('insteadOf')
    .where('hallId', '=', hallId)
    .where(sql<SqlBool>`instead_of = any(${ticketIds})`)
    .execute();
  return new Set(rows.flatMap(({ insteadOf }) => insteadOf ?? []));
}

/** Those that were given for tickets which wait again count no more, as long as these may be called. */
export async function withdrawGiven(
  transaction: DatabaseTransaction,
  hallId: string,
  ticketIds: readonly string[],
): Promise<void> {
  await transaction
    .updateTable('appointments')
    .set({ state: 'withdrawn' })
    .where('hallId', '=', hallId)
    .where('state', '=', 'booked')
    .where(sql<SqlBool>`instead_of = any(${ticketIds})`)
    .execute();
}

/** The time that was given for a ticket which its holder gives back. */
export async function cancelGiven(
  transaction: DatabaseTransaction,
  hallId: string,
  ticketId: string,
): Promise<void> {
  await transaction
    .updateTable('appointments')
    .set({ state: 'cancelled' })
    .where('hallId', '=', hallId)
    .where('insteadOf', '=', ticketId)
    .where('state', 'in', ['booked', 'withdrawn'])
    .execute();
}

/** Lets count again what was given for tickets of a day that have ended unserved after all. Returns how many. */
export async function restoreGiven(
  database: Database,
  { hallId, businessDate }: Day,
  now: Date,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update appointments set state = 'booked', booked_at = ${now}
    from tickets
    where appointments.hall_id = ${hallId} and appointments.state = 'withdrawn'
      and appointments.business_date > ${businessDate}
      and tickets.hall_id = appointments.hall_id and tickets.ticket_id = appointments.instead_of
      and tickets.business_date = ${businessDate} and tickets.state in ('closed', 'no-show')
  `.execute(database);
  return Number(numAffectedRows ?? 0n);
}

/** Of an appointment that a closing moved. */
export type ClosingMove = {
  readonly appointmentId: string;
  /** On the day of the closing, and why that was not the first time. */
  readonly fromAt: Date;
  readonly toAt: Date;
  readonly movedBy: 'closing' | 'staff' | null;
  /** Told instead. */
  readonly toldFromAt: Date;
  readonly toldToAt: Date;
};

export async function insertClosingMoves(
  transaction: DatabaseTransaction,
  day: Day,
  moves: readonly ClosingMove[],
): Promise<void> {
  if (moves.length === 0) return;
  await sql`
    insert into closing_moves (
      hall_id, business_date, appointment_id, from_at, to_at, moved_by, told_from_at, told_to_at
    )
    select ${day.hallId}, ${day.businessDate}::date, "appointmentId", "fromAt", "toAt", "movedBy", "toldFromAt",
      "toldToAt"
    from json_to_recordset(${JSON.stringify(moves)}::json) as moved(
      "appointmentId" text, "fromAt" timestamptz, "toAt" timestamptz, "movedBy" text, "toldFromAt" timestamptz,
      "toldToAt" timestamptz
    )
    on conflict (hall_id, business_date, appointment_id) do update set
      from_at = excluded.from_at, to_at = excluded.to_at, moved_by = excluded.moved_by,
      told_from_at = excluded.told_from_at, told_to_at = excluded.told_to_at, moved_back = false
  `.execute(transaction);
}

/**
 * The moves of a day's closing whose appointments still stand where they were left by it: at the told time, or back at
 * that of the day. One that somebody has moved, kept or cancelled since is left out.
 */
export async function selectClosingMoves(
  transaction: DatabaseTransaction,
  { hallId, businessDate }: Day,
  { movedBack }: { readonly movedBack: boolean },
): Promise<ClosingMove[]> {
  const { rows } = await sql<ClosingMove>`
    select appointment_id, moves.from_at, moves.to_at, moves.moved_by, told_from_at, told_to_at
    from closing_moves as moves join appointments using (hall_id, appointment_id)
    where hall_id = ${hallId} and moves.business_date = ${businessDate} and moved_back = ${movedBack}
      and appointments.state = 'booked'
      and appointments.from_at = case when moved_back then moves.from_at else told_from_at end
    order by moves.from_at, appointment_id
  `.execute(transaction);
  return rows;
}

export async function markMovedBack(
  transaction: DatabaseTransaction,
  { hallId, businessDate }: Day,
  appointmentIds: readonly string[],
  movedBack: boolean,
): Promise<void> {
  await transaction
    .updateTable('closingMoves')
    .set({ movedBack })
    .where('hallId', '=', hallId)
    .where('businessDate', '=', businessDate)
    .where(sql<SqlBool>`appointment_id = any(${appointmentIds})`)
    .execute();
}

export async function deleteClosingMoves(
  transaction: DatabaseTransaction,
  { hallId, businessDate }: Day,
): Promise<void> {
  await transaction
    .deleteFrom('closingMoves')
    .where('hallId', '=', hallId)
    .where('businessDate', '=', businessDate)
    .execute();
}
