import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../database/database.ts';
import { startEmbeddedPostgres } from '../database/embedded-postgres.ts';
import { migrate } from '../database/migrate.ts';

export type TestDatabase = {
  readonly url: string;
  readonly database: Database;
  readonly stop: () => Promise<void>;
};

/** A PostgreSQL of a test file's own; nothing of it is left after `stop`. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'platform-test-'));
  const started = await startEmbeddedPostgres({ dataDir, onCrash: fail, onGivenUp: fail });
  if (started.isErr()) throw new Error(JSON.stringify(started.error));
  const server = started.value;
  const database = openDatabase({ url: server.url, maxConnections: 20, onIdleError: fail });
  const migrated = await migrate(database);
  if (migrated.isErr()) throw new Error(migrated.error.detail);
  return {
    url: server.url,
    database,
    stop: async () => {
      await database.destroy();
      await server.stop();
      await rm(server.folder, { recursive: true, force: true });
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function fail(reason: unknown): never {
  throw new Error(`the test database failed: ${JSON.stringify(reason)}`);
}
