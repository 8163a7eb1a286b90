import { ok } from 'neverthrow';
import type { FailureCode } from '#contract/failures.ts';
import type { SelfTestView } from '#contract/terminal/administration.ts';
import type { Clock } from '#domain/time/clock.ts';
import type { IdCardReader } from '#drivers/id-card-reader/id-card-reader.ts';
import type { Devices } from '../devices/devices.ts';
import type { BuiltDevice } from '../devices/registry.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Storage, StorageError } from '../storage/storage.ts';
import type { Timers } from '../timers.ts';
import { whyNotReady } from './device-test.ts';
import { selfTestPaper } from './papers.ts';

export type SelfTestOptions = {
  readonly devices: Devices;
  readonly storage: Storage;
  readonly outbox: Outbox;
  /** Why the platform cannot be reached now. */
  readonly platformFailure: () => FailureCode | undefined;
  readonly terminalLabel: () => string | undefined;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly newKey: () => string;
  readonly signal: AbortSignal;
  readonly tell: (view: SelfTestView) => void;
};

type Item = SelfTestView['items'][number];

/** A reader that says nothing of cards in this time does not work: its driver gives up a question after 5 s. */
const READER_LIMIT_MS = 8_000;

/**
 * Tries everything that needs no hand, prints the report where a printer works, and saves it for the platform.
 * The report is the printer's own test: what cannot be printed fails it. Gives what was told last.
 */
export async function selfTest(options: SelfTestOptions): Promise<SelfTestView> {
  const { devices, clock, storage, outbox, newKey, signal } = options;
  const startedAt = new Date(clock.now()).toISOString();
  const selfTestId = newKey();
  let view: SelfTestView = {
    running: true,
    startedAt,
    items: [
      ...devices.configured().map(
        ({ id, class: deviceClass }): Item => ({
          subject: 'device',
          deviceId: id,
          class: deviceClass,
          state: 'running',
        }),
      ),
      { subject: 'storage', state: 'running' },
      { subject: 'platform', state: 'running' },
    ],
    paper: 'waiting',
    handedIn: false,
  };
  const show = (changes: Partial<SelfTestView>) => {
    view = { ...view, ...changes };
    options.tell(view);
  };
  const end = (one: (item: Item) => boolean, failure: FailureCode | undefined) =>
    show({
      items: view.items.map((item) =>
        one(item)
          ? { ...item, state: failure === undefined ? 'passed' : 'failed', ...(failure && { failure }) }
          : item,
      ),
    });
  show({});

  end(({ subject }) => subject === 'storage', storageFailure(storage));
  end(({ subject }) => subject === 'platform', options.platformFailure());
  await Promise.all(
    devices.configured().map(async ({ id }) => {
      const built = devices.find(id);
      const failure = built && (await deviceFailure(built, options));
      end(({ deviceId }) => deviceId === id, failure);
    }),
  );

  const { paper, printerId, failure } = await printReport(view, options);
  if (failure !== undefined) end(({ deviceId }) => deviceId === printerId, failure);
  show({ paper });
  if (signal.aborted) return view;
  const handedIn = storage.commit<void, never>(() => {
    outbox.append(`selftest:${selfTestId}`, {
      kind: 'terminal.selftest',
      selfTestId,
      startedAt,
      endedAt: new Date(clock.now()).toISOString(),
      items: view.items.map(({ subject, deviceId, class: deviceClass, state, failure: code }) => {
        const model = devices.configured().find(({ id }) => id === deviceId)?.model;
        return {
          subject,
          ...(deviceId !== undefined && { deviceId }),
          ...(deviceClass !== undefined && { class: deviceClass }),
          ...(model !== undefined && { model }),
          passed: state === 'passed',
          ...(code !== undefined && { failure: code }),
        };
      }),
      paper,
    });
    return ok();
  });
  if (handedIn.isErr()) end(({ subject }) => subject === 'storage', handedIn.error);
  show({ running: false, handedIn: handedIn.isOk() });
  return view;
}

/** Really writes: a disk that is full or gone shows only then. */
function storageFailure(storage: Storage): StorageError | undefined {
  const written = storage.commit<void, never>(() => {
    const version = Number(storage.database.pragma('user_version', { simple: true }));
    storage.database.pragma(`user_version = ${version}`);
    return ok();
  });
  return written.isErr() ? written.error : undefined;
}

async function deviceFailure(built: BuiltDevice, options: SelfTestOptions): Promise<FailureCode | undefined> {
  const fault = await whyNotReady({ built, timers: options.timers, signal: options.signal });
  if (fault !== undefined || built.class !== 'id-card-reader') return fault;
  return readerFailure(built.driver, options);
}

/** An idle reader is not asked by its driver: only a look for cards shows that it still answers. */
function readerFailure(
  driver: IdCardReader,
  { timers, signal }: SelfTestOptions,
): Promise<FailureCode | undefined> {
  return new Promise((resolve) => {
    const endings: (() => void)[] = [];
    const settle = (failure: FailureCode | undefined) => {
      for (const end of endings) end();
      resolve(failure);
    };
    const giveUp = () => settle('READER_TIMEOUT');
    endings.push(
      driver.watchCards(() => settle(undefined), { lying: 'leave' }),
      driver.onStatus(({ faults: [fault] }) => {
        if (fault !== undefined) settle(fault);
      }),
      timers.after(READER_LIMIT_MS, giveUp),
      () => signal.removeEventListener('abort', giveUp),
    );
    signal.addEventListener('abort', giveUp);
  });
}

type Report = {
  readonly paper: 'none' | 'confirmed' | 'failed' | 'unknown';
  readonly printerId?: string;
  readonly failure?: FailureCode;
};

async function printReport(view: SelfTestView, options: SelfTestOptions): Promise<Report> {
  const { devices, clock, signal, terminalLabel } = options;
  const passed = ({ deviceId, state }: Item) => {
    const built = deviceId === undefined ? undefined : devices.find(deviceId);
    return state === 'passed' && built?.class === 'receipt-printer' ? built : undefined;
  };
  const printer = view.items.map(passed).find((built) => built !== undefined);
  if (!printer || signal.aborted) return { paper: 'none' };
  const printed = await printer.driver.print(selfTestPaper(view, terminalLabel(), clock.now()), {
    signal,
    beforeFirstByte: () => undefined,
  });
  if (printed.isOk()) return { paper: 'confirmed' };
  const { outcome, fault } = printed.error;
  return {
    paper: outcome === 'unknown' ? 'unknown' : 'failed',
    printerId: printer.configuration.id,
    failure: fault,
  };
}
