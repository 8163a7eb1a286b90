import { type Kysely, sql } from 'kysely';

/** A PIN that somebody else knows is good for choosing one's own. Those that are in use stay. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`alter table staff add column pin_given boolean not null default false`.execute(database);
}
