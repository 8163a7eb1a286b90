import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, type FileHandle, mkdir, open, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { err, ok, type Result } from 'neverthrow';
import pg from 'pg';
import type { Account } from './postgres-account.ts';
import type { Binaries } from './postgres-binaries.ts';
import { processArguments, waitUntilGone } from './process-table.ts';

const run = promisify(execFile);

export type ServerPlace = {
  readonly binaries: Binaries;
  readonly account: Account | undefined;
  /** PostgreSQL's data folder. */
  readonly data: string;
  readonly logFile: string;
  /** For connections without a network between; made anew at each start. */
  readonly socketFolder: string | undefined;
  readonly user: string;
  readonly password: string;
  readonly maxConnections: number;
};

export type RunningServer = { readonly port: number; readonly child: ChildProcess };
export type ServerError = { readonly code: 'SERVER_FAILED'; readonly detail: string };

const STARTS = 40;
const BETWEEN_STARTS_MS = 250;
const READY_POLL_MS = 50;
const READY_LIMIT_MS = 60_000;
/** Fast shutdown writes a checkpoint: on a slow disk that takes its time. */
const FAST_STOP_MS = 20_000;
const IMMEDIATE_STOP_MS = 5_000;

/**
 * Starts PostgreSQL and waits until it takes connections. Tried again while the folder is still held by the
 * last processes of a server that was killed, or when the port was taken in between, or when it was killed while it started.
 * @param fixedPort the port to keep after a crash, so that the connection pool finds the server again
 */
export async function startServer(
  place: ServerPlace,
  fixedPort?: number,
): Promise<Result<RunningServer, ServerError>> {
  let detail = '';
  for (let attempt = 1; attempt <= STARTS; attempt += 1) {
    const port = fixedPort ?? (await freePort());
    const child = await launch(place, port);
    const refusal = await waitUntilReady(place, child, port);
    if (refusal === undefined) return ok({ port, child });
    detail = refusal;
    const wasKilled = child.signalCode !== null;
    if (!wasKilled && !/shared memory|bind|lock file/i.test(refusal)) break;
    await sleep(BETWEEN_STARTS_MS);
  }
  return err({ code: 'SERVER_FAILED', detail });
}

/** Stops a server that this process started: open transactions end, what was committed is on disk. */
export async function stopServer(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  if (await endsWithin(ended, FAST_STOP_MS)) return;
  child.kill('SIGQUIT');
  if (await endsWithin(ended, IMMEDIATE_STOP_MS)) return;
  child.kill('SIGKILL');
  await ended;
}

/** Stops the server that a killed platform left behind in this folder, and clears its stale lock file. */
export async function stopOrphan(data: string): Promise<void> {
  const lockFile = join(data, 'postmaster.pid');
  const text = await readFile(lockFile, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const pid = Number.parseInt(text, 10);
  const command = Number.isInteger(pid) && pid > 1 ? await processArguments(pid) : undefined;
  if (command?.includes(data)) {
    for (const [signal, limit] of STOP_SIGNALS) {
      signalIfThere(pid, signal);
      if (await waitUntilGone(pid, limit)) break;
    }
  }
  // The number may by now belong to some other process, which would keep PostgreSQL from starting.
  await rm(lockFile, { force: true });
}

const STOP_SIGNALS = [
  ['SIGINT', FAST_STOP_MS],
  ['SIGQUIT', IMMEDIATE_STOP_MS],
  ['SIGKILL', IMMEDIATE_STOP_MS],
] as const;

/** Settings that matter for safety are said here whatever the defaults of a version are. */
function serverArguments({ data, socketFolder, maxConnections }: ServerPlace, port: number): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: socketFolder ?? '',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    password_encryption: 'scram-sha-256',
    max_connections: String(maxConnections),
    shared_buffers: '64MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // A failed statement is logged without its values, which may be a citizen's.
    log_parameter_max_length_on_error: '0',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
  };
  return ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

async function launch(place: ServerPlace, port: number): Promise<ChildProcess> {
  if (place.socketFolder !== undefined) await emptySocketFolder(place.socketFolder, place.account);
  const log = await open(place.logFile, 'w', 0o600);
  try {
    return await spawnServer(place, port, log);
  } finally {
    await log.close();
  }
}

/** A killed server leaves its socket's lock file, and the process it names may by now be another. */
async function emptySocketFolder(folder: string, account: Account | undefined): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 });
  if (account) await chown(folder, account.uid, account.gid);
}

async function spawnServer(place: ServerPlace, port: number, log: FileHandle): Promise<ChildProcess> {
  const server = [place.binaries.postgres, ...serverArguments(place, port)];
  const [program, ...parameters] = [...(await endsWithParent()), ...server];
  if (program === undefined) throw new Error('no program to run');
  const child = spawn(program, parameters, {
    cwd: place.data,
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    stdio: ['ignore', log.fd, log.fd],
    // Its own process group: Ctrl-C in the terminal is the platform's to answer, in its own order.
    detached: true,
    ...(place.account ? { uid: place.account.uid, gid: place.account.gid } : {}),
  });
  await once(child, 'spawn');
  return child;
}

/** Asks the kernel to stop PostgreSQL when the platform is killed; without util-linux the next start does it. */
async function endsWithParent(): Promise<readonly string[]> {
  const prefix = ['--pdeathsig', 'INT'];
  try {
    await run('setpriv', [...prefix, 'true']);
    return ['setpriv', ...prefix];
  } catch {
    return [];
  }
}

/** Nothing when the server takes connections, else why it does not. */
async function waitUntilReady(
  place: ServerPlace,
  child: ChildProcess,
  port: number,
): Promise<string | undefined> {
  for (let waited = 0; waited < READY_LIMIT_MS; waited += READY_POLL_MS) {
    if (hasEnded(child)) return lastLines(place.logFile);
    const client = new pg.Client({ ...login(place, port), database: 'postgres' });
    // The server may be ended from outside in this very moment; its end is seen by the next round.
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return undefined;
    } catch (error) {
      if (error instanceof pg.DatabaseError && !isPassing(error)) {
        await stopServer(child);
        return error.message;
      }
    }
    await sleep(READY_POLL_MS);
  }
  await stopServer(child);
  return `it took no connection within ${READY_LIMIT_MS / 1000} s: ${await lastLines(place.logFile)}`;
}

/** Class 57P: starting up, recovering after a crash, or ended from outside a moment ago. */
function isPassing(error: pg.DatabaseError): boolean {
  return error.code?.startsWith('57P') === true;
}

export function login(place: ServerPlace, port: number) {
  return { host: '127.0.0.1', port, user: place.user, password: place.password };
}

async function lastLines(logFile: string): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-4).join(' | ') || 'it ended without a word';
}

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function endsWithin(ended: Promise<unknown>, limitMs: number): Promise<boolean> {
  const stop = new AbortController();
  const limit = sleep(limitMs, 'late', { signal: stop.signal }).catch(() => 'late');
  const first = await Promise.race([ended, limit]);
  stop.abort();
  return first !== 'late';
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}
