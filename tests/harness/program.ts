import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A process of the product under test, started as the launcher or the shell would start it. */
export type Program<Ready> = {
  readonly pid: number;
  readonly ready: Ready;
  /** Asks it to stop and waits; the exit code. */
  readonly stop: () => Promise<number | null>;
  /** SIGKILL, and waits until it is gone. */
  readonly kill: () => Promise<void>;
  readonly ended: () => boolean;
  /** Resolves when the process has ended, however. */
  readonly gone: Promise<void>;
  /** Everything it wrote so far, both streams. */
  readonly output: () => string;
};

export type ProgramOptions = {
  readonly script: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The Node that runs it; this one unless another user cannot reach it. */
  readonly node?: string;
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
};

/** What of our own environment a program under test may see. */
const PASSED_ON = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR'];
/** Programs that many tests start are compiled once. */
export const CODE_CACHE = join(import.meta.dirname, '../../.cache/code');
const LAST_OUTPUT = 64 * 1024;

/** Starts a program without waiting for it to be ready. */
export function launch(options: ProgramOptions): {
  readonly child: ChildProcess;
  readonly output: () => string;
} {
  const inherited = Object.fromEntries(
    PASSED_ON.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  ) as Record<string, string>;
  const child = spawn(options.node ?? process.execPath, [options.script, ...(options.args ?? [])], {
    env: { ...inherited, NODE_COMPILE_CACHE: CODE_CACHE, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    ...(options.user && { uid: options.user.uid, gid: options.user.gid }),
  });
  let output = '';
  const collect = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-LAST_OUTPUT);
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  return { child, output: () => output };
}

/** Starts a program and waits for its ready message; rejects with its output when it ends before that. */
export async function start<Ready>(options: ProgramOptions): Promise<Program<Ready>> {
  const { child, output } = launch(options);
  const gone = once(child, 'exit').then(() => undefined);
  const ready = await new Promise<Ready>((resolve, reject) => {
    child.on('message', (message: { kind?: string }) => {
      if (message.kind === 'ready') resolve(message as Ready);
    });
    child.once('exit', (code, signal) => {
      reject(new Error(`${options.script} ended with ${code ?? signal} before it was ready:\n${output()}`));
    });
  });
  const ended = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    pid: child.pid ?? 0,
    ready,
    ended,
    gone,
    output,
    stop: async () => {
      if (!ended()) child.kill('SIGTERM');
      await gone;
      return child.exitCode;
    },
    kill: async () => {
      if (!ended()) child.kill('SIGKILL');
      await gone;
    },
  };
}
