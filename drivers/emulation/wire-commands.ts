import { type DeviceCommand, doing, UsageError } from './program.ts';
import type { Pty } from './pty.ts';
import { WIRE_FAULT_KINDS, wireFault } from './wire-fault.ts';

type Commands = Readonly<Record<string, DeviceCommand>>;

/** What can be done to the wire of every emulated device. */
export function wireCommands(wire: Pick<Pty, 'plug' | 'unplug' | 'spoil' | 'forgive'>): Commands {
  return {
    plug: { usage: 'plug', run: () => doing('plugged', wire.plug) },
    unplug: { usage: 'unplug', run: () => doing('unplugged', wire.unplug) },
    spoil: {
      usage: `spoil ${WIRE_FAULT_KINDS.join('|')} [frames] [ms or bytes]`,
      run: ([word, frames, amount]) => {
        const kind = WIRE_FAULT_KINDS.find((each) => each === word);
        if (kind === undefined) throw new UsageError(`no fault ${word ?? ''}`);
        const times = frames === undefined ? 1 : positive(frames, 'frames');
        const fault = wireFault(kind, amount === undefined ? undefined : positive(amount, 'ms or bytes'));
        return doing(`the next ${times} frames: ${kind}`, () => wire.spoil(fault, times));
      },
    },
    forgive: { usage: 'forgive', run: () => doing('no more faults', wire.forgive) },
  };
}

/** What else can be done to a serial line. */
export function lineCommands(pty: Pty): Commands {
  return {
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
  };
}

function positive(word: string | undefined, what: string): number {
  const number = Number(word);
  if (!Number.isInteger(number) || number <= 0) throw new UsageError(`${what}: a whole number above 0`);
  return number;
}
