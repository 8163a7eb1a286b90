import { type Kysely, sql } from 'kysely';

/** What terminals found out about themselves; the fleet page reads it. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    create table selftests (
      hall_id text not null,
      terminal_id text not null,
      selftest_id text not null,
      passed boolean not null,
      report jsonb not null,
      started_at timestamptz not null,
      ended_at timestamptz not null,
      taken_at timestamptz not null,
      primary key (hall_id, terminal_id, selftest_id)
    )`.execute(database);
  await sql`
    create index selftests_by_time on selftests (hall_id, terminal_id, taken_at)
  `.execute(database);
}
