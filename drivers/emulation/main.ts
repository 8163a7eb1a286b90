/**
 * An emulated device as a program, for pointing a terminal or a driver at:
 *
 *   node drivers/emulation/main.ts <class> --link <path> [--model <model>] [--baud <rate>]
 *
 * It makes a serial line at <path> and takes commands on its standard input, one a line; `help` names them. Without
 * --baud bytes pass at once, with it at that speed. Ends on `quit`, SIGTERM, SIGINT, or with its parent.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { type DeviceCommand, doing, programs, UsageError } from './programs.ts';
import { openPty } from './pty.ts';
import { WIRE_FAULT_KINDS, wireFault } from './wire-fault.ts';

const EXIT_USAGE = 2;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { link: { type: 'string' }, model: { type: 'string' }, baud: { type: 'string' } },
});
const [deviceClass = ''] = positionals;
const program = Object.entries(programs).find(([name]) => name === deviceClass)?.[1];
const baudRate = values.baud === undefined ? undefined : Number(values.baud);
if (program === undefined || values.link === undefined || (baudRate !== undefined && !(baudRate > 0))) {
  console.error(`usage: main.ts ${Object.keys(programs).join('|')} --link <path> [--model <m>] [--baud <n>]`);
  process.exit(EXIT_USAGE);
}

const pty = openPty({ link: values.link, ...(baudRate !== undefined && { baudRate }) });
const device = start(program);

const wireCommands: Readonly<Record<string, DeviceCommand>> = {
  plug: { usage: 'plug', run: () => doing('plugged', pty.plug) },
  unplug: { usage: 'unplug', run: () => doing('unplugged', pty.unplug) },
  'unplug-after': {
    usage: 'unplug-after sent|received <bytes>',
    run: ([direction, bytes]) => {
      const count = positive(bytes, 'bytes');
      if (direction === 'sent') pty.unplugAfterSending(count);
      else if (direction === 'received') pty.unplugAfterReceiving(count);
      else throw new UsageError('sent or received?');
      return `unplugs when ${count} bytes more were ${direction}`;
    },
  },
  hearing: {
    usage: 'hearing off|on',
    run: ([word]) => {
      if (word !== 'off' && word !== 'on') throw new UsageError('off or on?');
      return doing(`hearing ${word}`, () => pty.setDeaf(word === 'off'));
    },
  },
  spoil: {
    usage: `spoil ${WIRE_FAULT_KINDS.join('|')} [frames] [ms or bytes]`,
    run: ([word, frames, amount]) => {
      const kind = WIRE_FAULT_KINDS.find((each) => each === word);
      if (kind === undefined) throw new UsageError(`no fault ${word ?? ''}`);
      const times = frames === undefined ? 1 : positive(frames, 'frames');
      pty.spoil(wireFault(kind, amount === undefined ? undefined : positive(amount, 'ms or bytes')), times);
      return `the next ${times} frames: ${kind}`;
    },
  },
  forgive: { usage: 'forgive', run: () => doing('no more faults', pty.forgive) },
  help: {
    usage: 'help',
    run: () =>
      Object.values(commands)
        .map(({ usage }) => usage)
        .join('\n'),
  },
  quit: { usage: 'quit', run: () => doing('bye', stop) },
};
const commands: Readonly<Record<string, DeviceCommand>> = { ...device.commands, ...wireCommands };

createInterface({ input: process.stdin }).on('line', (line) => {
  const [name = '', ...words] = line.trim().split(/\s+/);
  if (name === '') return;
  const command = Object.entries(commands).find(([known]) => known === name)?.[1];
  console.log(command === undefined ? `unknown: ${name}; try help` : attempt(() => command.run(words)));
});
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.on('disconnect', stop);

const ready = { kind: 'ready', class: deviceClass, path: pty.link };
if (process.send === undefined) console.log(JSON.stringify(ready));
else process.send(ready);

function start(chosen: NonNullable<typeof program>): ReturnType<typeof chosen> {
  try {
    return chosen({ pty, model: values.model });
  } catch (error) {
    pty.close();
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exit(EXIT_USAGE);
  }
}

function stop(): void {
  device.stop();
  pty.close();
  process.exit(0);
}

function attempt(run: () => string): string {
  try {
    return run();
  } catch (error) {
    if (error instanceof UsageError) return `cannot: ${error.message}`;
    throw error;
  }
}

function positive(word: string | undefined, what: string): number {
  const number = Number(word);
  if (!Number.isInteger(number) || number <= 0) throw new UsageError(`${what}: a whole number above 0`);
  return number;
}
