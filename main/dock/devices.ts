import { readdirSync } from 'node:fs';
import { join, parse } from 'node:path';
import type { EmulatedDevice } from '#contract/dock/contract.ts';
import { SCANNER_MODELS, scannerProfile } from '#drivers/code-scanner/profiles.ts';
import { loadPadProfile } from '#drivers/rating-pad/profile-file.ts';
import type { PadProfile } from '#drivers/rating-pad/profile-shape.ts';
import { PRINTER_MODELS, printerProfile } from '#drivers/receipt-printer/profiles.ts';
import { type EmulatedA4Printer, startEmulatedA4Printer } from './emulated-a4-printer.ts';
import { type EmulatedCamera, startEmulatedCamera } from './emulated-camera.ts';
import { type EmulatedPad, startEmulatedPad } from './emulated-pad.ts';
import { type EmulatedPrinter, startEmulatedPrinter } from './emulated-printer.ts';
import { type EmulatedReader, startEmulatedReader } from './emulated-reader.ts';
import { type EmulatedScanner, startEmulatedScanner } from './emulated-scanner.ts';
import { createPlace, type Place, placeOf } from './place.ts';

export type DockDevice =
  | EmulatedReader
  | EmulatedPrinter
  | EmulatedScanner
  | EmulatedPad
  | EmulatedCamera
  | EmulatedA4Printer;

export type DockState = { readonly devices: EmulatedDevice[] };

export type Dock = {
  readonly places: readonly Place<DockDevice>[];
  /**
   * The present state, then each later one whole, until the signal aborts. Whoever reads slowly misses those
   * between.
   */
  readonly watch: (signal?: AbortSignal) => AsyncGenerator<DockState, void, void>;
  readonly close: () => Promise<void>;
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
const PAD_PROFILES = join(import.meta.dirname, '..', '..', 'config', 'rating-pads');

/** Plugs in one emulated device of each class. */
export async function startDevices({ runtimeDir, printerMmPerSecond }: DockOptions): Promise<Dock> {
  let version = 0;
  const wakes = new Set<() => void>();
  const onChange = () => {
    version += 1;
    for (const wake of wakes) wake();
  };
  const line = (deviceId: string, baudRate = USUAL_BAUD_RATE) => ({
    link: join(runtimeDir, deviceId),
    baudRate,
  });
  const pads = serialPads();
  const places: readonly Place<DockDevice>[] = [
    createPlace({
      deviceId: 'id-card-reader',
      onChange,
      models: ['sdt'],
      first: 'sdt',
      start: (options) => startEmulatedReader({ ...options, ...line(options.deviceId) }),
    }),
    createPlace({
      deviceId: 'receipt-printer',
      onChange,
      models: PRINTER_MODELS,
      first: 'escpos-80mm',
      start: (options, model) =>
        startEmulatedPrinter(
          { ...options, ...line(options.deviceId) },
          printerProfile(model),
          printerMmPerSecond,
        ),
    }),
    createPlace({
      deviceId: 'code-scanner',
      onChange,
      models: SCANNER_MODELS.filter((model) => scannerProfile(model).line.kind === 'serial'),
      first: 'gm65',
      start: (options, model) =>
        startEmulatedScanner({ ...options, ...line(options.deviceId) }, scannerProfile(model)),
    }),
    createPlace({
      deviceId: 'rating-pad',
      onChange,
      models: [...pads.keys()],
      first: 'push-xor',
      start: (options, model) => {
        const { profile, baudRate } = pads.get(model) ?? missing(model);
        return startEmulatedPad({ ...options, ...line(options.deviceId, baudRate) }, profile);
      },
    }),
    placeOf(
      await startEmulatedCamera({
        deviceId: 'document-camera',
        model: 'vendor-service',
        models: ['vendor-service'],
        onChange,
      }),
    ),
    placeOf(
      await startEmulatedA4Printer({ deviceId: 'a4-printer', model: 'cups', models: ['cups'], onChange }),
    ),
  ];

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
          yield { devices: places.map((place) => place.device().view()) };
        }
      }
    } finally {
      wakes.delete(wakeUp);
      signal?.removeEventListener('abort', wakeUp);
    }
  }

  return {
    places,
    watch,
    close: async () => {
      await Promise.all(places.map(async (place) => place.device().close()));
    },
  };
}

type SerialPad = { readonly profile: PadProfile; readonly baudRate: number };

/** The pads that ship, without those on a HID: there is no such line to play. */
function serialPads(): ReadonlyMap<string, SerialPad> {
  const profiles = readdirSync(PAD_PROFILES).map((file) =>
    loadPadProfile(join(PAD_PROFILES, file)).match(
      (profile) => profile,
      () => missing(parse(file).name),
    ),
  );
  return new Map(
    profiles.flatMap((profile) => {
      const { name, transport } = profile;
      return transport.kind === 'serial' ? [[name, { profile, baudRate: transport.baudRate }]] : [];
    }),
  );
}

function missing(profile: string): never {
  throw new Error(`The profile ${profile} does not ship whole.`);
}
