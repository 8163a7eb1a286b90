import { CompiledQuery, type PostgresPool, type PostgresPoolClient } from 'kysely';
import type { Pool, PoolClient } from 'pg';

/** By text; a statement stands in the program once, so there are no more than those written there. */
const names = new Map<string, string>();

/**
 * A statement whose text never changes, for what every request asks: it is put together once for all time, and
 * PostgreSQL reads and plans it once a connection instead of every time. Its parameters are `$1` and so on.
 */
export function prepared<Row>(name: string, text: string): (...values: unknown[]) => CompiledQuery<Row> {
  names.set(text, name);
  return (...values) => CompiledQuery.raw(text, values);
}

/** The pool, with connections that keep prepared statements. */
export function preparing(pool: Pool): PostgresPool {
  const known = new WeakMap<PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    connect: async () => {
      const client = await pool.connect();
      const preparingClient = known.get(client) ?? preparingOf(client);
      known.set(client, preparingClient);
      return preparingClient;
    },
    end: () => pool.end(),
  };
}

function preparingOf(client: PoolClient): PostgresPoolClient {
  // The same methods on the same connection, but for this one.
  const preparingClient: PostgresPoolClient = Object.create(client, {
    query: {
      value: (text: string, values: unknown[]) => {
        const name = names.get(text);
        return name === undefined ? client.query(text, values) : client.query({ name, text, values });
      },
    },
  });
  return preparingClient;
}
