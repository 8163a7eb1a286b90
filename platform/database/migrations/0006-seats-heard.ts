import { type Kysely, sql } from 'kysely';

/** When a clerk was last heard at his counter, and actions that are about a counter. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`alter table counters_now add column heard_at timestamptz not null default now()`.execute(
    database,
  );
  await sql`alter table desk_actions add column counter_id text, add column of_staff_id text`.execute(
    database,
  );
}
