/**
 * An emulated device as a program, for pointing a terminal or a driver at:
 *
 *   node drivers/emulation/main.ts <class> --link <path> [--model <model>] [--baud <rate>]
 *   node drivers/emulation/main.ts document-camera|a4-printer [--port <port>]
 *
 * <model> is one that ships, or the path of a printer's or a pad's profile (.yaml). The first makes a serial line at <path>; without --baud bytes pass at once, with it at that speed. The others answer
 * at an address of this machine, as their makers' services do, which their first line tells. Each takes commands on
 * its standard input, one a line; `help` names them. Ends on `quit`, SIGTERM, SIGINT, or with its parent.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { type DeviceCommand, doing, UsageError } from './program.ts';
import { programs, servicePrograms } from './programs.ts';
import { openPty } from './pty.ts';
import { lineCommands, wireCommands } from './wire-commands.ts';

const EXIT_USAGE = 2;

/** A device as this program runs it. */
type Running = {
  readonly path: string;
  readonly commands: Readonly<Record<string, DeviceCommand>>;
  readonly stop: () => unknown;
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    link: { type: 'string' },
    model: { type: 'string' },
    baud: { type: 'string' },
    port: { type: 'string' },
  },
});
const [deviceClass = ''] = positionals;
const device = await start();

const commands: Readonly<Record<string, DeviceCommand>> = {
  ...device.commands,
  help: {
    usage: 'help',
    run: () =>
      Object.values(commands)
        .map(({ usage }) => usage)
        .join('\n'),
  },
  quit: { usage: 'quit', run: () => doing('bye', stop) },
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const [name = '', ...words] = line.trim().split(/\s+/);
  if (name === '') return;
  const command = Object.entries(commands).find(([known]) => known === name)?.[1];
  console.log(command === undefined ? `unknown: ${name}; try help` : attempt(() => command.run(words)));
});
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.on('disconnect', stop);

const ready = { kind: 'ready', class: deviceClass, path: device.path };
if (process.send === undefined) console.log(JSON.stringify(ready));
else process.send(ready);

async function start(): Promise<Running> {
  const onLine = Object.entries(programs).find(([name]) => name === deviceClass)?.[1];
  const asService = Object.entries(servicePrograms).find(([name]) => name === deviceClass)?.[1];
  const baudRate = numberOf(values.baud);
  const port = numberOf(values.port) ?? 0;
  if (asService !== undefined && Number.isInteger(port) && port >= 0) {
    const service = await asService(port);
    const { plug, spoil, forgive } = service;
    const wire = wireCommands({ plug: () => plug(true), unplug: () => plug(false), spoil, forgive });
    return { path: service.path, commands: { ...service.commands, ...wire }, stop: service.stop };
  }
  if (onLine === undefined || values.link === undefined || (baudRate !== undefined && !(baudRate > 0))) {
    console.error(
      `usage: main.ts ${Object.keys(programs).join('|')} --link <path> [--model <m>] [--baud <n>]`,
    );
    console.error(`       main.ts ${Object.keys(servicePrograms).join('|')} [--port <n>]`);
    return process.exit(EXIT_USAGE);
  }
  const pty = openPty({ link: values.link, ...(baudRate !== undefined && { baudRate }) });
  try {
    const program = onLine({ pty, model: values.model });
    return {
      path: pty.link,
      commands: { ...program.commands, ...wireCommands(pty), ...lineCommands(pty) },
      stop: () => {
        program.stop();
        pty.close();
      },
    };
  } catch (error) {
    pty.close();
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    return process.exit(EXIT_USAGE);
  }
}

function stop(): void {
  void Promise.resolve(device.stop()).then(() => process.exit(0));
}

function attempt(run: () => string): string {
  try {
    return run();
  } catch (error) {
    if (error instanceof UsageError) return `cannot: ${error.message}`;
    throw error;
  }
}

function numberOf(word: string | undefined): number | undefined {
  return word === undefined ? undefined : Number(word);
}
