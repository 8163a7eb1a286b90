import { EventEmitter } from 'node:events';
import { createFaultyLane } from '../emulation/faulty-lane.ts';
import type { WireFault } from '../emulation/wire-fault.ts';
import type { HidHandle, HidModule } from '../transport/hid.ts';
import type { ModuleLine } from './emulator.ts';
import { createWrapDecoder, encodeWrapped, REPORT_BYTES, WRAP_MARKERS } from './sdt-wrap-codec.ts';

const VENDOR_ID = 0x10c4;
const PRODUCT_ID = 0x0007;

/** As node-hid lists it. */
const PLUGGED = {
  path: 'emulated',
  vendorId: VENDOR_ID,
  productId: PRODUCT_ID,
  product: 'Emulated reader',
  usagePage: 0xff00,
  usage: 1,
};

export type HidReaderLine = {
  /** The host's side: what node-hid would show with this reader plugged in. */
  readonly hid: HidModule;
  /** The module's side, for the same emulator that sits at the end of a pty. */
  readonly line: ModuleLine;
  readonly plug: () => void;
  readonly unplug: () => void;
  /** Spoils the next reports to the host. */
  readonly spoil: (fault: WireFault, times?: number) => void;
};

type Opened = { readonly events: EventEmitter<{ data: [Uint8Array]; error: [Error] }> };

/** A reader that carries SDT frames in HID reports; plugged. Systems offer no way to emulate the device itself. */
export function createHidReaderLine(random: () => number = Math.random): HidReaderLine {
  let plugged = true;
  let opened: Opened | undefined;
  let frameListener: (frame: Uint8Array) => void = () => {};
  const plugListeners = new Set<(plugged: boolean) => void>();
  /** The answer carries the number of the command. */
  let number = 0;

  const unplug = () => {
    if (!plugged) return;
    plugged = false;
    toHost.clear();
    opened?.events.emit('error', new Error('could not read data from device'));
    opened = undefined;
    for (const told of plugListeners) told(false);
  };
  const toHost = createFaultyLane({
    deliver: (report) => opened?.events.emit('data', Buffer.from(report)),
    disconnect: unplug,
    random,
  });

  const open = async (): Promise<HidHandle> => {
    if (!plugged) throw new Error('cannot open device: No such file or directory');
    const decoder = createWrapDecoder(WRAP_MARKERS.toModule);
    const mine: Opened = { events: new EventEmitter() };
    opened = mine;
    return Object.assign(mine.events, {
      write: async (report: Buffer) => {
        if (opened !== mine) throw new Error('Cannot write to hid device');
        // The id that the system takes off, and a whole report: a device refuses anything else.
        if (report[0] !== 0 || report.length !== 1 + REPORT_BYTES) throw new Error('wrong report');
        const packet = decoder.push(Uint8Array.from(report.subarray(1)));
        if (packet !== undefined) {
          number = packet.number;
          frameListener(packet.frame);
        }
        return report.length;
      },
      close: async () => {
        if (opened === mine) opened = undefined;
      },
    });
  };

  return {
    hid: {
      devicesAsync: async (vendorId = VENDOR_ID, productId = PRODUCT_ID) =>
        plugged && vendorId === VENDOR_ID && productId === PRODUCT_ID ? [PLUGGED] : [],
      HIDAsync: { open },
    },
    line: {
      onBytes: (listener) => {
        frameListener = listener;
      },
      onPlugged: (told) => {
        plugListeners.add(told);
      },
      send: (frame) => {
        for (const report of encodeWrapped(WRAP_MARKERS.fromModule, number, frame)) toHost.send(report);
      },
    },
    plug: () => {
      if (plugged) return;
      plugged = true;
      for (const told of plugListeners) told(true);
    },
    unplug,
    spoil: toHost.spoil,
  };
}
