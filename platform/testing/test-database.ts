import { sql } from 'kysely';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../database/database.ts';

declare module 'vitest' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface can be added to
  interface ProvidedContext {
    /** A POST to it answers with the URL of a new database with the schema of today. */
    readonly sharedDatabases: string;
  }
}

export type TestDatabase = {
  readonly url: string;
  readonly database: Database;
  readonly stop: () => Promise<void>;
};

/** A database of a test file's own, with the schema of today, on the PostgreSQL that all of a run share. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const url = await newSharedDatabase();
  const onIdleError = (error: Error): never => {
    throw error;
  };
  const database = openDatabase({ url, maxConnections: 20, onIdleError });
  return { url, database, stop: () => database.destroy() };
}

/** The URL of a new database on that PostgreSQL. */
export async function newSharedDatabase(): Promise<string> {
  const answer = await fetch(inject('sharedDatabases'), { method: 'POST' });
  const url = await answer.text();
  if (!answer.ok) throw new Error(url);
  return url;
}

/** The statements of this database that wait for a lock at this moment. */
export async function waitsForLock(database: Database): Promise<readonly unknown[]> {
  const { rows } = await sql`
    select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
  `.execute(database);
  return rows;
}
