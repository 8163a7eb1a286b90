import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { err, ok, type Result } from 'neverthrow';
import pg from 'pg';
import { type DataInUse, holdData } from './data-holder.ts';
import { databaseFolder, exists, readOrMake } from './database-folder.ts';
import { type Account, type AccountError, postgresAccount } from './postgres-account.ts';
import { type Binaries, type BinariesError, postgresBinaries } from './postgres-binaries.ts';
import {
  hasEnded,
  login,
  type RunningServer,
  type ServerError,
  type ServerPlace,
  startServer,
  stopOrphan,
  stopServer,
} from './postgres-process.ts';

const run = promisify(execFile);

export type EmbeddedPostgres = {
  readonly url: string;
  /** Where the database's files lie; PLATFORM_DATA itself only for an ordinary user. */
  readonly folder: string;
  readonly serverPid: () => number | undefined;
  readonly stop: () => Promise<void>;
};

export type EmbeddedPostgresError =
  | AccountError
  | BinariesError
  | ServerError
  | { readonly code: 'INIT_FAILED'; readonly detail: string }
  /** The disk said no: no right to write, no room, a file where a folder should be. */
  | { readonly code: 'FOLDER_UNUSABLE'; readonly detail: string }
  /** Under root: an ordinary user has a database in the folder already, and root would make a second one. */
  | { readonly code: 'OTHERS_FOLDER'; readonly detail: string }
  /** `url` reaches the database that the other process runs, when it is up. */
  | (DataInUse & { readonly url: string | undefined });

export type EmbeddedPostgresOptions = {
  /** The platform's own folder; made when missing. */
  readonly dataDir: string;
  /** PostgreSQL takes no more at a time; enough for a platform when left out. */
  readonly maxConnections?: number;
  /** PostgreSQL ended by itself; it is being started again. */
  readonly onCrash: (detail: string) => void;
  /** It could not be started again: the platform cannot go on. */
  readonly onGivenUp: (error: ServerError) => void;
};

const USER = 'mengsuban';
const DATABASE = 'platform';
/** Several platform processes with their pools, and somebody who looks into it. */
const MAX_CONNECTIONS = 60;
/** Copies of the programs for an account that cannot reach root's own folders. */
const SYSTEM_CACHE = '/var/cache/mengsuban-platform';

/** Starts the database of a platform folder, making it on the first start. */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<Result<EmbeddedPostgres, EmbeddedPostgresError>> {
  try {
    return await start(options);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error && 'path' in error)) throw error;
    return err({ code: 'FOLDER_UNUSABLE', detail: error.message });
  }
}

async function start(
  options: EmbeddedPostgresOptions,
): Promise<Result<EmbeddedPostgres, EmbeddedPostgresError>> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  const account = await postgresAccount();
  if (account.isErr()) return err(account.error);
  const others = account.value && join(options.dataDir, 'postgresql');
  if (others && (await exists(others))) return err({ code: 'OTHERS_FOLDER', detail: others });
  const binaries = await postgresBinaries(account.value, account.value ? SYSTEM_CACHE : options.dataDir);
  if (binaries.isErr()) return err(binaries.error);
  const folder = await databaseFolder(options.dataDir, account.value);
  const held = await holdData(folder);
  if (held.isErr()) return err({ ...held.error, url: await runningUrl(folder) });
  const server = await startInFolder(folder, binaries.value, account.value, options.maxConnections);
  if (server.isErr()) {
    await held.value.release();
    return err(server.error);
  }
  const { place, running } = server.value;
  const watch = keepRunning(place, running, options);
  return ok({
    url: urlOf(place.password, running.port, place.socketFolder),
    folder,
    serverPid: watch.pid,
    stop: once(async () => {
      await watch.stop();
      await held.value.release();
    }),
  });
}

/** Later calls wait for the first: by then another platform may hold the folder. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}

async function startInFolder(
  folder: string,
  binaries: Binaries,
  account: Account | undefined,
  maxConnections = MAX_CONNECTIONS,
): Promise<Result<{ place: ServerPlace; running: RunningServer }, EmbeddedPostgresError>> {
  const password = await passwordOf(folder, account);
  const data = join(folder, 'data');
  const logFile = join(folder, 'postgresql.log');
  const socketFolder = socketFolderIn(folder);
  const place = { binaries, account, data, logFile, socketFolder, user: USER, password, maxConnections };
  if (!(await exists(data))) {
    const made = await initialise(place, folder);
    if (made.isErr()) return err(made.error);
  }
  await stopOrphan(data);
  const running = await startServer(place);
  if (running.isErr()) return err(running.error);
  await ensureDatabase(place, running.value.port);
  return ok({ place, running: running.value });
}

async function passwordOf(folder: string, account: Account | undefined): Promise<string> {
  const path = join(folder, 'password');
  const password = await readOrMake(path, () => randomBytes(24).toString('base64url'));
  // initdb reads the file under the database's account.
  if (account) await chown(path, account.uid, account.gid);
  return password;
}

/** Made beside its place and renamed: an initialisation cut short leaves nothing that looks like a database. */
async function initialise(place: ServerPlace, folder: string): Promise<Result<void, EmbeddedPostgresError>> {
  const draft = join(folder, 'data.new');
  await rm(draft, { recursive: true, force: true });
  const identity = place.account ? { uid: place.account.uid, gid: place.account.gid } : {};
  const parameters = [
    `--pgdata=${draft}`,
    `--username=${place.user}`,
    `--pwfile=${join(folder, 'password')}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
  ];
  try {
    await run(place.binaries.initdb, parameters, { ...identity, cwd: folder, env: { LC_ALL: 'C' } });
  } catch (error) {
    return err({ code: 'INIT_FAILED', detail: wordsOf(error) });
  }
  await chmod(draft, 0o700);
  await rename(draft, place.data);
  return ok(undefined);
}

/** What the program wrote; the error's own message repeats the whole command line. */
function wordsOf(error: unknown): string {
  if (
    error instanceof Error &&
    'stderr' in error &&
    typeof error.stderr === 'string' &&
    error.stderr !== ''
  ) {
    return error.stderr.trim().split('\n').join('; ');
  }
  return error instanceof Error ? error.message : String(error);
}

async function ensureDatabase(place: ServerPlace, port: number): Promise<void> {
  const client = new pg.Client({ ...login(place, port), database: 'postgres' });
  // A connection that breaks fails its statement; without a listener it would end the process as well.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/** Starts PostgreSQL again, on the same port, when it ends without having been asked to. */
function keepRunning(place: ServerPlace, first: RunningServer, options: EmbeddedPostgresOptions) {
  let current: RunningServer | undefined = first;
  let stopping = false;
  let restart: Promise<void> | undefined;
  const watch = (server: RunningServer): void => {
    const onExit = (): void => {
      if (stopping) return;
      current = undefined;
      options.onCrash(server.child.signalCode ?? `exit code ${server.child.exitCode}`);
      restart = startAgain(server.port);
    };
    // It may have ended between its first connection and now; its exit event is then past.
    if (hasEnded(server.child)) onExit();
    else server.child.once('exit', onExit);
  };
  const startAgain = async (port: number): Promise<void> => {
    await stopOrphan(place.data);
    const again = await startServer(place, port);
    if (again.isErr()) return options.onGivenUp(again.error);
    current = again.value;
    watch(again.value);
  };
  watch(first);
  return {
    pid: () => current?.child.pid,
    stop: async () => {
      stopping = true;
      await restart;
      if (current) await stopServer(current.child);
    },
  };
}

/** The address of the server that another process runs in this folder, from PostgreSQL's own lock file. */
async function runningUrl(folder: string): Promise<string | undefined> {
  try {
    const [lock, password] = await Promise.all([
      readFile(join(folder, 'data', 'postmaster.pid'), 'utf8'),
      readFile(join(folder, 'password'), 'utf8'),
    ]);
    const port = Number.parseInt(lock.split('\n')[PORT_LINE] ?? '', 10);
    if (!Number.isInteger(port)) return undefined;
    // A platform of an older version runs a server without a socket.
    const socketFolder = socketFolderIn(folder);
    const hasSocket = socketFolder !== undefined && (await exists(join(socketFolder, `.s.PGSQL.${port}`)));
    return urlOf(password, port, hasSocket ? socketFolder : undefined);
  } catch {
    // Still being started: there is nothing to reach yet.
    return undefined;
  }
}

/** Lines of postmaster.pid: process, data folder, start time, port. */
const PORT_LINE = 3;

/** The longest path of a socket that Linux takes (sun_path in unix(7)), less the name that PostgreSQL gives it. */
const LONGEST_SOCKET_FOLDER = 107 - '/.s.PGSQL.65535'.length;

/** Windows and long paths have the network of the machine itself. */
function socketFolderIn(folder: string): string | undefined {
  const path = join(folder, 'socket');
  const fits = Buffer.byteLength(path) <= LONGEST_SOCKET_FOLDER;
  return fits && process.platform !== 'win32' ? path : undefined;
}

/** A socket costs a round trip less than TCP does; the address before it is for whoever reads it. */
function urlOf(password: string, port: number, socketFolder: string | undefined): string {
  const host = socketFolder === undefined ? '' : `?host=${encodeURIComponent(socketFolder)}`;
  return `postgres://${USER}:${password}@127.0.0.1:${port}/${DATABASE}${host}`;
}
