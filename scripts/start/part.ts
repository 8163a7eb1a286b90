import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { err, ok, type Result } from 'neverthrow';
import type { z } from 'zod';
import type { User } from './place.ts';

export type PartName = 'platform' | 'dock' | 'shell';

export type PartProgram<Ready> = {
  readonly name: PartName;
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly user: User | undefined;
  readonly logFile: string;
  readonly readySchema: z.ZodType<Ready>;
  readonly readyWithinMs: number;
};

export type PartEnd = { readonly code: number | null; readonly signal: string | null };

export type PartFailure =
  | { readonly code: 'COULD_NOT_START'; readonly reason: string }
  | { readonly code: 'ENDED_EARLY'; readonly end: PartEnd }
  | { readonly code: 'NOT_READY_IN_TIME'; readonly waitedMs: number };

export type Part<Ready> = {
  readonly name: PartName;
  readonly logFile: string;
  readonly ready: Promise<Result<Ready, PartFailure>>;
  readonly ended: Promise<PartEnd>;
  /** Asks it to stop, waits, then kills it and whatever it has left of its own process group. */
  readonly stop: (withinMs: number) => Promise<void>;
};

/**
 * Starts one part as the leader of its own process group: Ctrl-C then reaches the launcher alone, which
 * stops the parts in order, and what a killed part leaves behind can be found. It writes straight into its
 * log file, so that it never depends on the launcher reading.
 */
export function startPart<Ready>(program: PartProgram<Ready>): Part<Ready> {
  const { name, command, args, env, cwd, user, logFile } = program;
  const log = openLog(logFile);
  const child = spawn(command, [...args], {
    env: { ...env },
    cwd,
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
    ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
  });
  closeSync(log);
  const ended = endOf(child);
  return {
    name,
    logFile,
    ended,
    ready: readiness(program, child, ended),
    stop: (ms) => stop(child, ended, ms),
  };
}

function endOf(child: ChildProcess): Promise<PartEnd> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => {
      if (child.pid === undefined) resolve({ code: null, signal: null });
    });
  });
}

function readiness<Ready>(
  { readySchema, readyWithinMs }: PartProgram<Ready>,
  child: ChildProcess,
  ended: Promise<PartEnd>,
): Promise<Result<Ready, PartFailure>> {
  return new Promise((resolve) => {
    const timer = setTimeout(
      () => resolve(err({ code: 'NOT_READY_IN_TIME', waitedMs: readyWithinMs })),
      readyWithinMs,
    );
    const settle = (result: Result<Ready, PartFailure>) => {
      clearTimeout(timer);
      resolve(result);
    };
    child.on('message', (message) => {
      const ready = readySchema.safeParse(message);
      if (ready.success) settle(ok(ready.data));
    });
    child.once('error', (error) => {
      if (child.pid === undefined) settle(err({ code: 'COULD_NOT_START', reason: error.message }));
    });
    void ended.then((end) => settle(err({ code: 'ENDED_EARLY', end })));
  });
}

async function stop(child: ChildProcess, ended: Promise<PartEnd>, withinMs: number): Promise<void> {
  const group = child.pid;
  if (group === undefined) return;
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    if (!(await within(ended, withinMs))) signalGroup(group, 'SIGKILL');
    await ended;
  }
  if (child.connected) child.disconnect();
  // Its children notice that it has gone and stop by themselves; those that do not are stopped here.
  for (let waited = 0; waited < leftoverMs && signalGroup(group, 0); waited += pollMs) await delay(pollMs);
  signalGroup(group, 'SIGKILL');
}

const leftoverMs = 4000;
const pollMs = 50;

/** Whether the group still had a member. */
function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-group, signal);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}

async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController();
  const late = delay(ms, false, { signal: timer.signal }).catch(() => false);
  const done = await Promise.race([work.then(() => true), late]);
  timer.abort();
  return done;
}

/** A new log for this run; that of the run before is kept beside it. */
export function openLog(logFile: string): number {
  if (existsSync(logFile)) renameSync(logFile, `${logFile}.1`);
  return openSync(logFile, 'a', 0o600);
}

/** The last lines of a log, for the person before the terminal. */
export function lastLines(logFile: string, count: number): string[] {
  if (!existsSync(logFile)) return [];
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-count);
}
