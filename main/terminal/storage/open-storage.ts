import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3, { type Database } from 'better-sqlite3';
import type { Clock } from '#domain/time/clock.ts';
import type { Log } from '../log/log.ts';
import { dropOldCopies, keepBefore } from './kept-before.ts';
import { migrate } from './migrate.ts';
import { migrations as allMigrations, type Migration } from './migrations/index.ts';
import { createStorage, type Storage } from './storage.ts';

/** Another process holds the file only while it is being replaced; longer than this is a fault. */
const BUSY_TIMEOUT_MS = 2000;

export type OpenOptions = {
  readonly file: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly migrations?: readonly Migration[];
};

/** Opens (or makes) the database and brings it up to date, with a copy from before; throws what SQLite throws. */
export function openStorage({ file, clock, log, migrations = allMigrations }: OpenOptions): Storage {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new BetterSqlite3(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    configure(database);
    const ran = migrate(database, migrations, clock, (lastMigration) => {
      log.event('storage.kept-before', { file: keepBefore(database, lastMigration) });
    });
    log.event('storage.opened', { file, migrations: ran });
    dropOldCopies(file, clock.now(), (copy) => log.event('storage.copy-stays', { file: copy }));
    return createStorage(database, log);
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

function configure(database: Database): void {
  database.pragma('journal_mode = WAL');
  // Each commit is on the disk before it is acknowledged: a power cut loses nothing (O1).
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  database.pragma('trusted_schema = OFF');
}
