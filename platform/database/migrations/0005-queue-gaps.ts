import { type Kysely, sql } from 'kysely';

/** Numbers merged into another, and terminals that contradict the platform's clock. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    alter table tickets
      drop constraint tickets_state_check,
      add constraint tickets_state_check check (
        state in (
          'waiting', 'called', 'serving', 'held', 'no-show', 'finished', 'cancelled', 'closed', 'merged'
        )
      ),
      add column merged_into text,
      add column merged_from text,
      add constraint tickets_merged_check check (
        (state = 'merged') = (merged_into is not null) and (state = 'merged') = (merged_from is not null)
      )`.execute(database);
  await sql`
    create index tickets_merged on tickets (hall_id, business_date) where state = 'merged'
  `.execute(database);
  await sql`alter table ticket_events add column with_ticket_id text`.execute(database);
  await sql`alter table terminals add column contradicted_at timestamptz`.execute(database);
}
