import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { ordinaryUser } from '../../scripts/electron-runtime.mjs';

/** A line of the shell's log. */
export type Note = { readonly event: string } & Readonly<Record<string, unknown>>;

export type ShellWindow = {
  readonly process: ChildProcess;
  readonly browser: Browser;
  /** The terminal's page; a renderer that crashes keeps it. */
  readonly page: () => Page;
  readonly pages: () => Page[];
  readonly notes: (event: string) => Note[];
  /** Waits until the shell has written so many notes of an event, and gives the last of them. */
  readonly until: (event: string, count?: number) => Promise<Note>;
  readonly output: () => string;
  /** Asks the shell's own process to stop, as the system would, and gives its exit code. */
  readonly stop: () => Promise<number | null>;
  readonly exited: Promise<number | null>;
};

export type ShellOptions = {
  readonly executable: string;
  readonly display: string;
  /** Its own; made here. */
  readonly dataFolder: string;
  /** The event to attach after: a page attached to while it is being made never starts. */
  readonly attachAfter?: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

/** Far beyond anything the shell takes: it only turns a test that would hang into one that tells why. */
const WAIT_MS = 90_000;

/** Who runs a window in a test: root's tests use the ordinary user, so that Chromium's sandbox stays on. */
export function windowUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const user = ordinaryUser();
  if (user === undefined)
    throw new Error('There is no ordinary user to run the window; run scripts/setup.mjs.');
  return { uid: user.uid, gid: user.gid };
}

/** Makes a folder that the window's user owns. */
export function ownedFolder(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const user = windowUser();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  return folder;
}

/** Starts the shell's executable without waiting for anything. */
export function spawnShell(options: ShellOptions): ChildProcess {
  const { executable, display, dataFolder, args = [], env } = options;
  ownedFolder(dataFolder);
  return spawn(
    executable,
    ['--disable-gpu', '--remote-debugging-port=0', `--user-data-dir=${dataFolder}`, ...args],
    {
      cwd: dataFolder,
      env: { PATH: '/usr/bin:/bin', HOME: dataFolder, LANG: 'C.UTF-8', DISPLAY: display, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...windowUser(),
    },
  );
}

/** Starts the shell and attaches to its pages over Chromium's debugging protocol. */
export async function openShell(options: ShellOptions): Promise<ShellWindow> {
  const child = spawnShell(options);
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const notes: Note[] = [];
  const watchers = new Set<() => void>();
  let output = '';
  let rest = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('{"time"')) notes.push(JSON.parse(line) as Note);
    for (const watcher of watchers) watcher();
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);

  const wait = async <Found>(find: () => Found | undefined): Promise<Found> => {
    const found = new Promise<Found>((resolve) => {
      const look = () => {
        const value = find();
        if (value === undefined) return;
        watchers.delete(look);
        resolve(value);
      };
      watchers.add(look);
      look();
    });
    const ended = exited.then((code) => {
      throw new Error(`The shell ended with ${code}:\n${output}`);
    });
    const late = delay(WAIT_MS, undefined, { ref: false }).then(() => {
      throw new Error(`The shell did not get there within ${WAIT_MS} ms:\n${output}`);
    });
    return Promise.race([found, ended, late]);
  };
  const of = (event: string) => notes.filter((note) => note.event === event);
  const endpoint = await wait(() => /DevTools listening on (ws:\S+)/.exec(output)?.[1]);
  await wait(() => of(options.attachAfter ?? 'page.shown')[0]);
  // Electron has no contexts to set defaults of.
  const browser = await chromium.connectOverCDP(endpoint, { noDefaults: true, timeout: 20_000 });
  const pages = () => browser.contexts().flatMap((context) => context.pages());
  return {
    process: child,
    browser,
    pages,
    page: () => {
      const page = pages().find((each) => !each.isClosed());
      if (page === undefined) throw new Error('The shell has no page.');
      return page;
    },
    notes: of,
    until: (event, count = 1) => wait(() => of(event)[count - 1]),
    output: () => output,
    exited,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      return exited;
    },
  };
}

/** The processes whose program lies in a folder or whose command line names it. */
export function processesOf(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        const program = readlinkSync(join('/proc', pid, 'exe'));
        return (
          program.startsWith(folder) || readFileSync(join('/proc', pid, 'cmdline'), 'utf8').includes(folder)
        );
      } catch {
        // It ended while we looked, or it is the kernel's.
        return false;
      }
    })
    .map(Number);
}
