import { newSharedDatabase } from '#platform/testing/test-database.ts';
import { lookInto, type TestDatabase } from './database.ts';

/** A database of a test file's own, on the PostgreSQL that all files of a run share. */
export async function sharedDatabase(): Promise<TestDatabase> {
  return lookInto(await newSharedDatabase(), () => Promise.resolve());
}
