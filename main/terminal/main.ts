/**
 * The terminal service as a process. Exit code 0: asked to stop; 3: the port is in use or denied; anything else: a crash.
 * Environment: TERMINAL_CONFIG, TERMINAL_PORT, TERMINAL_TOKEN, TERMINAL_PAGE, TERMINAL_DOCK_URL.
 *
 * The page is served, and the supervisor told so, before the service itself is loaded, and loading waits until the page
 * has been read and opens its socket: whatever is loaded meanwhile keeps a request waiting and takes a processor from
 * Chromium, which is starting. So nothing large may be imported here.
 */
import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LoopbackServer, startLoopbackServer } from '#loopback/loopback-server.ts';

/** Without a page the service is loaded all the same. */
const LOAD_AFTER_MS = 1_000;

/** Both `main/terminal/` and `dist/terminal/` lie two folders below it. */
const root = resolve(import.meta.dirname, '..', '..');
const port = portIn(process.env['TERMINAL_PORT'] ?? '0');
const server = await startLoopbackServer({
  port,
  token: tokenIn(process.env['TERMINAL_TOKEN'] ?? randomBytes(32).toString('base64url')),
  pageFolder: resolve(process.env['TERMINAL_PAGE'] ?? join(root, 'dist', 'renderer')),
  indexFile: 'index.html',
});

if (server.isErr()) {
  const { endWithoutPort } = await import('./service.ts');
  endWithoutPort(server.error, port);
} else {
  const asked = askedToStop();
  tellReady(server.value);
  await Promise.race([server.value.firstSocket, asked, sleep(LOAD_AFTER_MS, undefined, { ref: false })]);
  const { runService } = await import('./service.ts');
  runService(server.value, root, asked);
}

/** Settles with the cause when the service is to stop; from the first moment at which somebody may ask it. */
function askedToStop(): Promise<string> {
  return new Promise((resolve) => {
    process.on('SIGTERM', () => resolve('SIGTERM'));
    process.on('SIGINT', () => resolve('SIGINT'));
    // The supervisor is gone: nobody would ever stop this process.
    process.on('disconnect', () => resolve('parent-gone'));
  });
}

function tellReady({ url, port: taken }: LoopbackServer): void {
  process.stdout.on('error', () => undefined);
  const ready = { kind: 'ready', url, port: taken } as const;
  if (process.send) process.send(ready);
  else process.stdout.write(`${JSON.stringify(ready)}\n`);
}

function portIn(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number;
  throw new Error('TERMINAL_PORT is no port number');
}

function tokenIn(text: string): string {
  if (/^[\w-]{16,}$/.test(text)) return text;
  throw new Error('TERMINAL_TOKEN is shorter than 16 characters or not base64url');
}
