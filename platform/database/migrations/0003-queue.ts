import { type Kysely, sql } from 'kysely';

/** The hall's queue: staff and counters, calls, appointments, help, forecasts. Keys are led by the hall. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    alter table tickets
      drop constraint tickets_state_check,
      add constraint tickets_state_check check (
        state in ('waiting', 'called', 'serving', 'held', 'no-show', 'finished', 'cancelled', 'closed')
      ),
      add column priority_class text not null default 'ordinary',
      add column place timestamptz,
      add column code_hash bytea,
      add column issued_offline boolean not null default false,
      add column first_queue_id text,
      add column counter_id text,
      add column staff_id text,
      add column calls integer not null default 0,
      add column called_at timestamptz,
      add column first_called_at timestamptz,
      add column serving_since timestamptz,
      add column ended_at timestamptz,
      add column appointment_id text,
      add column ahead integer,
      add column counters_open integer,
      add column foretold_from real,
      add column foretold_to real,
      add column foretold_middle real,
      add column learned boolean not null default false`.execute(database);
  await sql`update tickets set place = taken_at, first_queue_id = queue_id`.execute(database);
  // The number stays that of the queue it was taken for, wherever the ticket is sent on to.
  await sql`
    alter table tickets
      alter column place set not null,
      alter column first_queue_id set not null,
      drop constraint tickets_hall_id_queue_id_business_date_ticket_number_key,
      add constraint tickets_number unique (hall_id, first_queue_id, business_date, ticket_number)
  `.execute(database);
  await sql`create index tickets_taken on tickets (hall_id, business_date, taken_at)`.execute(database);
  await sql`
    create index tickets_to_learn on tickets (hall_id, first_called_at)
    where first_called_at is not null and not learned
  `.execute(database);
  await sql`
    alter table terminals
      add column contact_at timestamptz,
      add column clock_offset_ms integer,
      add column contact_since timestamptz,
      add column contact_before timestamptz,
      add column offset_before_ms integer,
      add column last_place timestamptz`.execute(database);
  await sql`create unique index tickets_by_code on tickets (code_hash) where code_hash is not null`.execute(
    database,
  );
  await sql`
    create index tickets_at_work on tickets (hall_id, business_date, state)
    where state in ('called', 'serving', 'held', 'no-show')
  `.execute(database);
  // The first of each queue and class are found without reading the rest of who waits.
  await sql`drop index tickets_waiting`.execute(database);
  await sql`
    create index tickets_waiting on tickets (hall_id, business_date, queue_id, priority_class, place, arrival)
    where state = 'waiting'
  `.execute(database);
  // A counter has one citizen before it, whatever two windows of one clerk ask at the same time.
  await sql`
    create unique index tickets_at_counter on tickets (hall_id, business_date, counter_id)
    where state in ('called', 'serving')
  `.execute(database);
  await sql`
    create index tickets_called on tickets (hall_id, business_date, called_at) where called_at is not null
  `.execute(database);
  await sql`
    create table staff (
      hall_id text not null references halls,
      staff_id text not null,
      login text not null,
      name text not null,
      role text not null check (role in ('clerk', 'administrator')),
      pin_hash text not null,
      failed_tries integer not null default 0,
      locked_until timestamptz,
      disabled_at timestamptz,
      primary key (hall_id, staff_id)
    )`.execute(database);
  // Signing in names no hall: the name alone says which it is.
  await sql`create unique index staff_by_login on staff (lower(login))`.execute(database);
  await sql`
    create table staff_sessions (
      token_hash bytea primary key,
      hall_id text not null,
      staff_id text not null,
      began_at timestamptz not null,
      expires_at timestamptz not null,
      foreign key (hall_id, staff_id) references staff
    )`.execute(database);
  await sql`create index staff_sessions_of_staff on staff_sessions (hall_id, staff_id)`.execute(database);
  await sql`
    create table shifts (
      hall_id text not null,
      shift_id text not null,
      staff_id text not null,
      counter_id text not null,
      business_date date not null,
      from_time text not null,
      to_time text not null,
      primary key (hall_id, shift_id),
      foreign key (hall_id, staff_id) references staff
    )`.execute(database);
  await sql`create index shifts_by_day on shifts (hall_id, business_date)`.execute(database);
  await sql`
    create table counters_now (
      hall_id text not null,
      counter_id text not null,
      staff_id text not null,
      state text not null check (state in ('open', 'break')),
      since timestamptz not null,
      primary key (hall_id, counter_id),
      unique (hall_id, staff_id),
      foreign key (hall_id, staff_id) references staff
    )`.execute(database);
  await sql`
    create table priority_runs (
      hall_id text not null,
      queue_id text not null,
      business_date date not null,
      run integer not null,
      primary key (hall_id, business_date, queue_id)
    )`.execute(database);
  await sql`
    create table desk_actions (
      hall_id text not null,
      action_key uuid not null,
      staff_id text not null,
      kind text not null,
      ticket_id text,
      done_at timestamptz not null,
      primary key (hall_id, action_key)
    )`.execute(database);
  await sql`
    create table ticket_events (
      hall_id text not null,
      ticket_id text not null,
      event_number bigint generated always as identity,
      kind text not null,
      at timestamptz not null,
      counter_id text,
      staff_id text,
      queue_id text,
      primary key (hall_id, ticket_id, event_number)
    )`.execute(database);
  await sql`
    create index ticket_events_calls on ticket_events (hall_id, at desc, event_number desc)
    where kind in ('call', 'recall', 'resume')
  `.execute(database);
  await sql`
    create table hall_versions (
      hall_id text not null references halls,
      version integer not null,
      document jsonb not null,
      changed_at timestamptz not null,
      changed_by text,
      primary key (hall_id, version)
    )`.execute(database);
  await sql`
    insert into hall_versions (hall_id, version, document, changed_at)
    select hall_id, version, document, changed_at from halls
  `.execute(database);
  await sql`
    create table hall_days (
      hall_id text not null references halls,
      business_date date not null,
      closed_at timestamptz,
      closed_reason text,
      primary key (hall_id, business_date)
    )`.execute(database);
  await sql`
    create table appointments (
      hall_id text not null references halls,
      appointment_id text not null,
      service_id text not null,
      business_date date not null,
      from_at timestamptz not null,
      to_at timestamptz not null,
      code_hash bytea not null,
      person_key bytea,
      state text not null check (state in ('booked', 'checked-in', 'cancelled')),
      ticket_id text,
      instead_of text,
      booked_at timestamptz not null,
      primary key (hall_id, appointment_id)
    )`.execute(database);
  await sql`create unique index appointments_by_code on appointments (hall_id, code_hash)`.execute(database);
  await sql`
    create unique index appointments_instead on appointments (hall_id, instead_of) where instead_of is not null
  `.execute(database);
  await sql`create index appointments_by_day on appointments (hall_id, business_date)`.execute(database);
  await sql`
    create index appointments_by_person on appointments (hall_id, person_key, business_date)
    where person_key is not null
  `.execute(database);
  await sql`
    create table help_calls (
      hall_id text not null,
      help_id uuid not null,
      terminal_id text not null,
      screen text not null,
      called_at timestamptz not null,
      answered_at timestamptz,
      answered_by text,
      ended_at timestamptz,
      primary key (hall_id, help_id)
    )`.execute(database);
  await sql`create index help_calls_open on help_calls (hall_id, called_at) where ended_at is null`.execute(
    database,
  );
  await sql`
    create table forecasts (
      hall_id text not null references halls,
      queue_id text not null,
      model jsonb not null,
      accuracy jsonb not null,
      learned_at timestamptz not null,
      primary key (hall_id, queue_id)
    )`.execute(database);
  // Processes that share the database find out by it whether they hash under the same secret.
  await sql`
    create table secret_fingerprint (
      only_row boolean primary key default true check (only_row),
      fingerprint bytea not null
    )`.execute(database);
}
