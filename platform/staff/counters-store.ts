import { sql } from 'kysely';
import type { Instant } from '#domain/time/clock.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { lockTickets } from '../tickets/tickets-lock.ts';
import { stillSits } from './seats.ts';

type Person = { readonly hallId: string; readonly staffId: string };
type CounterOfHall = { readonly hallId: string; readonly counterId: string };
type Seat = { readonly counterId: string; readonly state: 'open' | 'break' };

/** Frees the counters of an earlier day, and of everybody who is signed in nowhere any more. */
export async function deleteLeftSeats(
  transaction: DatabaseTransaction,
  hallId: string,
  now: Instant,
): Promise<void> {
  await sql`
    delete from counters_now as seats
    where hall_id = ${hallId} and (
      not ${stillSits('seats', now)} or not exists (
        select 1 from staff_sessions as sessions
        where sessions.hall_id = seats.hall_id and sessions.staff_id = seats.staff_id
          and sessions.expires_at > ${new Date(now)}
      )
    )`.execute(transaction);
}

export function findSeat(
  transaction: DatabaseTransaction,
  { hallId, staffId }: Person,
): Promise<Seat | undefined> {
  return transaction
    .selectFrom('countersNow')
    .select(['counterId', 'state'])
    .where('hallId', '=', hallId)
    .where('staffId', '=', staffId)
    .executeTakeFirst();
}

/** Somebody is called there or served, if need be since an earlier day. */
export async function hasTicketAt(
  transaction: DatabaseTransaction,
  hallId: string,
  businessDate: BusinessDate,
  counterId: string,
): Promise<boolean> {
  const row = await transaction
    .selectFrom('tickets')
    .select('ticketId')
    .where('hallId', '=', hallId)
    .where('counterId', '=', counterId)
    .where((is) =>
      is.or([
        is('businessDate', '=', businessDate).and('state', 'in', ['called', 'serving']),
        is('businessDate', '<', businessDate).and('state', '=', 'serving'),
      ]),
    )
    .executeTakeFirst();
  return row !== undefined;
}

export async function moveTicketsToCounter(
  transaction: DatabaseTransaction,
  move: {
    readonly hallId: string;
    readonly businessDate: BusinessDate;
    readonly from: string;
    readonly to: string;
  },
): Promise<void> {
  const { hallId } = move;
  const there = await transaction
    .selectFrom('tickets')
    .select('ticketId')
    .where('hallId', '=', hallId)
    .where('counterId', '=', move.from)
    .where((is) =>
      is.or([
        is('businessDate', '=', move.businessDate).and('state', 'in', ['called', 'serving', 'held']),
        is('businessDate', '<', move.businessDate).and('state', '=', 'serving'),
      ]),
    )
    .execute();
  const ticketIds = there.map(({ ticketId }) => ticketId);
  if (ticketIds.length === 0) return;
  await lockTickets(transaction, hallId, ticketIds);
  await transaction
    .updateTable('tickets')
    .set({ counterId: move.to })
    .where('hallId', '=', hallId)
    .where('ticketId', 'in', ticketIds)
    .where('counterId', '=', move.from)
    .where('state', 'in', ['called', 'serving', 'held'])
    .execute();
}

/** False when somebody else sits there. */
export async function insertSeat(
  transaction: DatabaseTransaction,
  seat: Person & Seat & { readonly since: Date; readonly heardAt: Date },
): Promise<boolean> {
  const result = await transaction
    .insertInto('countersNow')
    .values(seat)
    .onConflict((conflict) => conflict.columns(['hallId', 'counterId']).doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function updateSeat(
  transaction: DatabaseTransaction,
  { hallId, staffId }: Person,
  state: Seat['state'],
  since: Date,
): Promise<void> {
  await transaction
    .updateTable('countersNow')
    .set({ state, since })
    .where('hallId', '=', hallId)
    .where('staffId', '=', staffId)
    .execute();
}

/** He is there; an instant before the last one changes nothing. */
export async function heardAgain(database: Database, { hallId, staffId }: Person, at: Date): Promise<void> {
  await database
    .updateTable('countersNow')
    .set({ heardAt: at })
    .where('hallId', '=', hallId)
    .where('staffId', '=', staffId)
    .where('heardAt', '<', at)
    .execute();
}

/** Who sits at a counter. */
export function findSitting(
  transaction: DatabaseTransaction,
  { hallId, counterId }: CounterOfHall,
): Promise<{ readonly staffId: string; readonly heardAt: Date } | undefined> {
  return transaction
    .selectFrom('countersNow')
    .select(['staffId', 'heardAt'])
    .where('hallId', '=', hallId)
    .where('counterId', '=', counterId)
    .executeTakeFirst();
}

export async function deleteSeat(
  transaction: DatabaseTransaction,
  { hallId, staffId }: Person,
): Promise<void> {
  await transaction
    .deleteFrom('countersNow')
    .where('hallId', '=', hallId)
    .where('staffId', '=', staffId)
    .execute();
}
