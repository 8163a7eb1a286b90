import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeviceState, SupervisedDevice } from '#drivers/device.ts';
import { openPty, type Pty } from '#drivers/emulation/pty.ts';
import { systemTimerClock, type TimerClock } from '#drivers/supervision/timer-clock.ts';
import type { TransportOpener } from '#drivers/transport/byte-transport.ts';
import { serialOpener } from '#drivers/transport/serial.ts';

export type Device = SupervisedDevice<string, string>;

/** What a citizen's use of the device came to: `done`, or the fault that he is told. */
export type Outcome = string;

/** A driver on a real line with its emulated device, made ready for having its plug pulled. */
export type PluggedDevice = {
  readonly device: Device;
  readonly pty: Pty;
  /** One whole use, as a citizen makes it (a card read, a receipt printed); ends however the plug fares. */
  readonly use: () => Promise<Outcome>;
  /** What must hold when all is over, besides being ready: throws where it does not. */
  readonly verify: () => void;
  /** Ways to make it faulted without pulling the plug, and to mend them all. */
  readonly faults: Readonly<Record<string, () => void | Promise<void>>>;
  readonly mend: () => void;
  readonly close: () => Promise<void>;
};

/** A class of device as the generated tests need it. */
export type DeviceClass = {
  readonly name: string;
  /** Outcomes that a use may have whose line was lost. */
  readonly lossOutcomes: readonly Outcome[];
  /** Outcome of a use whose device takes no bytes or says nothing; undefined where nobody could tell. */
  readonly silence: Outcome | undefined;
  readonly connect: (line: Line) => Omit<PluggedDevice, 'pty' | 'close'> & { readonly stop: () => void };
};

export type Line = { readonly pty: Pty; readonly opener: TransportOpener; readonly clock: TimerClock };

const BAUD = 115_200;

export function plugIn(
  deviceClass: DeviceClass,
  wrap: (opener: TransportOpener) => TransportOpener = (opener) => opener,
  clock: TimerClock = systemTimerClock,
): PluggedDevice {
  const folder = mkdtempSync(join(tmpdir(), 'unplug-'));
  const pty = openPty({ link: join(folder, 'device') });
  const opener = wrap(serialOpener({ path: pty.link, baudRate: BAUD }));
  const { stop, ...connected } = deviceClass.connect({ pty, opener, clock });
  return {
    ...connected,
    pty,
    close: async () => {
      await connected.device.stop();
      stop();
      pty.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Resolves when the device is in one of these states. */
export function reach(device: Device, ...states: readonly DeviceState[]): Promise<void> {
  return new Promise((resolve) => {
    let end = () => {};
    const look = () => {
      if (!states.includes(device.status().state)) return;
      end();
      resolve();
    };
    end = device.onStatus(look);
    look();
  });
}

/** A place in the bytes of a use at which the plug can be pulled. */
export type Cut = { readonly direction: 'to device' | 'from device'; readonly atByte: number };

/**
 * Starts the device and uses it once without harm, listening on the line; gives the first, a middle and the
 * last byte of each chunk that passed.
 */
export async function rehearse(deviceClass: DeviceClass): Promise<Cut[]> {
  const cuts: Cut[] = [];
  const counts = { 'to device': 0, 'from device': 0 };
  const note = (direction: Cut['direction'], { length }: Uint8Array) => {
    const before = counts[direction];
    counts[direction] += length;
    for (const byte of new Set([1, Math.ceil(length / 2), length])) {
      if (byte > 0) cuts.push({ direction, atByte: before + byte });
    }
  };
  const plugged = plugIn(deviceClass, (opener) => ({
    ...opener,
    open: async () => {
      const opened = await opener.open();
      return opened.map((transport) => ({
        ...transport,
        write: (bytes) => {
          note('to device', bytes);
          return transport.write(bytes);
        },
        onBytes: (listener) =>
          transport.onBytes((bytes) => {
            note('from device', bytes);
            listener(bytes);
          }),
      }));
    },
  }));
  try {
    plugged.device.start();
    await reach(plugged.device, 'ready');
    const outcome = await plugged.use();
    if (outcome !== 'done') throw new Error(`${deviceClass.name}: the rehearsal ended with ${outcome}`);
    return cuts;
  } finally {
    await plugged.close();
  }
}
