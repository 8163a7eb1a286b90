import type { AddressInfo } from 'node:net';
import { err, ok, type Result } from 'neverthrow';
import type { Logger } from 'pino';
import type { Clock } from '#domain/time/clock.ts';
import { openDatabase } from './database/database.ts';
import { databaseSource } from './database/database-source.ts';
import { migrate } from './database/migrate.ts';
import { startDayWork } from './day-work.ts';
import { seedDemo } from './halls/demo-hall.ts';
import { createHallChanges } from './live/hall-changes.ts';
import { platformSecret, secretFits } from './secret.ts';
import { createServer } from './server.ts';
import type { Settings } from './settings.ts';
import { deleteExpiredSessions } from './staff/staff-store.ts';
import { deleteExpiredNonces } from './terminals/terminals-store.ts';

export type StartFailure = {
  readonly code: 'PORT_IN_USE' | 'START_FAILED';
  /** One sentence for whoever starts it, with the remedy. */
  readonly sentence: string;
};

export type Platform = { readonly url: string; readonly stop: () => Promise<void> };

export type PlatformParts = {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Logger;
  /** The database is gone for good: the process must end with this sentence. */
  readonly onDatabaseLost: (sentence: string) => void;
};

/** A terminal sends a few requests at a time; PostgreSQL takes 60 connections for all processes together. */
const MAX_CONNECTIONS = 12;
const SWEEP_EVERY_MS = 60_000;

/** Starts the whole platform. What was started is stopped again when a later part fails. */
export async function startPlatform(parts: PlatformParts): Promise<Result<Platform, StartFailure>> {
  const { settings, clock, log } = parts;
  const source = await databaseSource({
    databaseUrl: settings.databaseUrl,
    dataDir: settings.dataDir,
    onCrash: (detail) => log.error({ detail }, 'PostgreSQL ended by itself and is started again'),
    onGivenUp: parts.onDatabaseLost,
    shareRunning: false,
  });
  if (source.isErr()) return err({ code: 'START_FAILED', sentence: source.error });
  const database = openDatabase({
    url: source.value.url,
    maxConnections: MAX_CONNECTIONS,
    onIdleError: (error) => log.warn({ detail: error.message }, 'a database connection broke'),
  });
  const closeDatabase = async (): Promise<void> => {
    await database.destroy();
    await source.value.close();
  };
  const secret = await platformSecret(settings.secret, settings.dataDir);
  if (secret.isErr()) {
    await closeDatabase();
    return err({ code: 'START_FAILED', sentence: secret.error });
  }
  const migrated = await migrate(database);
  if (migrated.isErr()) {
    await closeDatabase();
    const { migration, detail } = migrated.error;
    return err({
      code: 'START_FAILED',
      sentence: `The database could not be brought up to date (${migration}): ${detail}. Nothing was changed; an older platform can still use it.`,
    });
  }
  // An embedded PostgreSQL has one platform, and whose secret file is lost there has nobody to ask for it.
  const isShared = settings.databaseUrl !== undefined;
  const fits = isShared ? await secretFits(database, secret.value) : ok(undefined);
  if (fits.isErr()) {
    await closeDatabase();
    return err({ code: 'START_FAILED', sentence: fits.error });
  }
  log.info({ database: source.value.description, migrations: migrated.value }, 'database ready');
  if (settings.demoCodes) await seedDemo(database, clock, settings.demoCodes);

  const changes = createHallChanges({ databaseUrl: source.value.url, log });
  const server = createServer({
    database,
    clock,
    secret: secret.value,
    changes,
    pages: settings.pages,
    voice: settings.voice,
    trustProxy: settings.trustProxy,
    log,
  });
  try {
    await server.listen({ host: settings.host, port: settings.port });
  } catch (error) {
    await server.close();
    await changes.close();
    await closeDatabase();
    return err(listenFailure(error, settings));
  }
  const sweep = setInterval(() => {
    const now = new Date(clock.now());
    Promise.all([deleteExpiredNonces(database, now), deleteExpiredSessions(database, now)]).catch(
      (error: unknown) => {
        log.warn(error, 'old nonces and sessions could not be deleted; tried again in a minute');
      },
    );
  }, SWEEP_EVERY_MS);
  const stopDayWork = startDayWork(database, clock, log);
  return ok({
    url: urlOf(server.server.address(), settings.host),
    stop: async () => {
      clearInterval(sweep);
      await stopDayWork();
      await server.close();
      await changes.close();
      await closeDatabase();
    },
  });
}

function listenFailure(error: unknown, { host, port }: Settings): StartFailure {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return {
      code: 'PORT_IN_USE',
      sentence: `Port ${port} on ${host} is taken by another program. Stop it, or name another port in PLATFORM_PORT.`,
    };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: 'START_FAILED',
    sentence: `The platform cannot listen on ${host}:${port}: ${reason}. Check PLATFORM_HOST and PLATFORM_PORT.`,
  };
}

function urlOf(address: AddressInfo | string | null, host: string): string {
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}
