import { type Kysely, sql } from 'kysely';

/** Whose card a ticket was taken with, kept for the day of the ticket alone. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    create table ticket_holders (
      hall_id text not null references halls (hall_id),
      ticket_id text not null,
      business_date date not null,
      person_key bytea not null,
      sealed_code bytea not null,
      primary key (hall_id, ticket_id)
    )`.execute(database);
  await sql`
    create index ticket_holders_by_person on ticket_holders (hall_id, person_key, business_date)
  `.execute(database);
  await sql`create index ticket_holders_by_day on ticket_holders (business_date, hall_id)`.execute(database);
}
