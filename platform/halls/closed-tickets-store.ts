import { type SqlBool, sql } from 'kysely';
import { type ClosableState, closableStates } from '#domain/queue/ticket-state.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { DatabaseTransaction } from '../database/database.ts';

type Day = { readonly hallId: string; readonly businessDate: BusinessDate };
export type ClosedTicket = {
  readonly ticketId: string;
  readonly serviceId: string;
  readonly codeHash: Buffer | null;
};

/**
 * Waits for what is pressed at the counters just now, and lets nothing be pressed there until the transaction ends: what
 * was put aside in the moment of a closing is seen by it, or sees that the hall has closed.
 */
export async function lockAtCounters(
  transaction: DatabaseTransaction,
  { hallId, businessDate }: Day,
): Promise<void> {
  await transaction
    .selectFrom('tickets')
    .select('ticketId')
    .where('hallId', '=', hallId)
    .where('businessDate', '=', businessDate)
    .where('state', 'in', ['called', 'serving'])
    .orderBy('ticketId')
    .forNoKeyUpdate()
    .execute();
}

/**
 * Closes who waits or stands aside on a day, and gives them in the order in which they came; behind them who was called
 * in vain, whom nobody lets in again in a hall that has closed. Who was called may be standing at the counter already:
 * his clerk says whether he has come.
 */
export async function closeTickets(
  transaction: DatabaseTransaction,
  day: Day,
  now: Date,
): Promise<ClosedTicket[]> {
  const present = await closeThoseIn(transaction, day, ['waiting', 'held'], now);
  const absent = await closeThoseIn(transaction, day, ['no-show'], now);
  return [...present, ...absent];
}

/** Closes one that was put aside, or put down as not come, when the hall had closed already. */
export async function closeTicket(
  transaction: DatabaseTransaction,
  day: Day,
  ticketId: string,
  now: Date,
): Promise<ClosedTicket[]> {
  return closeThoseIn(transaction, day, closableStates, now, sql<SqlBool>`ticket_id = ${ticketId}`);
}

async function closeThoseIn(
  transaction: DatabaseTransaction,
  { hallId, businessDate }: Day,
  states: readonly ClosableState[],
  now: Date,
  such = sql<SqlBool>`true`,
): Promise<ClosedTicket[]> {
  const closed = await transaction
    .updateTable('tickets')
    // The counter stays, of one that was put aside there and may come back.
    .set({ state: 'closed', endedAt: now, closedFrom: sql<ClosableState>`state` })
    .where('hallId', '=', hallId)
    .where('businessDate', '=', businessDate)
    .where('state', 'in', states)
    .where(such)
    .returning(['ticketId', 'serviceId', 'codeHash', 'place', 'arrival'])
    .execute();
  return closed.sort(
    (one, other) =>
      one.place.getTime() - other.place.getTime() || Number(BigInt(one.arrival) - BigInt(other.arrival)),
  );
}

/**
 * Brings back what the closing of a day ended, each to what it was and at its place, but not whose holder has another
 * time by now that somebody agreed with him. Nobody could call them meanwhile: how long they wait says nothing of their
 * queues.
 * @returns the tickets that came back
 */
export async function reopenTickets(
  transaction: DatabaseTransaction,
  { hallId, businessDate }: Day,
): Promise<string[]> {
  const { rows } = await sql<{ ticketId: string }>`
    update tickets set
      state = closed_from, closed_from = null, ended_at = null, learned = learned or first_called_at is null
    where hall_id = ${hallId} and business_date = ${businessDate} and closed_from is not null
      and not exists (
        select 1 from appointments
        where appointments.hall_id = tickets.hall_id and instead_of = tickets.ticket_id and moved_by is not null
          and appointments.state = 'booked'
      )
    returning ticket_id
  `.execute(transaction);
  return rows.map(({ ticketId }) => ticketId);
}

/** How many of a day the taking back of its closing has left as they were. */
export async function countStillClosed(
  transaction: DatabaseTransaction,
  { hallId, businessDate }: Day,
): Promise<number> {
  const { closed } = await transaction
    .selectFrom('tickets')
    .select(sql<number>`count(*)::int`.as('closed'))
    .where('hallId', '=', hallId)
    .where('businessDate', '=', businessDate)
    .where('closedFrom', 'is not', null)
    .executeTakeFirstOrThrow();
  return closed;
}
