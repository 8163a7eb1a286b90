import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await startTestDatabase();
}, 60_000);
afterAll(() => test.stop());

/** @returns its URL */
async function emptyDatabase(what: string): Promise<string> {
  const url = new URL(test.url);
  url.pathname += `_${what}`;
  await sql`create database ${sql.id(url.pathname.slice(1))}`.execute(test.database);
  return url.href;
}

describe('migrations', () => {
  it('lead to the schema that is written down', async () => {
    const columns = await sql<{ line: string }>`
      select format('%s.%s %s%s%s', table_name, column_name, data_type,
        case is_nullable when 'NO' then ' not null' else '' end,
        coalesce(' default ' || column_default, '')) as line
      from information_schema.columns
      where table_schema = 'public' and table_name not like 'kysely%'
      order by table_name, ordinal_position`.execute(test.database);
    const constraints = await sql<{ line: string }>`
      select format('%s: %s', conrelid::regclass, pg_get_constraintdef(oid)) as line
      from pg_constraint
      where connamespace = 'public'::regnamespace and contype <> 'n' and conrelid::regclass::text not like 'kysely%'
      order by 1`.execute(test.database);
    const indexes = await sql<{ line: string }>`
      select indexdef as line from pg_indexes
      where schemaname = 'public' and tablename not like 'kysely%' order by 1`.execute(test.database);
    const parts = [columns, constraints, indexes].map(({ rows }) => rows.map((row) => row.line).join('\n'));
    await expect(`${parts.join('\n\n')}\n`).toMatchFileSnapshot('schema.snapshot.txt');
  });

  it('run once although several platforms start at once', async () => {
    const url = await emptyDatabase('fresh');
    const platforms = Array.from({ length: 4 }, () =>
      openDatabase({ url, maxConnections: 2, onIdleError: () => undefined }),
    );
    const outcomes = await Promise.all(platforms.map((database) => migrate(database)));
    const ran = outcomes.map((outcome) => outcome._unsafeUnwrap());
    expect(ran.flat()).toEqual(Object.keys(migrations));
    await Promise.all(platforms.map((database) => database.destroy()));
  });

  it('leave nothing behind when one fails', async () => {
    const url = await emptyDatabase('spoilt');
    const database = openDatabase({ url, maxConnections: 2, onIdleError: () => undefined });
    await sql`create table tickets (in_the_way integer)`.execute(database);
    const outcome = await migrate(database);
    expect(outcome._unsafeUnwrapErr()).toMatchObject({
      code: 'MIGRATION_FAILED',
      migration: '0001-first-path',
      detail: expect.stringContaining('tickets'),
    });
    const halls = await sql<{ there: string | null }>`select to_regclass('halls') as there`.execute(database);
    expect(halls.rows[0]?.there).toBeNull();
    await database.destroy();
  });
});
