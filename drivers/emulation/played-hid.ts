import { EventEmitter } from 'node:events';
import type { HidDeviceInfo, HidHandle, HidModule } from '../transport/hid.ts';
import { createFaultyLane } from './faulty-lane.ts';
import type { Pty } from './pty.ts';

export type PlayedHidOptions = {
  /** As node-hid lists it. */
  readonly device: Omit<HidDeviceInfo, 'path'> & { readonly vendorId: number; readonly productId: number };
  /** What it takes: reports of so many bytes behind this id (0 where it does not number them); none without. */
  readonly output?: { readonly id: number; readonly bytes: number };
  /** For garbage on the wire; numbers in [0, 1). */
  readonly random?: (() => number) | undefined;
};

/**
 * A HID device and what a system would show of it, as systems offer no way to emulate one. What a pty counts in bytes it
 * counts in reports.
 */
export type PlayedHid = Pick<
  Pty,
  | 'plugged'
  | 'plug'
  | 'unplug'
  | 'onPlugged'
  | 'spoil'
  | 'forgive'
  | 'unplugAfterReceiving'
  | 'unplugAfterSending'
> & {
  /** The host's side: what node-hid would be with this device alone plugged in. */
  readonly hid: HidModule;
  /** One input report to the host, with its id first where the device numbers them. Lost when unplugged. */
  readonly send: (report: Uint8Array) => void;
  /** Output reports from the host, without the id. At most one listener. */
  readonly onReport: (listener: (report: Uint8Array) => void) => void;
};

type Opened = EventEmitter<{ data: [Uint8Array]; error: [Error] }>;

/** Plays a HID device, plugged. */
export function playHid({ device, output, random = Math.random }: PlayedHidOptions): PlayedHid {
  let plugged = true;
  let opened: Opened | undefined;
  let listener: (report: Uint8Array) => void = () => {};
  const plugListeners = new Set<(plugged: boolean) => void>();
  let receivesUntilUnplug: number | undefined;
  let sendsUntilUnplug: number | undefined;

  const unplug = () => {
    if (!plugged) return;
    plugged = false;
    [receivesUntilUnplug, sendsUntilUnplug] = [undefined, undefined];
    toHost.clear();
    const lost = opened;
    opened = undefined;
    lost?.emit('error', new Error('could not read data from device'));
    for (const told of plugListeners) told(false);
  };
  const toHost = createFaultyLane({
    deliver: (report) => {
      opened?.emit('data', Buffer.from(report));
      if (sendsUntilUnplug === undefined) return;
      sendsUntilUnplug -= 1;
      if (sendsUntilUnplug === 0) unplug();
    },
    disconnect: unplug,
    random,
  });

  const receive = (report: Uint8Array) => {
    if (!plugged) return;
    listener(report);
    if (receivesUntilUnplug === undefined) return;
    receivesUntilUnplug -= 1;
    if (receivesUntilUnplug === 0) unplug();
  };

  const open = async (): Promise<HidHandle> => {
    if (!plugged) throw new Error('cannot open device: No such file or directory');
    const mine: Opened = new EventEmitter();
    opened = mine;
    return Object.assign(mine, {
      write: async (report: Buffer) => {
        if (opened !== mine) throw new Error('Cannot write to hid device');
        // A device refuses anything else.
        if (output === undefined || report[0] !== output.id || report.length !== 1 + output.bytes) {
          throw new Error(`not an output report: ${report.toString('hex')}`);
        }
        // Its answer never comes before the system has said that the question has left.
        setImmediate(() => receive(Uint8Array.from(report.subarray(1))));
        return report.length;
      },
      close: async () => {
        if (opened === mine) opened = undefined;
      },
    });
  };

  return {
    hid: {
      devicesAsync: async (vendorId = device.vendorId, productId = device.productId) =>
        plugged && vendorId === device.vendorId && productId === device.productId
          ? [{ ...device, path: 'emulated' }]
          : [],
      HIDAsync: { open },
    },
    send: (report) => {
      if (plugged) toHost.send(report);
    },
    onReport: (next) => {
      listener = next;
    },
    onPlugged: (told) => {
      plugListeners.add(told);
    },
    plugged: () => plugged,
    plug: () => {
      if (plugged) return;
      plugged = true;
      for (const told of plugListeners) told(true);
    },
    unplug,
    spoil: toHost.spoil,
    forgive: toHost.forgive,
    unplugAfterReceiving: (reports) => {
      receivesUntilUnplug = reports;
    },
    unplugAfterSending: (reports) => {
      sendsUntilUnplug = reports;
    },
  };
}
