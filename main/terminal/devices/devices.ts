import { isDeepStrictEqual } from 'node:util';
import type { Result } from 'neverthrow';
import type { DeviceView } from '#contract/device.ts';
import type { Clock } from '#domain/time/clock.ts';
import type { A4Fault } from '#drivers/a4-printer/a4-printer.ts';
import type { CodeScanner, ScannerFault } from '#drivers/code-scanner/code-scanner.ts';
import type { DeviceStatus } from '#drivers/device.ts';
import type { PageCameraFault, ServiceCamera } from '#drivers/document-camera/document-camera.ts';
import type { IdCardReader, ReaderFault } from '#drivers/id-card-reader/id-card-reader.ts';
import type { PadFault } from '#drivers/rating-pad/rating-pad.ts';
import type {
  PrinterFault,
  PrinterWarning,
  ReceiptPrinter,
} from '#drivers/receipt-printer/receipt-printer.ts';
import type { DeviceConfiguration } from '../configuration/configuration-schema.ts';
import type { FaultyFile } from '../configuration/file-faults.ts';
import { createPublished, type Published } from '../published.ts';
import type { DeviceHistory } from './device-history.ts';
import type { ProfileError } from './profile-error.ts';
import type { DeviceRecording } from './recorded-device.ts';
import { type BuiltDevice, buildDevice, type DeviceSurroundings } from './registry.ts';
import { createCameraSlot, createPrinterSlot, createReaderSlot, createScannerSlot } from './slots.ts';
import { warmUpReceipts } from './warm-up.ts';

export type Devices = {
  readonly views: Published<readonly DeviceView[]>;
  /** The one reader; the same object whatever device is behind it, absent while there is none. */
  readonly reader: IdCardReader;
  readonly printer: ReceiptPrinter;
  readonly scanner: CodeScanner;
  readonly camera: ServiceCamera;
  readonly start: () => void;
  /** Does now what the first receipt would otherwise wait for; takes some 60 ms. */
  readonly warmUp: () => void;
  /** What is configured now, in its order, also what is lent. */
  readonly configured: () => readonly DeviceConfiguration[];
  /** Undefined also while it is lent, or unfit. */
  readonly find: (deviceId: string) => BuiltDevice | undefined;
  /** What keeps a device from being built: where its profile is wrong. */
  readonly unfit: (deviceId: string) => FaultyFile | undefined;
  readonly historyOf: DeviceHistory['of'];
  /**
   * Makes the running devices what the configuration says. What has not changed goes on undisturbed; what goes
   * settles its pending commands and closes its line before anything takes its place.
   */
  readonly reconfigure: (next: readonly DeviceConfiguration[]) => Promise<void>;
  /** Builds what was unfit and no longer is; with each other change, too. */
  readonly tryUnfit: () => Promise<void>;
  /** Lets go of a device's line for this work, and takes it back whatever comes of it. One work at a time. */
  readonly lend: <T>(deviceId: string, work: () => Promise<T>) => Promise<T>;
  /**
   * Begins to record a device, or ends it, until the service ends or the device is removed or replaced, whatever the
   * configuration says; its line is opened anew, as a recording begins with that.
   */
  readonly record: (deviceId: string, on: boolean) => Promise<void>;
  /** The file of the device's latest recording that was begun by `record` or its configuration. */
  readonly recordedIn: (deviceId: string) => string | undefined;
  /** Settles every pending command and closes every line. */
  readonly stop: () => Promise<void>;
};

type Running = { readonly built: BuiltDevice; readonly stopListening: () => void };

type Unfit = {
  readonly configuration: DeviceConfiguration;
  readonly error: ProfileError;
  /** Milliseconds since 1970. */
  readonly since: number;
};

/**
 * Builds the configured devices and publishes how each stands. Nothing is opened before `start`.
 */
export function createDevices(
  configuration: readonly DeviceConfiguration[],
  surroundings: DeviceSurroundings,
  clock: Clock,
  history: DeviceHistory,
): Devices {
  const { log } = surroundings;
  const reader = createReaderSlot(clock);
  const printer = createPrinterSlot(clock);
  const scanner = createScannerSlot(clock);
  const camera = createCameraSlot(clock);
  let configured = configuration;
  /** Configured, and not running: its line is another's for a while. */
  const lent = new Set<string>();
  /** What was said of recording each since the service began. */
  const toRecord = new Map<string, boolean>();
  /** The latest of each; one that was lent goes on with it. */
  const recordings = new Map<string, DeviceRecording>();
  /** What runs and must be built anew although its configuration is the same. */
  const anew = new Set<string>();
  /** Listed, and not running, by their id. */
  let unfit: ReadonlyMap<string, Unfit> = new Map();
  let started = false;
  let running: readonly Running[] = buildAll(configuration, []);
  const leaving = new WeakSet<BuiltDevice>();
  let stopped = false;
  /** One change at a time. */
  let tail: Promise<void> = Promise.resolve();
  const viewsNow = () => [
    ...running.map(({ built }) => viewOf(built)),
    ...[...unfit.values()].map(unfitView),
  ];
  const views = createPublished<readonly DeviceView[]>(viewsNow());
  const publish = () => views.set(viewsNow());

  /** Those that are kept stay as they are; what cannot be built is unfit from now on. */
  function buildAll(wanted: readonly DeviceConfiguration[], kept: readonly Running[]): Running[] {
    const stillUnfit = new Map<string, Unfit>();
    const built = wanted.flatMap((each): Running[] => {
      const same = kept.find((one) => isDeepStrictEqual(each, one.built.configuration));
      if (same) return [same];
      return build(each).match(
        (fresh) => [fresh],
        (error) => {
          stillUnfit.set(each.id, unfitSince(each, error));
          return [];
        },
      );
    });
    unfit = stillUnfit;
    return built;
  }

  function build(each: DeviceConfiguration): Result<Running, ProfileError> {
    const device = buildDevice(each, surroundings, toRecord.get(each.id), recordings.get(each.id));
    return device.map((built) => {
      if ('recording' in built && built.recording) recordings.set(each.id, built.recording);
      place(built);
      return { built, stopListening: built.driver.onStatus(() => onStatus(built)) };
    });
  }

  /** The same trouble keeps its time, and is told once. */
  function unfitSince(each: DeviceConfiguration, error: ProfileError): Unfit {
    const before = unfit.get(each.id);
    if (before && isDeepStrictEqual([before.configuration, before.error], [each, error])) return before;
    const since = clock.now();
    const next = { configuration: each, error, since };
    if (started) rememberUnfit(next);
    const { file } = error;
    for (const { line, field, problem } of error.faults) {
      log.event('device.unfit', { device: each.id, file, line: line ?? 0, field, problem });
    }
    return next;
  }

  function rememberUnfit({ configuration: { id }, since }: Unfit): void {
    history.remember(id, { at: since, state: 'faulted', fault: 'PROFILE_INVALID' });
  }

  function place(built: BuiltDevice): void {
    switch (built.class) {
      case 'id-card-reader':
        return reader.put(built.driver);
      case 'receipt-printer':
        return printer.put(built.driver);
      case 'code-scanner':
        return scanner.put(built.driver);
      case 'document-camera':
        // What the page opens by itself nobody watches through the service.
        return camera.put(built.live);
      case 'rating-pad':
      case 'a4-printer':
        // No task of a citizen uses them yet: they are watched, shown and tried by the administrator.
        return undefined;
    }
  }

  function vacate({ class: deviceClass }: BuiltDevice): void {
    if (deviceClass === 'id-card-reader') reader.put(undefined);
    else if (deviceClass === 'receipt-printer') printer.put(undefined);
    else if (deviceClass === 'code-scanner') scanner.put(undefined);
    else if (deviceClass === 'document-camera') camera.put(undefined);
  }

  function onStatus(built: BuiltDevice): void {
    const { id } = built.configuration;
    const { state, faults, since } = built.driver.status();
    const before = views.get().find(({ deviceId }) => deviceId === id);
    publish();
    if (before && before.state === state && before.faults[0] === faults[0]) return;
    const [fault] = faults;
    // That a device is absent because the terminal lets go of it is no news of the device.
    if (!leaving.has(built)) history.remember(id, { at: since, state, fault });
    const detail = (fault !== undefined && built.driver.detail()) || 'none';
    log.event('device.state', { device: id, state, fault: fault ?? 'none', detail });
  }

  async function end({ built, stopListening }: Running): Promise<void> {
    leaving.add(built);
    await built.driver.stop();
    stopListening();
    vacate(built);
  }

  async function carryOut(change: () => void) {
    if (stopped) return;
    change();
    const next = configured.filter(({ id }) => !lent.has(id));
    const kept = running.filter(
      ({ built: { configuration } }) =>
        !anew.has(configuration.id) && next.some((wanted) => isDeepStrictEqual(wanted, configuration)),
    );
    const going = running.filter((each) => !kept.includes(each));
    await Promise.all(going.map(end));
    const gone = [...going.map(({ built }) => built), ...unfit.values()];
    for (const { configuration: before } of gone) {
      const { id } = before;
      const stays = configured.some((each) => isDeepStrictEqual(each, before));
      if (!stays && !lent.has(id) && !anew.has(id)) history.forget(id);
    }
    anew.clear();
    running = buildAll(next, kept);
    publish();
    if (started) for (const each of running) if (!kept.includes(each)) each.built.driver.start();
  }

  function run(change: () => void): Promise<void> {
    const done = tail.then(() => carryOut(change));
    // Whoever asked hears of an exception; the changes behind it have nothing to do with it.
    tail = done.then(nothing, nothing);
    return done;
  }

  return {
    views,
    reader: reader.device,
    printer: printer.device,
    scanner: scanner.device,
    camera: camera.device,
    start: () => {
      started = true;
      for (const { built } of running) built.driver.start();
      for (const each of unfit.values()) rememberUnfit(each);
    },
    warmUp: () => {
      for (const { built } of running) {
        if (built.class === 'receipt-printer') warmUpReceipts(built.profile);
      }
    },
    configured: () => configured,
    find: (deviceId) => running.find(({ built }) => built.configuration.id === deviceId)?.built,
    unfit: (deviceId) => unfit.get(deviceId)?.error,
    historyOf: history.of,
    reconfigure: (next) =>
      run(() => {
        for (const each of configured) {
          if (next.some((wanted) => isDeepStrictEqual(wanted, each))) continue;
          toRecord.delete(each.id);
          recordings.delete(each.id);
        }
        configured = next;
      }),
    tryUnfit: () => run(nothing),
    lend: async (deviceId, work) => {
      await run(() => lent.add(deviceId));
      try {
        return await work();
      } finally {
        await run(() => lent.delete(deviceId));
      }
    },
    recordedIn: (deviceId) => recordings.get(deviceId)?.file,
    record: (deviceId, on) =>
      run(() => {
        if (!configured.some(({ id }) => id === deviceId)) return;
        toRecord.set(deviceId, on);
        if (on) recordings.delete(deviceId);
        anew.add(deviceId);
      }),
    stop: async () => {
      stopped = true;
      await tail;
      for (const { built } of running) leaving.add(built);
      await Promise.all(running.map(({ built }) => built.driver.stop()));
      for (const { stopListening } of running) stopListening();
    },
  };
}

function nothing(): void {}

type AnyFault = ReaderFault | PrinterFault | ScannerFault | PadFault | PageCameraFault | A4Fault;

function viewOf({ configuration, driver }: BuiltDevice): DeviceView {
  const { id, class: deviceClass, model } = configuration;
  const status: DeviceStatus<AnyFault, PrinterWarning> = driver.status();
  return {
    deviceId: id,
    class: deviceClass,
    model,
    state: status.state,
    faults: [...status.faults],
    warnings: [...status.warnings],
    since: new Date(status.since).toISOString(),
    ...(configuration.class === 'document-camera' &&
      configuration.model === 'uvc' && { pageCamera: configuration.transport.path }),
  };
}

function unfitView({ configuration: { id, class: deviceClass, model }, since }: Unfit): DeviceView {
  return {
    deviceId: id,
    class: deviceClass,
    model,
    state: 'faulted',
    faults: ['PROFILE_INVALID'],
    warnings: [],
    since: new Date(since).toISOString(),
  };
}
