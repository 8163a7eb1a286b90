import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../database/database.ts';
import { startEmbeddedPostgres } from '../database/embedded-postgres.ts';
import { migrate } from '../database/migrate.ts';

type Server = {
  readonly create: () => Promise<string>;
  readonly stop: () => Promise<void>;
};

/** Enough for the pools of all test files that run at a time. */
const MAX_CONNECTIONS = 200;

/**
 * One PostgreSQL for all test files of a run, each with a database of its own: to make the files of a server costs more
 * than most of these tests. It starts when the first file asks.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let server: Promise<Server> | undefined;
  const desk = createServer((_request, response) => {
    server ??= start();
    server
      .then(({ create }) => create())
      .then(
        (url) => response.end(url),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
  });
  desk.listen(0, '127.0.0.1');
  await once(desk, 'listening');
  const address = desk.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  project.provide('sharedDatabases', `http://127.0.0.1:${address.port}/`);
  return async () => {
    desk.close();
    desk.closeAllConnections();
    await (await server)?.stop();
  };
}

async function start(): Promise<Server> {
  const dataDir = await mkdtemp(join(tmpdir(), 'platform-test-'));
  const started = await startEmbeddedPostgres({
    dataDir,
    maxConnections: MAX_CONNECTIONS,
    onCrash: fail,
    onGivenUp: fail,
  });
  if (started.isErr()) throw new Error(JSON.stringify(started.error));
  const { url, folder, stop } = started.value;
  const template = openDatabase({ url, maxConnections: 1, onIdleError: fail });
  const migrated = await migrate(template);
  if (migrated.isErr()) throw new Error(migrated.error.detail);
  await template.destroy();

  const owner = openDatabase({ url: named(url, 'postgres'), maxConnections: 1, onIdleError: fail });
  let made = 0;
  return {
    create: async () => {
      made += 1;
      const name = `test_${made}`;
      await sql`create database ${sql.id(name)} template ${sql.id(new URL(url).pathname.slice(1))}`.execute(
        owner,
      );
      return named(url, name);
    },
    stop: async () => {
      await owner.destroy();
      await stop();
      await rm(folder, { recursive: true, force: true });
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function named(url: string, database: string): string {
  return Object.assign(new URL(url), { pathname: `/${database}` }).href;
}

function fail(reason: unknown): never {
  throw new Error(`the test database failed: ${JSON.stringify(reason)}`);
}
