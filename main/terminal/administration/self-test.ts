import { err, ok, type Result } from 'neverthrow';
import type { FailureCode } from '#contract/failures.ts';
import type { SelfTestView } from '#contract/terminal/administration.ts';
import type { Clock } from '#domain/time/clock.ts';
import type { Devices } from '../devices/devices.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Storage, StorageError } from '../storage/storage.ts';
import type { Timers } from '../timers.ts';
import { checkDevice, type DeviceCheck } from './device-check.ts';
import { selfTestPaper } from './papers.ts';

export type SelfTestOptions = {
  readonly devices: Pick<Devices, 'configured' | 'find' | 'unfit'>;
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

const outcomes = { answered: 'passed', unasked: 'unasked', busy: 'busy' } as const satisfies Record<
  DeviceCheck,
  Item['state']
>;

/** A report that stands still for want of paper must not keep the terminal at its test. */
const REPORT_LIMIT_MS = 60_000;

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
  const end = (
    one: (item: Item) => boolean,
    failure: FailureCode | undefined,
    well: (typeof outcomes)[DeviceCheck] = 'passed',
  ) =>
    show({
      items: view.items.map((item) =>
        one(item)
          ? { ...item, state: failure === undefined ? well : 'failed', ...(failure && { failure }) }
          : item,
      ),
    });
  show({});

  end(({ subject }) => subject === 'storage', storageFailure(storage));
  end(({ subject }) => subject === 'platform', options.platformFailure());
  await Promise.all(
    devices.configured().map(async ({ id }) => {
      const checked = await check(id, options);
      const one = ({ deviceId }: Item) => deviceId === id;
      checked.match(
        (answer) => end(one, undefined, outcomes[answer]),
        (failure) => end(one, failure),
      );
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
          passed: state !== 'failed',
          ...(state === 'unasked' && { unasked: true }),
          ...(state === 'busy' && { busy: true }),
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

async function check(deviceId: string, options: SelfTestOptions): Promise<Result<DeviceCheck, FailureCode>> {
  const built = options.devices.find(deviceId);
  if (built) return checkDevice(built, options);
  return options.devices.unfit(deviceId) ? err('PROFILE_INVALID') : ok('unasked');
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

type Report = {
  readonly paper: 'none' | 'confirmed' | 'failed' | 'unknown';
  readonly printerId?: string;
  readonly failure?: FailureCode;
};

async function printReport(view: SelfTestView, options: SelfTestOptions): Promise<Report> {
  const { devices, clock, timers, signal, terminalLabel } = options;
  const passed = ({ deviceId, state }: Item) => {
    const built = deviceId === undefined ? undefined : devices.find(deviceId);
    return state === 'passed' && built?.class === 'receipt-printer' ? built : undefined;
  };
  const printer = view.items.map(passed).find((built) => built !== undefined);
  if (!printer || signal.aborted) return { paper: 'none' };
  const late = new AbortController();
  const cancel = timers.after(REPORT_LIMIT_MS, () => late.abort());
  const printed = await printer.driver.print(selfTestPaper(view, terminalLabel(), clock.now()), {
    signal: AbortSignal.any([signal, late.signal]),
    beforeFirstByte: () => undefined,
  });
  cancel();
  if (printed.isOk()) return { paper: 'confirmed' };
  const { outcome, fault } = printed.error;
  return {
    paper: outcome === 'unknown' ? 'unknown' : 'failed',
    printerId: printer.configuration.id,
    failure: fault,
  };
}
