import { type Kysely, sql } from 'kysely';

/** What an early closing of a hall changed, so that it can be taken back. */
export async function up(database: Kysely<unknown>): Promise<void> {
  // What a ticket was when the hall closed; null where it was ended by anything else.
  await sql`
    alter table tickets
      add column closed_from text check (closed_from in ('waiting', 'held', 'no-show')),
      add constraint tickets_closed_from check (closed_from is null or state = 'closed')
  `.execute(database);
  await sql`alter table hall_days add column reopened_at timestamptz`.execute(database);
  // Given for a ticket that waits again: it counts only if the ticket ends unserved.
  await sql`
    alter table appointments
      drop constraint appointments_state_check,
      add constraint appointments_state_check check (
        state in ('booked', 'checked-in', 'cancelled', 'withdrawn')
      )`.execute(database);
  await sql`
    create index appointments_withdrawn on appointments (business_date) where state = 'withdrawn'
  `.execute(database);
  // Both times of an appointment that a closing moved; it stands at one of them until somebody gives it a third.
  await sql`
    create table closing_moves (
      hall_id text not null,
      business_date date not null,
      appointment_id text not null,
      from_at timestamptz not null,
      to_at timestamptz not null,
      moved_by text check (moved_by in ('closing', 'staff')),
      told_from_at timestamptz not null,
      told_to_at timestamptz not null,
      moved_back boolean not null default false,
      primary key (hall_id, business_date, appointment_id),
      foreign key (hall_id, appointment_id) references appointments
    )`.execute(database);
}
