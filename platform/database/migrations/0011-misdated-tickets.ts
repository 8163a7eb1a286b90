import { type Kysely, sql } from 'kysely';

/** Tickets whose paper names another day than the one on which they were given, as the terminal's clock was wrong. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    alter table tickets
      add column given_on date,
      add constraint tickets_given_on check (given_on <> business_date)
  `.execute(database);
  await sql`
    create index tickets_misdated on tickets (hall_id, given_on) where given_on is not null
  `.execute(database);
}
