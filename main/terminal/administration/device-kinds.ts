import { type DeviceClass, deviceClassSchema } from '#contract/device.ts';
import type { DeviceDraft, PlaceKind } from '#contract/terminal/administration.ts';
import { triggerFamilies } from '#drivers/code-scanner/trigger-commands.ts';
import { sdtCommands } from '#drivers/id-card-reader/sdt-commands.ts';
import { SDT_HID_READERS } from '#drivers/id-card-reader/sdt-over-hid.ts';
import { SDT_SPEEDS } from '#drivers/id-card-reader/sdt-speed.ts';
import { type PrinterIdentity, profileFor } from '#drivers/receipt-printer/printer-identity.ts';
import {
  type A4Configuration,
  type DeviceConfiguration,
  deviceSchema,
} from '../configuration/configuration-schema.ts';
import { hidScannerModels, readerModels, serialScannerModels } from '../devices/models.ts';
import { padModels, padProfile } from '../devices/pad-profiles.ts';
import { printerModels, printerProfiles, profileOfPrinter } from '../devices/printer-profiles.ts';
import type { ProfileError } from '../devices/profile-error.ts';
import { SCANNER_USAGE } from '../devices/registry.ts';
import type { Place } from './places.ts';

/** What this machine has, besides the devices themselves. */
export type KindSurroundings = {
  /** The hall's own profiles lie beside it. */
  readonly configurationFile: string;
  /** How pages are printed here: what a queue's entry says besides its name. */
  readonly spooling: Spooling;
};

export type Spooling =
  | Pick<Extract<A4Configuration, { model: 'cups' }>, 'model' | 'server'>
  | Pick<Extract<A4Configuration, { model: 'windows' }>, 'model' | 'pdfPrinter'>;

/** As what a place is asked. */
export type Asked = {
  readonly model: string;
  /** What a serial line is asked before its driver looks, and at which speeds, the commonest first. */
  readonly onLine?: {
    readonly question: Uint8Array;
    readonly baudRates: readonly number[];
    /** Milliseconds from the question to the answer of the slowest, with those of a USB bridge. */
    readonly answersWithinMs: number;
    /** The driver tries all speeds itself. */
    readonly findsSpeed?: boolean;
    /** It prints what it does not understand: asked before all others. */
    readonly prints?: boolean;
  };
};

/** How devices of a class are at places of a kind. */
type DeviceAt = {
  /** As which models a device can be there, the likeliest first; none where it cannot. */
  readonly models: (place: Place, surroundings: KindSurroundings) => readonly string[];
  /**
   * As what the place is asked. Not as a model whose devices cannot be asked: any silent line would pass for one.
   */
  readonly asked: (place: Place, surroundings: KindSurroundings) => readonly Asked[];
};

/** How the administrator finds a device of one class. A class that can be set up here is one entry here. */
export type DeviceKind = {
  readonly at: Readonly<Partial<Record<PlaceKind, DeviceAt>>>;
  /** Which answers say "nothing I understand": they are not the device's own faults. */
  readonly notThere: readonly string[];
  /** The model to propose for a device that says what it is. */
  readonly modelOf?: (identity: PrinterIdentity, surroundings: KindSurroundings) => string | undefined;
};

const PRINTER_SPEEDS = [115_200, 9600, 19_200, 38_400];
/** As sold: 9600 on a serial line, 115200 behind a USB bridge. */
const SCANNER_SPEEDS = [9600, 115_200];
/** ESC/POS real-time status 1. */
const DLE_EOT = Uint8Array.of(0x10, 0x04, 0x01);

const kinds: Readonly<Record<DeviceClass, DeviceKind>> = {
  'id-card-reader': {
    at: {
      serial: {
        models: () => readerModels,
        asked: () => [
          {
            model: 'sdt',
            onLine: {
              question: sdtCommands.status.frame,
              baudRates: SDT_SPEEDS,
              answersWithinMs: 250,
              findsSpeed: true,
            },
          },
        ],
      },
      hid: {
        models: () => readerModels,
        // Not every device: one that is no reader might do something when it is written to.
        asked: ({ path }) => (SDT_HID_READERS.includes(path) ? [{ model: 'sdt' }] : []),
      },
    },
    notThere: ['READER_ABSENT', 'READER_LOST', 'READER_TIMEOUT', 'READER_WRONG_DEVICE'],
  },
  'receipt-printer': {
    at: {
      serial: {
        models: (_place, { configurationFile }) =>
          printerModels(configurationFile).filter((model) =>
            profileOfPrinter(model, configurationFile).isOk(),
          ),
        asked: () => [
          {
            model: 'escpos-80mm',
            onLine: { question: DLE_EOT, baudRates: PRINTER_SPEEDS, answersWithinMs: 200, prints: true },
          },
        ],
      },
    },
    notThere: ['PRINTER_ABSENT', 'PRINTER_LOST', 'PRINTER_TIMEOUT', 'PRINTER_WRONG_DEVICE'],
    modelOf: (identity, { configurationFile }) =>
      profileFor(identity, printerProfiles(configurationFile))?.model,
  },
  'code-scanner': {
    at: {
      serial: {
        models: () => serialScannerModels,
        asked: () =>
          (['newland-unified', 'gm65'] as const).map((model) => ({
            model,
            onLine: {
              question: triggerFamilies[model].replies.identity,
              baudRates: SCANNER_SPEEDS,
              // One that sleeps was woken by the question to printers.
              answersWithinMs: 400,
            },
          })),
      },
      hid: {
        models: () => hidScannerModels,
        // What it is, it has told the system.
        asked: ({ usages = [] }) =>
          usages.some(
            ({ usagePage, usage }) => usagePage === SCANNER_USAGE.usagePage && usage === SCANNER_USAGE.usage,
          )
            ? [{ model: 'hid-pos' }]
            : [],
      },
    },
    notThere: ['SCANNER_ABSENT', 'SCANNER_LOST', 'SCANNER_TIMEOUT', 'SCANNER_WRONG_DEVICE'],
  },
  'rating-pad': {
    at: {
      serial: {
        models: (place, surroundings) => padsAt(place, surroundings),
        // Each would have to be asked as each model; the key that is pressed in the test tells as much.
        asked: () => [],
      },
      hid: {
        // Of one make and model number there is one profile, or a few to try.
        models: (place, surroundings) => {
          const own = ownPads(place, surroundings);
          return [...own, ...padsAt(place, surroundings).filter((model) => !own.includes(model))];
        },
        asked: (place, surroundings) => ownPads(place, surroundings).map((model) => ({ model })),
      },
    },
    notThere: ['PAD_ABSENT', 'PAD_LOST', 'PAD_TIMEOUT', 'PAD_WRONG_DEVICE'],
  },
  'document-camera': {
    at: {
      websocket: { models: () => ['vendor-service'], asked: () => [{ model: 'vendor-service' }] },
      // That the page lists it is its answer: opening every camera would light up faces.
      video: { models: () => ['uvc'], asked: () => [{ model: 'uvc' }] },
    },
    // A service without a camera is the right service.
    notThere: ['CAMERA_LOST', 'CAMERA_TIMEOUT'],
  },
  'a4-printer': {
    at: {
      queue: {
        models: (_place, { spooling }) => [spooling.model],
        asked: (_place, { spooling }) => [{ model: spooling.model }],
      },
    },
    notThere: ['A4_ABSENT'],
  },
};

/** The pads whose profile is of a line of that kind. */
function padsAt({ kind }: Pick<Place, 'kind'>, { configurationFile }: KindSurroundings): string[] {
  return padModels(configurationFile).filter((model) => padLine(model, configurationFile)?.kind === kind);
}

/** Those that say of themselves what the place is. */
function ownPads({ path }: Pick<Place, 'path'>, surroundings: KindSurroundings): string[] {
  return padsAt({ kind: 'hid' }, surroundings).filter((model) => {
    const line = padLine(model, surroundings.configurationFile);
    if (line?.kind !== 'hid') return false;
    return path === [line.vendorId, line.productId].map((id) => id.toString(16).padStart(4, '0')).join(':');
  });
}

/** Undefined where there is no such profile, or none that is right. */
function padLine(model: string, configurationFile: string) {
  return padProfile(model, configurationFile).match(
    ({ transport }) => transport,
    () => undefined,
  );
}

/** The profiles of a class that cannot be used, with what is wrong in them. */
export function unfitModels(
  deviceClass: DeviceClass,
  { configurationFile }: Pick<KindSurroundings, 'configurationFile'>,
): { readonly model: string; readonly error: ProfileError }[] {
  const tried =
    deviceClass === 'rating-pad'
      ? padModels(configurationFile).map((model) => ({ model, read: padProfile(model, configurationFile) }))
      : deviceClass === 'receipt-printer'
        ? printerModels(configurationFile).map((model) => ({
            model,
            read: profileOfPrinter(model, configurationFile),
          }))
        : [];
  return tried.flatMap(({ model, read }) => (read.isErr() ? [{ model, error: read.error }] : []));
}

/** In the order of the contract. */
export const setUpClasses: readonly DeviceClass[] = deviceClassSchema.options;

export function deviceKind(deviceClass: DeviceClass): DeviceKind {
  return kinds[deviceClass];
}

/** The kinds of places where a device of the class can be. */
export function placeKindsOf(deviceClass: DeviceClass): PlaceKind[] {
  const { at } = kinds[deviceClass];
  return (['serial', 'hid', 'queue', 'video', 'websocket'] as const).filter((kind) => at[kind] !== undefined);
}

/** Fields that another place has not, or another model. What else a draft does not know of stays whatever changes. */
const OF_THE_PLACE: ReadonlySet<string> = new Set(['server', 'pdfPrinter']);
const OF_THE_MODEL: ReadonlySet<string> = new Set(['suffix', 'encoding', 'aimPrefix']);

/**
 * What the configuration would say of it; undefined where no configuration may say so. What a draft does not know of
 * (a suffix, a recording) stays as it was `before`, as far as it can be of the same device.
 */
export function configurationOf(
  draft: DeviceDraft,
  deviceId: string,
  surroundings: KindSurroundings,
  before?: DeviceConfiguration,
): DeviceConfiguration | undefined {
  const { class: deviceClass, model } = draft;
  const said = { id: deviceId, class: deviceClass, model, transport: transportOf(draft, surroundings) };
  const spooled = deviceClass === 'a4-printer' ? surroundings.spooling : {};
  const kept =
    before?.class === deviceClass
      ? deviceSchema.safeParse({ ...spooled, ...keptOf(before, draft), ...said })
      : undefined;
  const parsed = kept?.success ? kept : deviceSchema.safeParse({ ...spooled, ...said });
  return parsed.success && hasProfile(parsed.data, surroundings) ? parsed.data : undefined;
}

/** Names of profiles are any words to the schema; without its profile a device cannot be built. */
function hasProfile(device: DeviceConfiguration, { configurationFile }: KindSurroundings): boolean {
  if (device.class === 'receipt-printer') return profileOfPrinter(device.model, configurationFile).isOk();
  if (device.class !== 'rating-pad') return true;
  return padLine(device.model, configurationFile)?.kind === device.transport.kind;
}

function keptOf(before: DeviceConfiguration, { path, model }: DeviceDraft): object {
  const stays = (field: string) =>
    (before.transport.path === path || !OF_THE_PLACE.has(field)) &&
    (before.model === model || !OF_THE_MODEL.has(field));
  return Object.fromEntries(Object.entries(before).filter(([field]) => stays(field)));
}

function transportOf(
  { class: deviceClass, model, kind, path, baudRate }: DeviceDraft,
  surroundings: KindSurroundings,
) {
  if (kind !== 'serial') return { kind, path };
  // The profile of a pad says its speed.
  const line = deviceClass === 'rating-pad' ? padLine(model, surroundings.configurationFile) : undefined;
  return { kind, path, baudRate: line?.kind === 'serial' ? line.baudRate : baudRate };
}

/** The same the other way. */
export function draftOf({ class: deviceClass, model, transport }: DeviceConfiguration): DeviceDraft {
  const { kind, path } = transport;
  const line = kind === 'serial' ? { baudRate: transport.baudRate } : {};
  return { class: deviceClass, model, kind, path, ...line };
}

/** The class's own name, with a number where a device has it. */
export function freeId(deviceClass: DeviceClass, others: readonly DeviceConfiguration[]): string {
  const isFree = (id: string) => !others.some((other) => other.id === id);
  const numbered = Array.from({ length: others.length + 1 }, (_, index) => `${deviceClass}-${index + 2}`);
  return [deviceClass, ...numbered].find(isFree) ?? deviceClass;
}
