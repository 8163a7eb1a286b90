import { sql } from 'kysely';
import type { Instant } from '#domain/time/clock.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import type { ClosedTicket } from './closed-tickets-store.ts';

export type HallDay = { readonly hallId: string; readonly businessDate: BusinessDate };

/**
 * The days before a date of which something is left that has not ended, or of whose early closing something has to be
 * settled. Read from partial indexes, not the history.
 */
export async function selectDaysLeft(database: Database, today: BusinessDate): Promise<HallDay[]> {
  const { rows } = await sql<HallDay>`
    select hall_id, business_date from tickets where business_date < ${today} and state = 'waiting'
    union
    select hall_id, business_date from tickets
    where business_date < ${today} and state in ('called', 'serving', 'held')
    union
    select hall_id, business_date from priority_runs where business_date < ${today}
    union
    select hall_id, business_date from closing_moves where business_date < ${today}
    union
    select hall_id, business_date from ticket_holders where business_date < ${today}
    union
    select tickets.hall_id, tickets.business_date
    from appointments as given
      join tickets on tickets.hall_id = given.hall_id and tickets.ticket_id = given.instead_of
    where given.state = 'withdrawn' and given.business_date >= ${today}
      and tickets.business_date < ${today} and tickets.state in ('closed', 'no-show')
  `.execute(database);
  return rows;
}

export type HeardOf = {
  /** When any of its terminals was last heard with the platform's time; null for a hall without. */
  readonly heardAt: Date | null;
  /** When any of them last came with another time. */
  readonly contradictedAt: Date | null;
};

export async function selectHeardOf(
  database: Database,
  hallIds: readonly string[],
): Promise<Map<string, HeardOf>> {
  const rows = await database
    .selectFrom('terminals')
    .select(['hallId'])
    .select((row) => row.fn.max('contactAt').as('heardAt'))
    .select((row) => row.fn.max('contradictedAt').as('contradictedAt'))
    .where('hallId', 'in', hallIds)
    .groupBy('hallId')
    .execute();
  return new Map(rows.map(({ hallId, ...heard }) => [hallId, heard]));
}

/** What time it is for the database, which may run elsewhere. */
export async function databaseTime(database: Database): Promise<Instant> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(database);
  return rows[0]?.now.getTime() ?? Number.NaN;
}

/** A ticket that has ended with its day, and how it stood. */
export type EndedTicket = ClosedTicket & { readonly was: 'waiting' | 'called' | 'serving' | 'held' };

/**
 * Ends what was left of a day, and gives it in the order in which it waited, behind that who was called and had not come.
 * Whoever is still being served stays with his clerk, as long as somebody sits there; and what somebody changes just now
 * is left for the next time.
 */
export async function closeDay(
  transaction: DatabaseTransaction,
  { hallId, businessDate }: HallDay,
  now: Date,
): Promise<EndedTicket[]> {
  const ofDay = sql`hall_id = ${hallId} and business_date = ${businessDate}`;
  const { rows } = await sql<EndedTicket>`
    with forgotten as (
      select ticket_id, state from tickets where ${ofDay} and state = 'waiting' for no key update skip locked
    ), at_counters as (
      select ticket_id, state from tickets
      where ${ofDay} and (
        state in ('called', 'held') or state = 'serving' and not exists (
          select 1 from counters_now as seats join staff_sessions as sessions using (hall_id, staff_id)
          where seats.hall_id = tickets.hall_id and seats.counter_id = tickets.counter_id
            and sessions.expires_at > ${now}
        )
      )
      for no key update skip locked
    ), gone as (
      delete from priority_runs where ${ofDay}
    ), ended as (
      update tickets set state = 'closed', ended_at = ${now}
      from (select * from forgotten union all select * from at_counters) as ending
      where tickets.hall_id = ${hallId} and tickets.ticket_id = ending.ticket_id
      returning tickets.ticket_id, service_id, code_hash, place, arrival, ending.state as was
    )
    select ticket_id, service_id, code_hash, was from ended order by was = 'called', place, arrival
  `.execute(transaction);
  return rows;
}
