import { type Kysely, sql } from 'kysely';

/** Halls, terminals, leases, commands and tickets. Keys are led by the hall, so that a region can shard by it. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    create table halls (
      hall_id text primary key,
      version integer not null check (version > 0),
      document jsonb not null,
      changed_at timestamptz not null
    )`.execute(database);
  await sql`
    create table terminals (
      terminal_id text primary key,
      hall_id text not null references halls,
      terminal_label text not null,
      public_key bytea not null,
      enrolled_at timestamptz not null,
      disabled_at timestamptz,
      current_link text,
      previous_link text,
      current_link_used boolean not null default false,
      software_version text,
      hello_at timestamptz
    )`.execute(database);
  await sql`create index terminals_by_hall on terminals (hall_id)`.execute(database);
  await sql`
    create table enrol_codes (
      code_hash text primary key,
      hall_id text not null references halls,
      terminal_label text not null,
      expires_at timestamptz not null,
      used_at timestamptz,
      terminal_id text references terminals,
      check ((used_at is null) = (terminal_id is null))
    )`.execute(database);
  await sql`
    create table request_nonces (
      terminal_id text not null,
      nonce text not null,
      expires_at timestamptz not null,
      primary key (terminal_id, nonce)
    )`.execute(database);
  await sql`create index request_nonces_by_expiry on request_nonces (expires_at)`.execute(database);
  await sql`
    create table number_pools (
      hall_id text not null,
      queue_id text not null,
      business_date date not null,
      next_free integer not null check (next_free > 0),
      primary key (hall_id, queue_id, business_date)
    )`.execute(database);
  await sql`
    create table lease_requests (
      hall_id text not null,
      terminal_id text not null,
      request_key uuid not null,
      asked_at timestamptz not null,
      primary key (hall_id, terminal_id, request_key)
    )`.execute(database);
  await sql`
    create table leases (
      hall_id text not null,
      lease_id uuid not null,
      terminal_id text not null,
      request_key uuid not null,
      position integer not null,
      queue_id text not null,
      business_date date not null,
      first_number integer not null check (first_number > 0),
      last_number integer not null,
      primary key (hall_id, lease_id),
      foreign key (hall_id, terminal_id, request_key) references lease_requests,
      unique (hall_id, terminal_id, request_key, position),
      unique (hall_id, queue_id, business_date, first_number),
      check (last_number >= first_number)
    )`.execute(database);
  await sql`
    create index leases_of_terminal on leases (hall_id, terminal_id, queue_id, business_date)
  `.execute(database);
  await sql`
    create table commands (
      hall_id text not null,
      terminal_id text not null,
      command_key uuid not null,
      aggregate text not null,
      sequence integer not null check (sequence > 0),
      kind text not null,
      taken_at timestamptz not null,
      primary key (hall_id, terminal_id, command_key),
      unique (hall_id, terminal_id, aggregate, sequence)
    )`.execute(database);
  await sql`
    create table tickets (
      hall_id text not null,
      ticket_id text not null,
      terminal_id text not null,
      queue_id text not null,
      service_id text not null,
      business_date date not null,
      ticket_number integer not null check (ticket_number > 0),
      lease_id uuid not null,
      state text not null default 'waiting' check (state in ('waiting')),
      identified boolean not null,
      issued_at timestamptz not null,
      taken_at timestamptz not null,
      arrival bigint generated always as identity,
      print_outcome text check (print_outcome in ('confirmed', 'failed', 'unknown')),
      print_ended_at timestamptz,
      primary key (hall_id, ticket_id),
      foreign key (hall_id, lease_id) references leases,
      unique (hall_id, queue_id, business_date, ticket_number)
    )`.execute(database);
  await sql`
    create index tickets_waiting on tickets (hall_id, business_date, queue_id) where state = 'waiting'
  `.execute(database);
}
