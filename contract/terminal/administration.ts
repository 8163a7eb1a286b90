import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { deviceClassSchema, deviceStateSchema, deviceViewSchema } from '../device.ts';
import { failureCodeSchema, failures } from '../failures.ts';
import { instantSchema } from '../scalars.ts';
import { personViewSchema, scannedCodeKindSchema } from './session.ts';
import { faultDetailsSchema } from './status.ts';

/** The administrator's local number: digits, as the keys on the screen have nothing else. */
export const PIN_LENGTH = { least: 6, most: 12 } as const;
const pinSchema = z.string().regex(new RegExp(`^\\d{${PIN_LENGTH.least},${PIN_LENGTH.most}}$`));

/**
 * Where a device can be: a serial line, on the system's HID, behind a print queue, behind its maker's program on this
 * machine, among the cameras that the page can open.
 */
export const placeKindSchema = z.enum(['serial', 'hid', 'queue', 'websocket', 'video']);
export type PlaceKind = z.infer<typeof placeKindSchema>;

/** Those that a part of the system lists, which may be missing. */
const listedKindSchema = placeKindSchema.extract(['hid', 'queue', 'video']);
export type ListedKind = z.infer<typeof listedKindSchema>;

const placeFields = {
  kind: placeKindSchema,
  /** The line's name, vendor and product, the queue's name, the program's address, or the camera's name. */
  path: z.string().min(1),
};

/** A device as it would stand in the configuration. */
export const deviceDraftSchema = z.object({
  class: deviceClassSchema,
  model: z.string().min(1),
  ...placeFields,
  /** Of a serial line. */
  baudRate: z.number().int().positive().optional(),
});
export type DeviceDraft = z.infer<typeof deviceDraftSchema>;

/** A change of a device's state. */
const deviceChangeSchema = z.object({
  /** By the terminal's own clock. */
  at: instantSchema,
  /** How far that clock was ahead of the platform's, where the terminal knew it to be wrong by then. */
  clockAheadSeconds: z.int().optional(),
  state: deviceStateSchema,
  fault: failureCodeSchema.optional(),
});
export type DeviceChange = z.infer<typeof deviceChangeSchema>;

/** What answers in the device's place: words of drivers/other-devices.ts. */
const deviceHintSchema = z.enum(['LIKE_A_PRINTER', 'LIKE_A_READER', 'UNDECODABLE']);

/** Whether what a device and the terminal say to each other is written to a file, without what is personal. */
const recordingSchema = z.discriminatedUnion('state', [
  /** With the file of the recording that was ended last, if there was one since the service began. */
  z.object({ state: z.literal('off'), file: z.string().optional() }),
  z.object({ state: z.literal('on'), file: z.string(), until: instantSchema }),
  /** By itself: after its time, because the file has become too long, or for what the disk refused. */
  z.object({ state: z.literal('ended'), file: z.string(), because: z.enum(['time', 'size', 'disk']) }),
]);
export type RecordingView = z.infer<typeof recordingSchema>;

/** What a receipt printer says that it is, where it says so. */
const identitySchema = z.object({
  name: z.string(),
  firmware: z.string().optional(),
  /** The model whose profile knows such a printer; the administrator decides. */
  proposed: z.string().optional(),
});

const administeredDeviceSchema = deviceViewSchema.extend({
  ...placeFields,
  baudRate: z.number().int().positive().optional(),
  hint: deviceHintSchema.optional(),
  identity: identitySchema.optional(),
  /** Of an ID-card reader that answers: the security module's id as it is printed on it, and its status; 0x90 is well. */
  samModule: z.object({ id: z.string().optional(), status: z.int().min(0).max(255) }).optional(),
  /** Where its profile is wrong, so that it cannot be at work. */
  profileFaults: faultDetailsSchema.optional(),
  /** Absent where nothing of its class is recorded. */
  recording: recordingSchema.optional(),
  /** Newest first: in the order they happened, whatever the clock said. */
  history: z.array(deviceChangeSchema),
});
export type AdministeredDevice = z.infer<typeof administeredDeviceSchema>;

const placeViewSchema = z.object({
  ...placeFields,
  /** What the system knows of it: a maker's name, what a device or a queue is called. */
  description: z.string().optional(),
  /** As which models of the class that is looked for a device can be there, the likeliest first. */
  models: z.array(z.string()),
  /**
   * - waiting, asking: not known yet
   * - used: a configured device has it
   * - answered: `found` says what
   * - silent: nothing known answers
   * - closed: it cannot be opened
   */
  state: z.enum(['waiting', 'asking', 'used', 'answered', 'silent', 'closed']),
  /** While it is asked at one speed after the other: how far that is. */
  step: z.object({ done: z.int().nonnegative(), of: z.int().positive() }).optional(),
  usedBy: z.string().optional(),
  found: z
    .object({
      class: deviceClassSchema,
      /** As which it answered, or which fits what it says it is: a near relation may have to be chosen by hand. */
      model: z.string(),
      baudRate: z.number().int().positive().optional(),
      identity: identitySchema.optional(),
      /** Set where it answers and cannot work now: the lid is open, the paper is out. */
      fault: failureCodeSchema.optional(),
    })
    .optional(),
});
export type PlaceView = z.infer<typeof placeViewSchema>;

const searchViewSchema = z.object({
  class: deviceClassSchema,
  /** The device that gets another place; absent while one is added. */
  replaces: z.string().optional(),
  running: z.boolean(),
  places: z.array(placeViewSchema),
  /** Models of the class that can be chosen nowhere, as the hall's own profiles of them are wrong. */
  unfit: z.array(z.object({ model: z.string(), faults: faultDetailsSchema })),
  /** Kinds of places that the system could not list: no print service, no HID library. */
  unlisted: z.array(listedKindSchema),
});

const deviceTestViewSchema = z.object({
  /** Absent while the device is not saved yet. */
  deviceId: z.string().optional(),
  draft: deviceDraftSchema,
  state: z.enum([
    'connecting',
    'waiting-for-card',
    'waiting-for-code',
    'waiting-for-key',
    'taking-picture',
    'printing',
    'passed',
    'failed',
  ]),
  failure: failureCodeSchema.optional(),
  /** Who the card that was laid says, masked. */
  person: personViewSchema.omit({ elderly: true }).optional(),
  /** What the code that was held up is for, and how long it is; what it says may be a person's. */
  code: z.object({ kind: scannedCodeKindSchema, characters: z.int().positive() }).optional(),
  /** The key that was pressed on the rating pad, 5 for very satisfied. */
  level: z.int().min(1).max(5).optional(),
  /** The photograph that a camera has taken; `picture` gives it. */
  picture: z
    .object({ widthPixels: z.int().positive(), heightPixels: z.int().positive(), bytes: z.int().positive() })
    .optional(),
  /** What became of the card's photo, where a decoder is configured. */
  photo: z.enum(['decoded', 'decoder-missing', 'decoder-failed']).optional(),
});
export type DeviceTestView = z.infer<typeof deviceTestViewSchema>;

/** A rating pad's keys are pressed one after the other, the best first and that one twice; it has two at least. */
const learningViewSchema = z.object({
  draft: deviceDraftSchema,
  state: z.enum(['connecting', 'asking', 'learned', 'failed']),
  /** The key to press now, or the one that was not understood; 5 is very satisfied. */
  level: z.int().min(1).max(5).optional(),
  /** The second press of the first key. */
  again: z.boolean().optional(),
  problem: z
    .enum([
      'SAME_KEY',
      'NO_DIFFERENCE',
      'UNCLEAR',
      'NO_PRESS',
      'TOO_FEW_KEYS',
      'NOT_UNDERSTOOD',
      'ONLY_ANSWERS_POLLS',
      'PORT',
      'NOT_SAVED',
    ])
    .optional(),
  /** The profile that holds the learned keys: what the pad is to be saved as. */
  model: z.string().optional(),
});
export type LearningView = z.infer<typeof learningViewSchema>;

const selfTestViewSchema = z.object({
  running: z.boolean(),
  startedAt: instantSchema,
  items: z.array(
    z.object({
      subject: z.enum(['device', 'storage', 'platform']),
      deviceId: z.string().optional(),
      class: deviceClassSchema.optional(),
      /**
       * - unasked: nothing speaks against it, and it has no question that it would answer: only a use shows
       * - busy: it was at an earlier task the whole time, as a printer with many pages
       */
      state: z.enum(['running', 'passed', 'unasked', 'busy', 'failed']),
      failure: failureCodeSchema.optional(),
    }),
  ),
  /** The report on paper: none where there is no printer that works. */
  paper: z.enum(['waiting', 'none', 'confirmed', 'failed', 'unknown']),
  /** Saved for the platform; it is sent as soon as there is a link. */
  handedIn: z.boolean(),
});
export type SelfTestView = z.infer<typeof selfTestViewSchema>;

/** All that the administrator's page shows; every page but the one that entered sees it closed. */
export const administrationViewSchema = z.discriminatedUnion('phase', [
  z.object({
    phase: z.literal('closed'),
    /** So long no PIN is looked at, milliseconds, counted when this is sent. */
    lockedForMs: z.int().nonnegative(),
    /** Where the number for the first use is kept on this machine; absent once a PIN is set. */
    firstPinFile: z.string().optional(),
  }),
  z.object({
    phase: z.literal('open'),
    /** The first-use number was given: nothing but a PIN can be set. */
    mustSetPin: z.boolean(),
    devices: z.array(administeredDeviceSchema),
    /** Classes that this terminal has no device of yet. */
    addable: z.array(deviceClassSchema),
    search: searchViewSchema.optional(),
    test: deviceTestViewSchema.optional(),
    learning: learningViewSchema.optional(),
    selfTest: selfTestViewSchema.optional(),
  }),
]);
export type AdministrationView = z.infer<typeof administrationViewSchema>;

const open = failures('ADMINISTRATION_CLOSED');

/**
 * The administrator's page. It belongs to the connection that gave the PIN and ends with it, after some minutes
 * without a touch, and when a citizen begins. What takes time shows in `watch`; the calls answer at once.
 */
export const administrationContract = {
  watch: oc.output(eventIterator(administrationViewSchema)),
  /** A citizen's session is ended and wiped first. */
  enter: oc
    .input(z.object({ pin: pinSchema }))
    .errors(failures('ADMINISTRATION_CLOSED', 'PIN_WRONG', 'PIN_LOCKED', 'STORAGE_FULL', 'STORAGE_FAILED')),
  setPin: oc
    .input(z.object({ pin: pinSchema }))
    .errors(failures('ADMINISTRATION_CLOSED', 'PIN_TOO_SIMPLE', 'STORAGE_FULL', 'STORAGE_FAILED')),
  /** Somebody touches the page: it stays open. */
  touch: oc.errors(open),
  leave: oc,
  /** Asks every free place where the class can be what is there; the class is looked for first. */
  search: oc
    .input(z.object({ class: deviceClassSchema, replaces: z.string().optional() }))
    .errors(failures('ADMINISTRATION_CLOSED', 'DEVICE_UNKNOWN')),
  endSearch: oc.errors(open),
  /** Tries a configured device, or one that is not saved yet, with a card or on paper. */
  test: oc
    .input(
      z.union([
        z.object({
          deviceId: z.string(),
          draft: z.undefined().optional(),
          replaces: z.undefined().optional(),
        }),
        /** `replaces` lends its line to the test, and gets it back. */
        z.object({
          draft: deviceDraftSchema,
          replaces: z.string().optional(),
          deviceId: z.undefined().optional(),
        }),
      ]),
    )
    .errors(failures('ADMINISTRATION_CLOSED', 'DEVICE_UNKNOWN', 'DEVICE_PLACE_TAKEN')),
  /** The photograph that the camera of the test has taken, base64; gone as soon as the test is. */
  picture: oc.output(z.object({ jpeg: z.string().optional() })).errors(open),
  /** Asks for each key of a rating pad and keeps what they say as a profile of the hall's own. */
  learnKeys: oc
    .input(z.object({ draft: deviceDraftSchema, replaces: z.string().optional() }))
    .errors(failures('ADMINISTRATION_CLOSED', 'DEVICE_UNKNOWN', 'DEVICE_PLACE_TAKEN')),
  /** The pad has no key for the level that is asked for; nothing happens where another is asked for by now. */
  skipKey: oc.input(z.object({ level: z.int().min(1).max(5) })).errors(open),
  /** Also ends learning. */
  endTest: oc.errors(open),
  /** Writes the device into the configuration and puts it to work at once. */
  save: oc
    .input(z.object({ draft: deviceDraftSchema, replaces: z.string().optional() }))
    .output(z.object({ deviceId: z.string() }))
    .errors(
      failures(
        'ADMINISTRATION_CLOSED',
        'DEVICE_UNKNOWN',
        'DEVICE_PLACE_TAKEN',
        'DEVICE_UNFIT',
        'CONFIGURATION_INVALID',
        'CONFIGURATION_NOT_SAVED',
        'STORAGE_FULL',
      ),
    ),
  remove: oc
    .input(z.object({ deviceId: z.string() }))
    .errors(
      failures(
        'ADMINISTRATION_CLOSED',
        'DEVICE_UNKNOWN',
        'DEVICE_PLACE_TAKEN',
        'CONFIGURATION_INVALID',
        'CONFIGURATION_NOT_SAVED',
        'STORAGE_FULL',
      ),
    ),
  /** Begins to record a device, or ends it; its line is opened anew. */
  record: oc
    .input(z.object({ deviceId: z.string(), on: z.boolean() }))
    .errors(failures('ADMINISTRATION_CLOSED', 'DEVICE_UNKNOWN')),
  /** Tests everything that needs no hand; the report goes on the screen, on paper and to the platform. */
  selfTest: oc.errors(open),
};
