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

export const emulatedDeviceSchema = z.discriminatedUnion('class', [
  z.object({
    class: z.literal('id-card-reader'),
    deviceId: z.string(),
    path: z.string(),
    plugged: z.boolean(),
    specimens: z.array(specimenSchema),
    cardOnReader: z.string().nullable(),
  }),
  z.object({
    class: z.literal('receipt-printer'),
    deviceId: z.string(),
    path: z.string(),
    plugged: z.boolean(),
    paper: z.enum(['ok', 'near-end', 'out']),
    coverOpen: z.boolean(),
    cutterJammed: z.boolean(),
    receipts: z.array(receiptSchema),
  }),
  z.object({
    class: z.literal('code-scanner'),
    deviceId: z.string(),
    path: z.string(),
    plugged: z.boolean(),
    /** It looks for codes: its light is on. */
    lit: z.boolean(),
    inView: z.string().nullable(),
  }),
  z.object({
    class: z.literal('rating-pad'),
    deviceId: z.string(),
    path: z.string(),
    plugged: z.boolean(),
    shows: z.enum(['nothing', 'welcome', 'question', 'thanks']),
    stars: z.number().int().min(0).max(5),
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
  layCard: oc.input(device.extend({ specimenId: z.string() })),
  liftCard: oc.input(device),
  setPaper: oc.input(device.extend({ paper: z.enum(['ok', 'near-end', 'out']) })),
  setCover: oc.input(device.extend({ open: z.boolean() })),
  setCutter: oc.input(device.extend({ jammed: z.boolean() })),
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
