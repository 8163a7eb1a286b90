/**
 * The terminal service as a process. Exit code 0: asked to stop; 3: the port is in use or denied; anything else: a crash.
 * Environment: TERMINAL_CONFIG, TERMINAL_PORT, TERMINAL_TOKEN, TERMINAL_PAGE, TERMINAL_DOCK_URL.
 */
import { randomBytes } from 'node:crypto';
import { flushCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import manifest from '../../package.json' with { type: 'json' };
import { createLog } from './log/log.ts';
import { startTerminal } from './terminal.ts';
import { systemTimers } from './timers.ts';

const EXIT_NO_PORT = 3;
const EXIT_DEFECT = 1;
const KEEP_COMPILED_AFTER_MS = 5_000;

/** Both `main/terminal/` and `dist/terminal/` lie two folders below it. */
const root = resolve(import.meta.dirname, '..', '..');
const began = performance.now();
const clock = { now: () => Date.now() };
const log = createLog({ clock });

const environment = z
  .object({
    TERMINAL_CONFIG: z.string().default(join(root, 'config', 'terminal.yaml')),
    TERMINAL_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
    TERMINAL_TOKEN: z
      .string()
      .regex(/^[\w-]{16,}$/)
      .default(() => randomBytes(32).toString('base64url')),
    TERMINAL_PAGE: z.string().default(join(root, 'dist', 'renderer')),
    TERMINAL_DOCK_URL: z.url().optional(),
  })
  .parse(process.env);

// Imported, not read: in a packaged application no package.json lies two folders above.
const { version } = manifest;

function endByDefect(error: unknown): never {
  // Where it happened, not what it says: a message can carry data of a person.
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const at = stack
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 6)
    .map((line) => line.trim())
    .join(' < ');
  log.event('service.defect', { error: error instanceof Error ? error.name : typeof error, at });
  log.close();
  process.exit(EXIT_DEFECT);
}

process.on('uncaughtException', endByDefect);
process.on('unhandledRejection', endByDefect);

log.event('service.starting', { version, pid: process.pid });
const started = await startTerminal({
  configurationFile: resolve(environment.TERMINAL_CONFIG),
  port: environment.TERMINAL_PORT,
  token: environment.TERMINAL_TOKEN,
  pageFolder: resolve(environment.TERMINAL_PAGE),
  ...(environment.TERMINAL_DOCK_URL !== undefined && { dockUrl: environment.TERMINAL_DOCK_URL }),
  softwareVersion: version,
  clock,
  timers: systemTimers,
  log,
  onDefect: endByDefect,
});

if (started.isErr()) {
  log.event('service.not-started', { code: started.error, port: environment.TERMINAL_PORT });
  log.close();
  process.exit(EXIT_NO_PORT);
}

const terminal = started.value;
let stopping = false;

async function stop(cause: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.event('service.stopping', { cause });
  await terminal.stop();
  log.event('service.stopped', {});
  log.close();
  process.exit(0);
}

process.on('SIGTERM', () => void stop('SIGTERM'));
process.on('SIGINT', () => void stop('SIGINT'));
// The supervisor is gone: nobody would ever stop this process.
process.on('disconnect', () => void stop('parent-gone'));

process.stdout.on('error', () => undefined);
const ready = { kind: 'ready', url: terminal.url, port: terminal.port } as const;
if (process.send) process.send(ready);
else process.stdout.write(`${JSON.stringify(ready)}\n`);
// What was compiled is kept now: a terminal seldom ends in good order, it loses its power.
systemTimers.after(KEEP_COMPILED_AFTER_MS, flushCompileCache);
log.event('service.serving', { port: terminal.port, milliseconds: Math.round(performance.now() - began) });
