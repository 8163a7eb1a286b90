import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Clock } from '#domain/time/clock.ts';
import { type Database, openDatabase } from './database/database.ts';
import { databaseSource } from './database/database-source.ts';
import { migrate } from './database/migrate.ts';
import { readSettings } from './settings.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * What stands on the command line; undefined when the command is over, because it was asked what it takes, or
 * something stands there that it does not take. Both have been answered then.
 */
export function readOptions<const Known extends Options>(usage: string, options: Known) {
  if (process.argv.includes('--help')) {
    process.stdout.write(`${usage}\n`);
    return undefined;
  }
  try {
    return parseArgs<{ options: Known }>({ options }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    fail(`${error.message}\n${usage}`);
    return undefined;
  }
}

/**
 * Runs a command by hand on the platform's database, whether the platform runs or not. The work answers with
 * what to print; a failure is printed as one sentence and the process ends with 1.
 */
export async function runCommand(
  work: (database: Database, clock: Clock) => Promise<{ readonly print: string } | { readonly fail: string }>,
): Promise<void> {
  const settings = readSettings(process.env);
  if (settings.isErr()) return fail(settings.error);
  const { databaseUrl, dataDir } = settings.value;
  const source = await databaseSource({
    databaseUrl,
    dataDir,
    onCrash: (detail) => process.stderr.write(`PostgreSQL ended by itself: ${detail}\n`),
    onGivenUp: fail,
    shareRunning: true,
  });
  if (source.isErr()) return fail(source.error);
  const database = openDatabase({ url: source.value.url, maxConnections: 2, onIdleError: () => undefined });
  try {
    const migrated = await migrate(database);
    if (migrated.isErr())
      return fail(`The database could not be brought up to date: ${migrated.error.detail}.`);
    const outcome = await work(database, { now: Date.now });
    if ('fail' in outcome) return fail(outcome.fail);
    process.stdout.write(`${outcome.print}\n`);
  } finally {
    await database.destroy();
    await source.value.close();
  }
}

export function fail(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
