import type { Database } from 'better-sqlite3';
import type { Clock } from '#domain/time/clock.ts';
import type { Migration } from './migrations/index.ts';

/**
 * Brings the schema up to date in one transaction: a release starts on what it left or on what it made, on nothing between.
 * @param before called with the last migration of a database that is not new, before the first of the others runs
 * @returns how many migrations ran
 */
export function migrate(
  database: Database,
  migrations: readonly Migration[],
  clock: Clock,
  before: (lastMigration: string) => void,
): number {
  database.exec(`CREATE TABLE IF NOT EXISTS migration (
    id TEXT PRIMARY KEY,
    applied_at TEXT NOT NULL
  ) STRICT`);
  const applied = new Set(database.prepare<[], string>('SELECT id FROM migration').pluck().all());
  const journal = database.prepare<[string, string]>('INSERT INTO migration (id, applied_at) VALUES (?, ?)');
  const missing = migrations.filter(({ id }) => !applied.has(id));
  const last = migrations.findLast(({ id }) => applied.has(id));
  if (last && missing.length > 0) before(last.id);
  database
    .transaction(() => {
      for (const { id, sql } of missing) {
        database.exec(sql);
        journal.run(id, new Date(clock.now()).toISOString());
      }
    })
    .immediate();
  return missing.length;
}
