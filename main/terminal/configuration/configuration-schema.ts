import { z } from 'zod';
import { keyboardScannerSchema, USUAL_KEYBOARD_SCANNER } from '#contract/terminal/keyboard-scanner.ts';
import { CODE_ALPHABETS, DEFAULT_CODE_RULES } from '#domain/codes/scanned-code.ts';
import { PIN_HASH_SHAPE } from '../administration/pin.ts';
import {
  hidScannerModels,
  readerModels,
  scannerEncodings,
  scannerSuffixes,
  serialScannerModels,
} from '../devices/models.ts';

/** Bits a second that serial ports are commonly set to. */
const baudRates = [1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400] as const;

const serialSchema = z.strictObject({
  kind: z.literal('serial'),
  /** `/dev/ttyS0`, `/dev/serial/by-id/…` or `COM3`. */
  path: z.string().min(1),
  baudRate: z.literal(baudRates).default(115200),
});

/** A HID device, by its vendor and product: two of one kind on one terminal could not be told apart. */
const hidSchema = z.strictObject({
  kind: z.literal('hid'),
  /** As the system lists it, `10c4:0007`. */
  path: z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/),
});

const anySchema = z.discriminatedUnion('kind', [serialSchema, hidSchema]);

/** Writes what passes over the line into `recordings/` in the data folder, for whoever looks into a trouble. */
const record = z.boolean().optional();

const deviceId = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

/** Whether there is a profile of that name is checked where the file is read. */
const profileName = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

const readerSchema = z.strictObject({
  id: deviceId,
  class: z.literal('id-card-reader'),
  model: z.enum(readerModels),
  transport: anySchema,
  record,
  /** The maker's program that decodes the photo of a card: the photo comes in, a bitmap goes out. */
  photoDecoder: z
    .strictObject({ program: z.string().min(1), args: z.array(z.string()).max(20).optional() })
    .optional(),
});

const printerSchema = z.strictObject({
  id: deviceId,
  class: z.literal('receipt-printer'),
  model: profileName,
  transport: serialSchema,
  record,
});

const scannerFields = {
  id: deviceId,
  class: z.literal('code-scanner'),
  /** What the scanner was set to in its own menu, where that is not what its model is set to when new. */
  suffix: z.enum(scannerSuffixes).optional(),
  encoding: z.enum(scannerEncodings).optional(),
  aimPrefix: z.boolean().optional(),
  /** A code must be out of view so long before it is read again. */
  sameCodeMs: keyboardScannerSchema.shape.sameCodeMs.optional(),
  record,
};

const scannerSchema = z.discriminatedUnion('model', [
  z.strictObject({ ...scannerFields, model: z.enum(serialScannerModels), transport: serialSchema }),
  z.strictObject({ ...scannerFields, model: z.enum(hidScannerModels), transport: hidSchema }),
]);

const padSchema = z.strictObject({
  id: deviceId,
  class: z.literal('rating-pad'),
  model: profileName,
  transport: anySchema,
  record,
});

/** Makers write what they like, with spaces and brackets. */
const CAMERA_NAME = /^(?=.*\S)\P{Cc}{1,200}$/u;

const cameraService = z.url({ protocol: /^ws$/, hostname: /^(localhost|127\.0\.0\.1)$/ });

const cameraFields = { id: deviceId, class: z.literal('document-camera') };

const cameraSchema = z.discriminatedUnion('model', [
  /** Behind its vendor's program on this machine. */
  z.strictObject({
    ...cameraFields,
    model: z.literal('vendor-service'),
    transport: z.strictObject({ kind: z.literal('websocket'), path: cameraService }),
  }),
  /** Plain UVC: the page opens it, by the name that the system gives it. */
  z.strictObject({
    ...cameraFields,
    model: z.literal('uvc'),
    transport: z.strictObject({ kind: z.literal('video'), path: z.string().regex(CAMERA_NAME) }),
  }),
]);

/** A queue of the machine's spooler, by its name. */
const queueNamed = (name: RegExp) =>
  z.strictObject({ kind: z.literal('queue'), path: z.string().regex(name) });
/** What CUPS lets a queue be called. */
const CUPS_QUEUE = /^[^\s/#]{1,127}$/;
/** Windows calls a queue by its printer's make, with spaces, and one of another machine by that machine, too. */
const WINDOWS_QUEUE = /^(?=.*\S)\P{Cc}{1,220}$/u;
const a4Fields = { id: deviceId, class: z.literal('a4-printer') };

const cupsServer = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('socket'), path: z.string().min(1) }),
    z.strictObject({ kind: z.literal('tcp'), host: z.string().min(1), port: z.int().min(1).max(65_535) }),
  ])
  .default({ kind: 'socket', path: '/run/cups/cups.sock' });

/** A program that prints a PDF without asking, and its words; `{queue}` and `{file}` are filled in. */
const pdfPrinter = z.tuple([z.string().min(1)], z.string());

const a4Schema = z.discriminatedUnion('model', [
  z.strictObject({
    ...a4Fields,
    model: z.literal('cups'),
    transport: queueNamed(CUPS_QUEUE),
    server: cupsServer,
  }),
  z.strictObject({
    ...a4Fields,
    model: z.literal('windows'),
    transport: queueNamed(WINDOWS_QUEUE),
    pdfPrinter,
  }),
]);

export const deviceSchema = z.discriminatedUnion('class', [
  readerSchema,
  printerSchema,
  scannerSchema,
  padSchema,
  cameraSchema,
  a4Schema,
]);

const devicesSchema = z.array(deviceSchema).superRefine((devices, context) => {
  const refuseSecond = (field: string[], value: (index: number) => string | undefined) => {
    const seen = new Set<string>();
    for (const index of devices.keys()) {
      const key = value(index);
      if (key !== undefined && seen.has(key)) {
        context.addIssue({ code: 'custom', path: [index, ...field], params: { problem: 'duplicate' } });
      }
      if (key !== undefined) seen.add(key);
    }
  };
  refuseSecond(['id'], (index) => devices[index]?.id);
  // Two devices on one line would read each other's bytes.
  refuseSecond(['transport', 'path'], (index) => devices[index]?.transport.path);
  // The screens know one device of a class; a second would never be used.
  refuseSecond(['class'], (index) => devices[index]?.class);
});

/** How a region writes a kind of code; not a regular expression, a bad one would hold up the terminal. */
const codeShapeSchema = z
  .strictObject({
    startsWith: z.string().max(64).default(''),
    alphabet: z.enum(CODE_ALPHABETS),
    /** Characters behind `startsWith`. */
    minLength: z.int().min(1).max(4096),
    maxLength: z.int().min(1).max(4096),
  })
  .refine(({ minLength, maxLength }) => minLength <= maxLength, { path: ['maxLength'] });

const usual = USUAL_KEYBOARD_SCANNER;
const keyboardSchema = z.strictObject({
  maxGapMs: keyboardScannerSchema.shape.maxGapMs.default(usual.maxGapMs),
  minLength: keyboardScannerSchema.shape.minLength.default(usual.minLength),
  capsLock: keyboardScannerSchema.shape.capsLock.default(usual.capsLock),
  sameCodeMs: keyboardScannerSchema.shape.sameCodeMs.default(usual.sameCodeMs),
});

const positiveInt = z.number().int().positive();

const LOOPBACK_HOST = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** What goes to another machine goes encrypted; on this one there is no way to listen on. */
function isPrivateOnItsWay(url: string): boolean {
  const address = URL.parse(url);
  // What is no address, or one of another kind, is refused for that alone.
  return address?.protocol !== 'http:' || LOOPBACK_HOST.test(address.hostname);
}

export const configurationSchema = z.strictObject({
  /** Database, keys and logs; relative to the configuration file. */
  dataDir: z.string().min(1),
  screen: z
    .strictObject({ widthMm: z.number().min(50).max(3000), heightMm: z.number().min(50).max(3000) })
    .prefault({ widthMm: 268, heightMm: 476 }),
  session: z
    .strictObject({
      idleSeconds: z.number().min(40).max(3600).default(90),
      // At least 20 s to react, WCAG 2.2, 2.2.1.
      warningSeconds: z.number().min(20).max(600).default(20),
    })
    .prefault({}),
  platform: z.strictObject({
    url: z.url({ protocol: /^https?$/ }).refine(isPrivateOnItsWay, { params: { problem: 'not-https' } }),
    /** Needed only until the terminal is enrolled. */
    enrolCode: z.string().min(6).max(64).optional(),
  }),
  leases: z
    .strictObject({
      size: positiveInt.max(1000).default(50),
      refillBelow: positiveInt.max(1000).default(20),
      daysAhead: z.number().int().min(0).max(14).default(3),
    })
    .prefault({}),
  devices: devicesSchema.default([]),
  /** Which scanned texts are licence codes of the region's app, and which are its case numbers besides the national ones. */
  codes: z
    .strictObject({
      licences: z
        .array(codeShapeSchema)
        .max(20)
        .default([...DEFAULT_CODE_RULES.licences]),
      cases: z
        .array(codeShapeSchema)
        .max(20)
        .default([...DEFAULT_CODE_RULES.cases]),
    })
    .prefault({}),
  /** A scanner that is plugged in as a keyboard; it is no device of the list. */
  keyboardScanner: keyboardSchema.prefault({}),
  administration: z
    .strictObject({
      /** In place of a PIN set on the screen: `scrypt$…`, as `pin.json` of a terminal holds it where one was set. */
      pinHash: z.string().regex(PIN_HASH_SHAPE).optional(),
      /** Serial lines that the system does not list, as patterns (`/run/dock/*`). */
      extraPorts: z.array(z.string().min(1)).max(20).default([]),
      /** The spooler whose queues are looked at, where it is CUPS. */
      cups: cupsServer,
      /** What prints the pages, where the spooler is that of Windows. */
      pdfPrinter: pdfPrinter.default(['SumatraPDF.exe', '-print-to', '{queue}', '-silent', '{file}']),
      /** Where makers' camera services are asked for; the usual address. */
      cameraServices: z.array(cameraService).max(8).default(['ws://127.0.0.1:9000']),
      /** When the terminal tests itself each morning, in the hall's time; only when asked, if absent. */
      selfTestAt: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
        .optional(),
    })
    .prefault({}),
});

export type Configuration = z.infer<typeof configurationSchema>;
export type DeviceConfiguration = Configuration['devices'][number];
export type ReaderConfiguration = Extract<DeviceConfiguration, { class: 'id-card-reader' }>;
export type CameraConfiguration = Extract<DeviceConfiguration, { class: 'document-camera' }>;
export type A4Configuration = Extract<DeviceConfiguration, { class: 'a4-printer' }>;
export type PadConfiguration = Extract<DeviceConfiguration, { class: 'rating-pad' }>;
export type ScannerConfiguration = Extract<DeviceConfiguration, { class: 'code-scanner' }>;
export type PrinterConfiguration = Extract<DeviceConfiguration, { class: 'receipt-printer' }>;
