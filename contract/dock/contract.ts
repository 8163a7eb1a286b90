import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';

/** A receipt as the emulated printer has put it on paper, line by line. */
export const receiptPartSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    align: z.enum(['left', 'center', 'right']),
    runs: z.array(
      z.object({ text: z.string(), width: z.number().int(), height: z.number().int(), bold: z.boolean() }),
    ),
  }),
  z.object({ kind: z.literal('feed'), lines: z.number().int().positive() }),
  z.object({
    kind: z.literal('qr'),
    align: z.enum(['left', 'center', 'right']),
    text: z.string(),
    moduleDots: z.number().int(),
  }),
  z.object({
    kind: z.literal('raster'),
    align: z.enum(['left', 'center', 'right']),
    widthDots: z.number().int(),
    heightDots: z.number().int(),
    /** One bit a dot, rows padded to bytes, base64. */
    bits: z.string(),
  }),
]);
export type ReceiptPart = z.infer<typeof receiptPartSchema>;

export const receiptSchema = z.object({
  number: z.number().int().positive(),
  /** Columns of single-width characters on the paper. */
  columns: z.number().int(),
  parts: z.array(receiptPartSchema),
  cut: z.boolean(),
});
export type Receipt = z.infer<typeof receiptSchema>;

/** A specimen card; every person in it is made up and every number is a specimen. */
export const specimenSchema = z.object({
  specimenId: z.string(),
  name: z.string(),
  kind: z.enum(['resident', 'hk-macao-taiwan', 'foreign-2017', 'foreign-2023']),
  quirk: z.enum(['none', 'wrong-check-digit', 'expired', 'unreadable', 'rare-characters', 'long-term']),
});

/** What may lie under the document camera. */
export const cameraPapers = ['none', 'blank', 'page', 'skewed', 'blurred', 'dark'] as const;

/** What a hand does to the A4 printer. */
export const a4Trays = ['ok', 'empty', 'jammed', 'open'] as const;

/** A job of the A4 printer with the text on its pages, in points from the upper left corner of each. */
export const printedJobSchema = z.object({
  jobId: z.number().int(),
  title: z.string(),
  state: z.enum(['waiting', 'printing', 'printed', 'failed', 'cancelled']),
  pages: z.array(
    z.object({
      width: z.number(),
      height: z.number(),
      texts: z.array(z.object({ x: z.number(), y: z.number(), size: z.number(), text: z.string() })),
    }),
  ),
});
export type PrintedJob = z.infer<typeof printedJobSchema>;

/** What every device has. */
const common = {
  deviceId: z.string(),
  /** As a terminal's configuration names it. */
  model: z.string(),
  /** Those that may stand in its place. */
  models: z.array(z.string()),
  path: z.string(),
  plugged: z.boolean(),
};

export const emulatedDeviceSchema = z.discriminatedUnion('class', [
  z.object({
    class: z.literal('id-card-reader'),
    ...common,
    specimens: z.array(specimenSchema),
    cardOnReader: z.string().nullable(),
  }),
  z.object({
    class: z.literal('receipt-printer'),
    ...common,
    /** Whether the model has a blade at all. */
    cuts: z.boolean(),
    paper: z.enum(['ok', 'near-end', 'out']),
    coverOpen: z.boolean(),
    cutterJammed: z.boolean(),
    overheated: z.boolean(),
    /** What a presenter holds out, or where the last paper went; `none` where the model has no presenter. */
    output: z.enum(['none', 'empty', 'held-out', 'taken', 'retracted', 'ejected']),
    receipts: z.array(receiptSchema),
  }),
  z.object({
    class: z.literal('code-scanner'),
    ...common,
    /** It looks for codes: its light is on. */
    lit: z.boolean(),
    inView: z.string().nullable(),
  }),
  z.object({
    class: z.literal('rating-pad'),
    ...common,
    /** Levels that the model has keys for. */
    levels: z.array(z.literal([1, 2, 3, 4, 5])),
    shows: z.enum(['nothing', 'welcome', 'question', 'thanks']),
    stars: z.number().int().min(0).max(5),
  }),
  z.object({
    class: z.literal('document-camera'),
    ...common,
    paper: z.enum(cameraPapers),
    /** Its lamp: somebody watches or photographs. */
    lit: z.boolean(),
  }),
  z.object({
    class: z.literal('a4-printer'),
    ...common,
    tray: z.enum(a4Trays),
    /** The last ones, oldest first. */
    jobs: z.array(printedJobSchema),
  }),
]);
export type EmulatedDevice = z.infer<typeof emulatedDeviceSchema>;

export const dockStateSchema = z.object({ devices: z.array(emulatedDeviceSchema) });

const device = z.object({ deviceId: z.string() });

/** How the next bytes from a device are spoiled; the words of the emulators. */
export const wireFaultKinds = [
  'garbage',
  'cut-frame',
  'wrong-checksum',
  'silence',
  'delay',
  'duplicate',
  'trickle',
  'disconnect',
] as const;

/** What the device dock asks of the emulators; never served by a terminal in a hall. */
export const dockContract = {
  watch: oc.output(eventIterator(dockStateSchema)),
  plug: oc.input(device.extend({ plugged: z.boolean() })),
  /** Another model stands in the device's place, as new: what lay in the old one is gone. */
  setModel: oc.input(device.extend({ model: z.string() })),
  layCard: oc.input(device.extend({ specimenId: z.string() })),
  liftCard: oc.input(device),
  setPaper: oc.input(device.extend({ paper: z.enum(['ok', 'near-end', 'out']) })),
  setCover: oc.input(device.extend({ open: z.boolean() })),
  setCutter: oc.input(device.extend({ jammed: z.boolean() })),
  setHeat: oc.input(device.extend({ overheated: z.boolean() })),
  /** A citizen takes what the presenter holds out. */
  takePaper: oc.input(device),
  layPaper: oc.input(device.extend({ paper: z.enum(cameraPapers) })),
  setTray: oc.input(device.extend({ tray: z.enum(a4Trays) })),
  /** Holds a code before the scanner, in place of the one there. */
  showCode: oc.input(device.extend({ text: z.string().min(1).max(2000) })),
  takeCodeAway: oc.input(device),
  /** A key of the rating pad, 5 for very satisfied. */
  pressKey: oc.input(device.extend({ level: z.literal([1, 2, 3, 4, 5]) })),
  /** Wire faults by command: the next bytes from the device are spoiled in one way. */
  spoil: oc.input(
    device.extend({
      fault: z.enum(wireFaultKinds),
      /** Milliseconds of `delay`, milliseconds a byte of `trickle`, bytes before `disconnect`. */
      amount: z.number().int().min(0).max(60_000).optional(),
      times: z.number().int().min(1).max(1000),
    }),
  ),
};
