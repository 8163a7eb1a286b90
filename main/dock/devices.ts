import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EmulatedDevice } from '#contract/dock/contract.ts';
import { scannerProfile } from '#drivers/code-scanner/profiles.ts';
import { readPadProfile } from '#drivers/rating-pad/profile-file.ts';
import { printerProfile } from '#drivers/receipt-printer/profiles.ts';
import { type EmulatedPad, startEmulatedPad } from './emulated-pad.ts';
import { type EmulatedPrinter, startEmulatedPrinter } from './emulated-printer.ts';
import { type EmulatedReader, startEmulatedReader } from './emulated-reader.ts';
import { type EmulatedScanner, startEmulatedScanner } from './emulated-scanner.ts';

export type DockDevice = EmulatedReader | EmulatedPrinter | EmulatedScanner | EmulatedPad;

export type DockState = { readonly devices: EmulatedDevice[] };

export type Dock = {
  readonly devices: readonly DockDevice[];
  /**
   * The present state, then each later one whole, until the signal aborts. Whoever reads slowly misses those
   * between.
   */
  readonly watch: (signal?: AbortSignal) => AsyncGenerator<DockState, void, void>;
  readonly close: () => void;
};

export type DockOptions = {
  /** The links to the ptys live here. */
  readonly runtimeDir: string;
  /** How fast the printer moves its paper. */
  readonly printerMmPerSecond: number;
};

/** As SDT readers and most printers and scanners behind USB leave the factory. */
const USUAL_BAUD_RATE = 115_200;

/** Both `main/dock/` and `dist/dock/` lie two folders below it. */
const PAD_PROFILE = join(import.meta.dirname, '..', '..', 'config', 'rating-pads', 'push-xor.yaml');

/** Plugs in one emulated device of each class. */
export function startDevices({ runtimeDir, printerMmPerSecond }: DockOptions): Dock {
  let version = 0;
  const wakes = new Set<() => void>();
  const onChange = () => {
    version += 1;
    for (const wake of wakes) wake();
  };
  const optionsOf = (deviceId: string, model: string, baudRate = USUAL_BAUD_RATE) => ({
    deviceId,
    model,
    link: join(runtimeDir, deviceId),
    baudRate,
    onChange,
  });
  const devices: readonly DockDevice[] = [
    startEmulatedReader(optionsOf('id-card-reader', 'sdt')),
    startEmulatedPrinter(
      optionsOf('receipt-printer', 'escpos-80mm'),
      printerProfile('escpos-80mm'),
      printerMmPerSecond,
    ),
    startEmulatedScanner(optionsOf('code-scanner', 'gm65'), scannerProfile('gm65')),
    startPad(),
  ];

  function startPad(): EmulatedPad {
    const profile = readPadProfile(readFileSync(PAD_PROFILE, 'utf8'))._unsafeUnwrap();
    const { name, transport } = profile;
    const baudRate = transport.kind === 'serial' ? transport.baudRate : undefined;
    return startEmulatedPad(optionsOf('rating-pad', name, baudRate), profile);
  }

  async function* watch(signal?: AbortSignal): AsyncGenerator<DockState, void, void> {
    let shown = -1;
    let wake = () => {};
    const wakeUp = () => wake();
    wakes.add(wakeUp);
    signal?.addEventListener('abort', wakeUp);
    try {
      for (;;) {
        if (signal?.aborted === true) return;
        if (shown === version) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        } else {
          shown = version;
          yield { devices: devices.map((device) => device.view()) };
        }
      }
    } finally {
      wakes.delete(wakeUp);
      signal?.removeEventListener('abort', wakeUp);
    }
  }

  return {
    devices,
    watch,
    close: () => {
      for (const device of devices) device.close();
    },
  };
}
