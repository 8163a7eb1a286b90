import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.ts';

/** A database that outlives the platform under test, so that its tables can be looked into from outside. */
export type TestDatabase = {
  readonly url: string;
  readonly rows: <Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]) => Promise<Row[]>;
  readonly stop: () => Promise<void>;
};

/** On a PostgreSQL of its own, for programs that no test runner starts. */
export async function startDatabase(folder: string): Promise<TestDatabase> {
  const fail = (reason: unknown): void => {
    throw new Error(`PostgreSQL of the test ended: ${JSON.stringify(reason)}`);
  };
  const server = await startEmbeddedPostgres({
    dataDir: join(folder, 'postgresql'),
    onCrash: fail,
    onGivenUp: fail,
  });
  if (server.isErr())
    throw new Error(`PostgreSQL of the test did not start: ${JSON.stringify(server.error)}`);
  return lookInto(server.value.url, server.value.stop);
}

/** The database at `url`; `stop` is what ends it behind our own connections. */
export function lookInto(url: string, stop: () => Promise<void>): TestDatabase {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  // A pool that ends does not wait for its connections; PostgreSQL then closes the last of them as it stops.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  pool.on('error', () => undefined);
  return {
    url,
    rows: async <Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []) =>
      (await pool.query<Row>(sql, [...values])).rows,
    stop: async () => {
      await pool.end();
      await stop();
    },
  };
}
