import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inspect } from 'node:util';
import { startDock } from './dock.ts';

/** The process that plays the devices of a terminal; all it needs comes in `DOCK_…` variables. */
const EXIT_PORT_IN_USE = 3;
const DEFAULT_MM_PER_SECOND = 150;

const env = process.env;
const runtimeDir = resolve(env['DOCK_RUNTIME_DIR'] ?? join(tmpdir(), 'mengsuban-dock'));
mkdirSync(runtimeDir, { recursive: true, mode: 0o700 });

const started = await startDock({
  runtimeDir,
  port: Number(env['DOCK_PORT'] ?? 0),
  pageFolder: resolve(env['DOCK_PAGE'] ?? join('dist', 'renderer')),
  printerMmPerSecond: Number(env['DOCK_PRINTER_MM_PER_SECOND'] ?? DEFAULT_MM_PER_SECOND),
  onDefect: (error) => void process.stderr.write(`${inspect(error)}\n`),
});

if (started.isErr()) {
  process.stderr.write(`${started.error}\n`);
  process.exit(EXIT_PORT_IN_USE);
}

const { url, devices, close } = started.value;
let stopping = false;
const stop = () => {
  if (stopping) return;
  stopping = true;
  void close().then(() => process.exit(0));
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.on('disconnect', stop);

const ready = { kind: 'ready', url, devices };
if (process.send === undefined) process.stdout.write(`${JSON.stringify(ready)}\n`);
else process.send(ready);
