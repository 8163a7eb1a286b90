import { type DeviceClass, deviceClassSchema } from '#contract/device.ts';
import type { DeviceDraft } from '#contract/terminal/administration.ts';
import { type DeviceConfiguration, deviceSchema } from '../configuration/configuration-schema.ts';
import { readerModels, serialScannerModels } from '../devices/models.ts';
import { padModels, padProfile } from '../devices/pad-profiles.ts';
import { printerModels } from '../devices/printer-profiles.ts';

/** How the administrator finds a device of one class. A class that can be set up here is one entry here. */
export type DeviceKind = {
  /** The commonest first; the hall may have profiles of its own beside its configuration file. */
  readonly models: (configurationFile: string) => readonly string[];
  /**
   * As which models a port is asked, at which speeds, the commonest first. None of a model whose devices cannot be
   * asked: any silent line would pass for one.
   */
  readonly asked: readonly { readonly model: string; readonly baudRates: readonly number[] }[];
  /** Which answers say "nothing I understand": they are not the device's own faults. */
  readonly notThere: readonly string[];
};

const kinds = {
  'id-card-reader': {
    models: () => readerModels,
    // Its driver finds the speed by itself.
    asked: [{ model: 'sdt', baudRates: [115_200] }],
    notThere: ['READER_ABSENT', 'READER_LOST', 'READER_TIMEOUT', 'READER_WRONG_DEVICE'],
  },
  'receipt-printer': {
    models: printerModels,
    asked: [{ model: 'escpos-80mm', baudRates: [115_200, 9600, 19_200, 38_400] }],
    notThere: ['PRINTER_ABSENT', 'PRINTER_LOST', 'PRINTER_TIMEOUT', 'PRINTER_WRONG_DEVICE'],
  },
  'code-scanner': {
    models: () => serialScannerModels,
    // As sold: 9600 on a serial line, 115200 behind a USB bridge.
    asked: [
      { model: 'newland-unified', baudRates: [9600, 115_200] },
      { model: 'gm65', baudRates: [9600, 115_200] },
    ],
    notThere: ['SCANNER_ABSENT', 'SCANNER_LOST', 'SCANNER_TIMEOUT', 'SCANNER_WRONG_DEVICE'],
  },
  'rating-pad': {
    // One that is plugged in by USB is named in the file by hand.
    models: (configurationFile) =>
      padModels(configurationFile).filter((model) => speedOf(model, configurationFile) !== undefined),
    // Each would have to be asked as each model; the key that is pressed in the test tells as much.
    asked: [],
    notThere: ['PAD_ABSENT', 'PAD_LOST', 'PAD_TIMEOUT', 'PAD_WRONG_DEVICE'],
  },
} as const satisfies Readonly<Partial<Record<DeviceClass, DeviceKind>>>;

/** Undefined where there is no such profile, none that is right, or none of a serial line. */
function speedOf(model: string, configurationFile: string): number | undefined {
  return padProfile(model, configurationFile).match(
    ({ transport }) => (transport.kind === 'serial' ? transport.baudRate : undefined),
    () => undefined,
  );
}

const byClass: Readonly<Partial<Record<DeviceClass, DeviceKind>>> = kinds;

/** Undefined where devices of the class are not set up here. */
export function deviceKind(deviceClass: DeviceClass): DeviceKind | undefined {
  return byClass[deviceClass];
}

/** The classes that can be set up here, in the order of the contract. */
export const setUpClasses: readonly DeviceClass[] = deviceClassSchema.options.filter((each) => each in kinds);

/** What the configuration would say of it; undefined where no configuration may say so. */
export function configurationOf(
  draft: DeviceDraft,
  deviceId: string,
  configurationFile: string,
): DeviceConfiguration | undefined {
  const { class: deviceClass, model, path } = draft;
  // The profile of a pad says its speed.
  const baudRate = deviceClass === 'rating-pad' ? speedOf(model, configurationFile) : draft.baudRate;
  const transport = baudRate === undefined ? { kind: 'hid', path } : { kind: 'serial', path, baudRate };
  const parsed = deviceSchema.safeParse({ id: deviceId, class: deviceClass, model, transport });
  return parsed.success ? parsed.data : undefined;
}

/** The same the other way. */
export function draftOf({ class: deviceClass, model, transport }: DeviceConfiguration): DeviceDraft {
  const line = transport.kind === 'serial' ? { baudRate: transport.baudRate } : {};
  return { class: deviceClass, model, path: transport.path, ...line };
}

/** The class's own name, with a number where a device has it. */
export function freeId(deviceClass: DeviceClass, others: readonly DeviceConfiguration[]): string {
  const isFree = (id: string) => !others.some((other) => other.id === id);
  const numbered = Array.from({ length: others.length + 1 }, (_, index) => `${deviceClass}-${index + 2}`);
  return [deviceClass, ...numbered].find(isFree) ?? deviceClass;
}
