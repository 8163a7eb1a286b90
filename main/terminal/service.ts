import { flushCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { LoopbackError, LoopbackServer } from '#loopback/loopback-server.ts';
import manifest from '../../package.json' with { type: 'json' };
import { createLog } from './log/log.ts';
import { startTerminal } from './terminal.ts';
import { systemTimers } from './timers.ts';

const EXIT_NO_PORT = 3;
const EXIT_DEFECT = 1;
const KEEP_COMPILED_AFTER_MS = 5_000;

const clock = { now: () => Date.now() };
const log = createLog({ clock });

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

/** Ends the process for want of a port. */
export function endWithoutPort(code: LoopbackError, port: number): never {
  log.event('service.not-started', { code, port });
  log.close();
  process.exit(EXIT_NO_PORT);
}

/**
 * Runs the service behind its page until it is asked to stop.
 * @param root the folder with `config/`
 * @param asked settles with the cause when it is to stop
 */
export function runService(server: LoopbackServer, root: string, asked: Promise<string>): void {
  process.on('uncaughtException', endByDefect);
  process.on('unhandledRejection', endByDefect);

  const environment = z
    .object({
      TERMINAL_CONFIG: z.string().default(join(root, 'config', 'terminal.yaml')),
      TERMINAL_DOCK_URL: z.url().optional(),
    })
    .parse(process.env);

  log.event('service.starting', { version, pid: process.pid });
  const terminal = startTerminal({
    configurationFile: resolve(environment.TERMINAL_CONFIG),
    server,
    ...(environment.TERMINAL_DOCK_URL !== undefined && { dockUrl: environment.TERMINAL_DOCK_URL }),
    softwareVersion: version,
    clock,
    timers: systemTimers,
    log,
    onDefect: endByDefect,
  });

  void asked.then(async (cause) => {
    log.event('service.stopping', { cause });
    await terminal.stop();
    log.event('service.stopped', {});
    log.close();
    process.exit(0);
  });

  // What was compiled is kept now: a terminal seldom ends in good order, it loses its power.
  systemTimers.after(KEEP_COMPILED_AFTER_MS, flushCompileCache);
  log.event('service.serving', { port: server.port, milliseconds: Math.round(process.uptime() * 1000) });
}
