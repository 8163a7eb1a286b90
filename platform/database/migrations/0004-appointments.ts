import { type Kysely, sql } from 'kysely';

/** Appointments that were moved say from when, and each is found by its code alone. */
export async function up(database: Kysely<unknown>): Promise<void> {
  // The time that the person was told first; null for one that was never moved.
  await sql`
    alter table appointments
      add column first_business_date date,
      add column first_from_at timestamptz,
      add column first_to_at timestamptz,
      add column moved_by text check (moved_by in ('closing', 'staff')),
      add constraint appointments_moved check (
        (moved_by is null) = (first_from_at is null)
        and (moved_by is null) = (first_to_at is null)
        and (moved_by is null) = (first_business_date is null)
      )`.execute(database);
  await sql`
    create index appointments_moved_away on appointments (hall_id, first_business_date)
    where first_business_date is not null
  `.execute(database);
  // The page behind a code names no hall.
  await sql`create index appointments_by_code_alone on appointments (code_hash)`.execute(database);
}
