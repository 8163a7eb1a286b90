import { z } from 'zod';
import type { RatingName } from '#domain/rating/rating-level.ts';
import { checksumAlgorithms } from './checksum.ts';

/** Bytes or a pattern as text, in the profile's form; see docs/add-a-rating-pad.md. */
const bytesText = z.string().max(200);
const patternText = z.string().min(1).max(200);
const milliseconds = z.number().int().min(1).max(600_000);
const uint16 = z.number().int().min(0).max(0xffff);
/** The longest frame any pad is known to send has some 20 bytes. */
const frameBytes = z.number().int().min(1).max(256);

const serialSchema = z.strictObject({
  kind: z.literal('serial'),
  baudRate: z.literal([1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200]).default(9600),
  parity: z.enum(['none', 'even', 'odd']).default('none'),
});

const hidSchema = z.strictObject({
  kind: z.literal('hid'),
  vendorId: uint16,
  productId: uint16,
  /** Which collection, where the device has several. */
  usagePage: uint16.optional(),
  usage: uint16.optional(),
  /** 0 where the device does not number its reports. */
  inputReportId: z.number().int().min(0).max(255).default(0),
  outputReportId: z.number().int().min(0).max(255).default(0),
  /** Of an output report, without its id; shorter messages are filled up with 00. */
  reportBytes: z.number().int().min(1).max(64),
});

/** What a length field can count; `before` and `after` are the message's bytes on both sides of the field. */
const frameParts = ['head', 'before', 'length', 'after', 'checksum', 'tail'] as const;

const sizeSchema = z.discriminatedUnion('kind', [
  /** Every frame has so many bytes, from head to tail. */
  z.strictObject({
    kind: z.literal('fixed'),
    bytes: frameBytes,
    /** What fills a shorter message up; without it all messages must fit exactly. */
    pad: bytesText.optional(),
  }),
  z.strictObject({
    kind: z.literal('length-field'),
    /** From the first byte of the head. */
    offset: z.number().int().min(0).max(64),
    /** As it is written: digits count each. Binary at most 2; hexadecimal 2 or 4. */
    bytes: z.literal([1, 2, 3, 4]).default(1),
    order: z.enum(['big', 'little']).default('big'),
    digits: z.enum(['binary', 'decimal', 'hex']).default('binary'),
    counts: z.array(z.enum(frameParts)).min(1),
    maxBytes: frameBytes.default(64),
  }),
  /** A frame ends where its tail stands. */
  z.strictObject({ kind: z.literal('until-tail'), maxBytes: frameBytes.default(64) }),
]);

const checksumSchema = z.strictObject({
  algorithm: z.enum(checksumAlgorithms),
  /** The first byte it covers, counted from the head's first. */
  from: z.number().int().min(0).max(64).default(0),
  /** So many bytes just before it are not covered. */
  leaveOut: z.number().int().min(0).max(64).default(0),
  order: z.enum(['big', 'little']).default('big'),
  /** As bytes, or as hexadecimal digits in capitals. */
  digits: z.enum(['binary', 'hex']).default('binary'),
});

const keyText = z.union([bytesText, z.array(bytesText).min(1).max(8)]).optional();

/** The names of domain/rating/rating-level.ts. */
const keysSchema = z.strictObject({
  'very-satisfied': keyText,
  satisfied: keyText,
  'basically-satisfied': keyText,
  dissatisfied: keyText,
  'very-dissatisfied': keyText,
}) satisfies z.ZodType<Partial<Record<RatingName, unknown>>>;

const inputShared = {
  /** A press as the pad tells it, with `{key}` where the key stands. */
  press: patternText,
  /** What the pad says while no key is pressed, or when one is let go. */
  idle: patternText.optional(),
  /** Which key means which level; several keys may mean one level. */
  keys: keysSchema,
  /** Each key is one bit of `{key}`; other bits do not count, and two keys at once are no press. */
  bitmask: z.boolean().default(false),
  /** A key that is told again within this time is the same press. */
  debounceMs: z.number().int().min(0).max(10_000).default(300),
  /** Otherwise the last press counts, once `settleMs` have passed without another. */
  firstPressWins: z.boolean().default(true),
  settleMs: milliseconds.default(1500),
};

const inputSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('push'), ...inputShared }),
  z.strictObject({
    mode: z.literal('poll'),
    ...inputShared,
    pollEveryMs: milliseconds.min(20).default(200),
  }),
]);

const command = patternText.optional();

const commandsSchema = z.strictObject({
  /** Makes the pad ready for one rating: forgets earlier presses, wakes it. */
  begin: command,
  /** Asks the citizen to rate; `{seconds}` is how long it waits. */
  ask: command,
  /** Ends a question without a rating. */
  cancel: command,
  welcome: command,
  thanks: command,
  /** `{light}` is 1 or 0. */
  light: command,
  /** `{stars}` is 0 to 5. */
  stars: command,
  /** Asks which key was pressed. */
  query: command,
});

export type PadCommand = keyof z.output<typeof commandsSchema>;

const sessionSchema = z.strictObject({
  /** How long a question waits for a press. */
  timeoutMs: milliseconds.default(30_000),
  /** What the pad answers to each command; without it commands are not answered. */
  acknowledgement: patternText.optional(),
  /** What it answers to a command that it refuses. */
  refusal: patternText.optional(),
  /** How long an answer may take. */
  answerWithinMs: milliseconds.max(1000).default(300),
  /** How often a command without answer is sent again. */
  retries: z.number().int().min(0).max(5).default(2),
  /** What the pad is told after each press, where it wants to hear that. */
  answerPress: patternText.optional(),
  keepalive: z
    .strictObject({ everyMs: milliseconds.min(200), send: patternText, expect: patternText })
    .optional(),
});

/** Everything that differs between rating pads, as data; what the fields mean together is checked apart. */
export const padProfileShape = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  transport: z.discriminatedUnion('kind', [serialSchema, hidSchema]),
  framing: z.strictObject({
    /** How bytes are written in this file. */
    form: z.enum(['binary', 'ascii']),
    head: bytesText.default(''),
    tail: bytesText.default(''),
    size: sizeSchema,
    /** Bytes that may not stand between head and tail, and the two that stand for each. */
    escape: z.record(z.string(), z.string()).default({}),
  }),
  checksum: checksumSchema.prefault({ algorithm: 'none' }),
  commands: commandsSchema.prefault({}),
  input: inputSchema,
  session: sessionSchema.prefault({}),
});

export type PadProfile = z.output<typeof padProfileShape>;
