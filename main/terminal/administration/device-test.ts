import type { FailureCode } from '#contract/failures.ts';
import type { DeviceTestView } from '#contract/terminal/administration.ts';
import { type CodeRules, sortCode } from '#domain/codes/scanned-code.ts';
import { maskIdNumber, maskName } from '#domain/identity/masking.ts';
import type { Clock } from '#domain/time/clock.ts';
import type { A4Job } from '#drivers/a4-printer/a4-printer.ts';
import { testPage } from '#drivers/a4-printer/test-page.ts';
import { sizeOfJpeg } from '#drivers/document-camera/jpeg-size.ts';
import type { PhotoDecoder } from '#drivers/id-card-reader/card-photo.ts';
import { nameOnCard } from '#drivers/id-card-reader/id-card.ts';
import type { ReaderEvent } from '#drivers/id-card-reader/id-card-reader.ts';
import type { PrinterIdentity } from '#drivers/receipt-printer/printer-identity.ts';
import type { BuiltDevice } from '../devices/registry.ts';
import type { Timers } from '../timers.ts';
import { printTestPaper } from './papers.ts';

export type DeviceTestProgress = Pick<
  DeviceTestView,
  'state' | 'failure' | 'person' | 'code' | 'level' | 'picture' | 'photo'
>;

export type DeviceTestOptions = {
  readonly built: BuiltDevice;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly codeRules: CodeRules;
  readonly signal: AbortSignal;
  readonly tell: (progress: DeviceTestProgress) => void;
  /** Takes what the camera saw; whoever has it wipes it. */
  readonly keepPicture: (jpeg: Uint8Array) => void;
  /** Told what the device says that it is, or that it does not. */
  readonly keepIdentity: (identity: PrinterIdentity | undefined) => void;
};

/** A device that has just been started is ready or has a reason within this time. */
const CONNECT_LIMIT_MS = 10_000;
/** The administrator looks for a card or a code in his pocket. */
const HAND_LIMIT_MS = 60_000;

/** Tries a running device once, with a card or on paper; tells each step. The last told is passed or failed. */
export async function testDevice(options: DeviceTestOptions): Promise<DeviceTestProgress> {
  const { built, tell } = options;
  tell({ state: 'connecting' });
  const fault = await whyNotReady(options);
  if (fault !== undefined) return failed(fault);
  switch (built.class) {
    case 'receipt-printer':
      return printPaper(options, built);
    case 'id-card-reader':
      return readCard(options, built);
    case 'code-scanner':
      return readCode(options, built);
    case 'rating-pad':
      return askPad(options, built);
    case 'document-camera':
      return takePicture(options, built);
    case 'a4-printer':
      return printPage(options, built);
  }
}

const ABSENT = {
  'id-card-reader': 'READER_ABSENT',
  'receipt-printer': 'PRINTER_ABSENT',
  'code-scanner': 'SCANNER_ABSENT',
  'rating-pad': 'PAD_ABSENT',
  'document-camera': 'CAMERA_ABSENT',
  'a4-printer': 'A4_ABSENT',
} as const satisfies Readonly<Record<BuiltDevice['class'], FailureCode>>;

function failed(failure: FailureCode): DeviceTestProgress {
  return { state: 'failed', failure };
}

/** Waits until the device can work; the fault where it cannot. */
export function whyNotReady({
  built,
  timers,
  signal,
}: Pick<DeviceTestOptions, 'built' | 'timers' | 'signal'>): Promise<FailureCode | undefined> {
  const { driver } = built;
  const absent = ABSENT[built.class];
  return new Promise((resolve) => {
    const endings: (() => void)[] = [];
    const settle = (fault: FailureCode | undefined) => {
      for (const end of endings) end();
      resolve(fault);
    };
    const look = () => {
      const { state, faults } = driver.status();
      if (state === 'ready' || state === 'busy') settle(undefined);
      else if (state === 'faulted') settle(faults[0] ?? absent);
    };
    const giveUp = () => settle(driver.status().faults[0] ?? absent);
    endings.push(driver.onStatus(look), timers.after(CONNECT_LIMIT_MS, giveUp));
    signal.addEventListener('abort', giveUp);
    endings.push(() => signal.removeEventListener('abort', giveUp));
    if (signal.aborted) giveUp();
    else look();
  });
}

async function printPaper(
  { clock, signal, tell, keepIdentity }: DeviceTestOptions,
  { configuration, profile, driver }: Extract<BuiltDevice, { class: 'receipt-printer' }>,
): Promise<DeviceTestProgress> {
  tell({ state: 'printing' });
  keepIdentity(await driver.identify());
  const printed = await driver.print(printTestPaper(configuration, profile, clock.now()), {
    signal,
    beforeFirstByte: () => undefined,
    onHindrance: (fault) => tell({ state: 'printing', ...(fault !== undefined && { failure: fault }) }),
  });
  return printed.match(
    () => ({ state: 'passed' as const }),
    ({ outcome, fault }) => failed(outcome === 'unknown' ? 'PRINT_OUTCOME_UNKNOWN' : fault),
  );
}

function readCard(
  { timers, signal, tell }: DeviceTestOptions,
  { driver, decodePhoto }: Extract<BuiltDevice, { class: 'id-card-reader' }>,
): Promise<DeviceTestProgress> {
  return new Promise((resolve) => {
    const endings: (() => void)[] = [];
    /** Without one, no card was laid. */
    let lastFailure: FailureCode | undefined;
    const settle = (progress: DeviceTestProgress) => {
      for (const end of endings.splice(0)) end();
      resolve(progress);
    };
    const onEvent = (event: ReaderEvent) => {
      if (event.kind !== 'card-read') return;
      if (event.result.isErr()) {
        const failure = event.result.error;
        lastFailure = failure;
        tell({ state: 'waiting-for-card', failure });
        return;
      }
      const card = event.result.value;
      const { kind: cardKind, number, photo } = card;
      const person = { maskedName: maskName(nameOnCard(card)), maskedNumber: maskIdNumber(number), cardKind };
      const end = async () => {
        const decoded = decodePhoto && (await outcomeOf(decodePhoto, photo));
        photo.fill(0);
        settle({ state: 'passed', person, ...(decoded && { photo: decoded }) });
      };
      void end();
    };
    const giveUp = () => settle(lastFailure === undefined ? { state: 'failed' } : failed(lastFailure));
    tell({ state: 'waiting-for-card' });
    endings.push(
      driver.watchCards(onEvent),
      driver.onStatus(({ faults: [fault] }) => {
        if (fault !== undefined) settle(failed(fault));
      }),
      timers.after(HAND_LIMIT_MS, giveUp),
      () => signal.removeEventListener('abort', giveUp),
    );
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) giveUp();
  });
}

/** Nobody looks at the photo: what the administrator must know is whether the decoder works. */
async function outcomeOf(
  decodePhoto: PhotoDecoder,
  photo: Uint8Array,
): Promise<NonNullable<DeviceTestProgress['photo']>> {
  const decoded = await decodePhoto(photo);
  if (decoded.isErr())
    return decoded.error === 'PHOTO_DECODER_MISSING' ? 'decoder-missing' : 'decoder-failed';
  decoded.value.fill(0);
  return 'decoded';
}

/** Any code will do: that it was read shows that the speed and the settings are right. */
function readCode(
  { timers, codeRules, signal, tell }: DeviceTestOptions,
  { driver }: Extract<BuiltDevice, { class: 'code-scanner' }>,
): Promise<DeviceTestProgress> {
  return new Promise((resolve) => {
    const endings: (() => void)[] = [];
    const settle = (progress: DeviceTestProgress) => {
      for (const end of endings) end();
      resolve(progress);
    };
    const giveUp = () => settle({ state: 'failed' });
    tell({ state: 'waiting-for-code' });
    endings.push(
      driver.watchCodes(({ text }) =>
        settle({ state: 'passed', code: { kind: sortCode(text, codeRules).kind, characters: text.length } }),
      ),
      driver.onStatus(({ faults: [fault] }) => {
        if (fault !== undefined) settle(failed(fault));
      }),
      timers.after(HAND_LIMIT_MS, giveUp),
      () => signal.removeEventListener('abort', giveUp),
    );
    signal.addEventListener('abort', giveUp);
    if (signal.aborted) giveUp();
  });
}

async function askPad(
  { signal, tell }: DeviceTestOptions,
  { driver }: Extract<BuiltDevice, { class: 'rating-pad' }>,
): Promise<DeviceTestProgress> {
  tell({ state: 'waiting-for-key' });
  const pressed = await driver.ask(signal);
  if (pressed.isOk()) {
    await driver.thanks();
    return { state: 'passed', level: pressed.value.level };
  }
  const { error } = pressed;
  return error === 'RATING_TIMEOUT' || error === 'RATING_CANCELLED' ? { state: 'failed' } : failed(error);
}

async function takePicture(
  { tell, keepPicture }: DeviceTestOptions,
  { driver }: Extract<BuiltDevice, { class: 'document-camera' }>,
): Promise<DeviceTestProgress> {
  tell({ state: 'taking-picture' });
  const taken = await driver.capture();
  if (taken.isErr()) return failed(taken.error);
  const size = sizeOfJpeg(taken.value);
  if (!size) return failed('CAMERA_FAULT');
  const picture = { ...size, bytes: taken.value.length };
  keepPicture(taken.value);
  return { state: 'passed', picture };
}

async function printPage(
  { clock, timers, signal, tell }: DeviceTestOptions,
  { configuration, driver }: Extract<BuiltDevice, { class: 'a4-printer' }>,
): Promise<DeviceTestProgress> {
  tell({ state: 'printing' });
  const at = new Date(clock.now()).toISOString();
  const { model, transport } = configuration;
  const page = testPage(['Mengsuban terminal: test page', `${model} ${transport.path}`, at]);
  const submitted = await driver.submit(page, `mengsuban-test-${at}`);
  if (submitted.isErr()) return failed(submitted.error.fault);
  const jobId = submitted.value;
  const { promise, resolve } = Promise.withResolvers<DeviceTestProgress>();
  const onJob = (job: A4Job) => {
    if (job.state === 'done') resolve({ state: 'passed' });
    else if (job.state === 'failed' || job.state === 'unknown') resolve(failed(job.fault));
    else if (job.state === 'cancelled') resolve({ state: 'failed' });
    else tell({ state: 'printing', ...(job.hindrance && { failure: job.hindrance }) });
  };
  const giveUp = () => {
    void driver.cancel(jobId);
    resolve(failed('A4_OUTCOME_UNKNOWN'));
  };
  const endings = [
    driver.follow(jobId, onJob),
    timers.after(HAND_LIMIT_MS, giveUp),
    () => signal.removeEventListener('abort', giveUp),
  ];
  signal.addEventListener('abort', giveUp);
  if (signal.aborted) giveUp();
  const progress = await promise;
  for (const end of endings) end();
  return progress;
}
