import { type Kysely, sql } from 'kysely';

/** Papers that were given out and that no queue took, so that somebody can look for who holds them. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    create table refused_tickets (
      hall_id text not null references halls (hall_id),
      terminal_id text not null references terminals (terminal_id),
      command_key uuid not null,
      ticket_id text not null,
      queue_id text not null,
      business_date date not null,
      ticket_number integer not null,
      reason text not null check (reason in ('NUMBER_TAKEN', 'NUMBER_NOT_LEASED', 'QUEUE_UNKNOWN')),
      issued_at timestamptz not null,
      refused_at timestamptz not null,
      primary key (hall_id, terminal_id, command_key)
    )`.execute(database);
  await sql`
    create index refused_tickets_of_day on refused_tickets (hall_id, business_date)
  `.execute(database);
}
