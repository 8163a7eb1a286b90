import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { err, ok, type Result } from 'neverthrow';
import { migrations } from './migrations/index.ts';
import type { PlatformDatabase } from './schema.ts';

export type MigrationFailure = {
  readonly code: 'MIGRATION_FAILED';
  readonly migration: string;
  readonly detail: string;
};

/**
 * Brings the schema up to date in one transaction, under PostgreSQL's advisory lock: of several platform
 * processes that start at once one migrates and the others wait for it.
 */
export async function migrate(
  database: Kysely<PlatformDatabase>,
): Promise<Result<readonly string[], MigrationFailure>> {
  const migrator = new Migrator({
    // Migrations name their columns themselves, in snake case.
    db: database.withoutPlugins(),
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return ok((results ?? []).map((result) => result.migrationName));
  const failed = results?.find((result) => result.status === 'Error')?.migrationName;
  return err({
    code: 'MIGRATION_FAILED',
    migration: failed ?? 'unknown',
    detail: error instanceof Error ? error.message : 'no reason was given',
  });
}
