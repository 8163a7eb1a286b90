import { err, ok, type Result } from 'neverthrow';
import type { DeviceClass } from '#contract/device.ts';
import type { DeviceDraft, SelfTestView } from '#contract/terminal/administration.ts';
import { serialOpener } from '#drivers/transport/serial.ts';
import { changeDevices, type DeviceChange } from '../configuration/change-devices.ts';
import type { DeviceConfiguration } from '../configuration/configuration-schema.ts';
import { type BuiltDevice, buildDevice } from '../devices/registry.ts';
import { createPublished } from '../published.ts';
import type {
  Administration,
  AdministrationDependencies,
  Closed,
  Page,
  SaveError,
} from './administration-calls.ts';
import { type Opened, type OpenView, openView } from './administration-view.ts';
import { configurationOf, deviceKind, draftOf, freeId, placeKindsOf } from './device-kinds.ts';
import { type DeviceTestProgress, testDevice } from './device-test.ts';
import { createIdentities } from './identities.ts';
import { startMorningSelfTest } from './morning-self-test.ts';
import { learnPad } from './pad-learning.ts';
import { searchPlaces } from './place-search.ts';
import { listPlaces, placeKey } from './places.ts';
import { selfTest } from './self-test.ts';

/** Nobody touches the page: the administrator has gone and left it open. */
const IDLE_MS = 3 * 60_000;

/** Work that takes time and shows in the view; ending it waits until its lines are closed. */
type Job = { readonly abort: AbortController; readonly ended: Promise<void> };

/** What the administrator does at the terminal's screen, between two citizens and never within a session. */
export function createAdministration(dependencies: AdministrationDependencies): Administration {
  const { configurationFile, pins, sessions, devices, identity, clock, timers, log } = dependencies;
  const { spooling, hid } = dependencies;
  const kindSurroundings = { configurationFile, spooling };
  const identities = createIdentities((identity) =>
    deviceKind('receipt-printer').modelOf?.(identity, kindSurroundings),
  );
  const changes = createPublished(0);
  let opened: Opened | undefined;
  let searching: Job | undefined;
  let testing: Job | undefined;
  let selfTesting: Job | undefined;
  let learning: Job | undefined;
  /** Goes on with the next key of the pad that is learned. */
  let skipKey = () => {};
  /** What a camera saw in the last test, until the administrator goes on. */
  let picture: Uint8Array | undefined;

  /** What lies under the camera is nobody's to keep. */
  const wipePicture = () => {
    picture?.fill(0);
    picture = undefined;
  };

  const publish = () => changes.set(changes.get() + 1);
  const change = (apply: (now: Opened) => void) => {
    if (!opened) return;
    apply(opened);
    publish();
  };

  function openedBy(page: Page): Result<Opened, Closed> {
    if (opened?.page !== page || page.aborted) return err('ADMINISTRATION_CLOSED');
    stayOpen(opened);
    return ok(opened);
  }

  /** Before a PIN of his own is set there is nothing else that he may do. */
  function working(page: Page): Result<Opened, Closed> {
    return openedBy(page).andThen((now) =>
      now.mustSetPin ? err('ADMINISTRATION_CLOSED' as const) : ok(now),
    );
  }

  function stayOpen(now: Opened): void {
    now.cancelIdle();
    now.cancelIdle = timers.after(IDLE_MS, () => close('idle'));
  }

  function close(reason: 'left' | 'idle' | 'citizen' | 'page-gone' | 'another' | 'stopped'): void {
    if (!opened) return;
    opened.cancelIdle();
    opened = undefined;
    for (const job of [searching, testing, selfTesting, learning]) job?.abort.abort();
    wipePicture();
    log.event('administration.left', { reason });
    publish();
  }

  function begin(work: (signal: AbortSignal) => Promise<void>): Job {
    const abort = new AbortController();
    return { abort, ended: work(abort.signal) };
  }

  async function end(job: Job | undefined): Promise<void> {
    job?.abort.abort();
    await job?.ended;
  }

  const build = (configuration: DeviceConfiguration) =>
    buildDevice(configuration, { log, leftUnfinished: () => false, configurationFile, hid });

  /** Not the running device: one whose line is lent to a test is configured all the same. */
  const configuredAs = (deviceId: string | undefined) =>
    devices.configured().find(({ id }) => id === deviceId);

  const ownerOf = (key: string) =>
    devices.configured().find(({ transport }) => placeKey(transport) === key)?.id;

  /** What stands in the configuration for it, as a search would have found it. */
  function foundAt(deviceId: string): NonNullable<OpenView['search']>['places'][number]['found'] {
    const built = devices.find(deviceId);
    if (!built) return undefined;
    const { class: deviceClass, model, baudRate } = draftOf(built.configuration);
    const [fault] = built.driver.status().faults;
    return {
      class: deviceClass,
      model,
      ...(baudRate !== undefined && { baudRate }),
      ...(fault !== undefined && { fault }),
    };
  }

  const withLineOf = <T>(owner: string | undefined, work: () => Promise<T>): Promise<T> =>
    owner === undefined ? work() : devices.lend(owner, work);

  async function beginSearch(first: DeviceClass, replaces: string | undefined, signal: AbortSignal) {
    const show = (changed: Partial<NonNullable<OpenView['search']>>) =>
      change((now) => {
        if (signal.aborted) return;
        const fresh = {
          class: first,
          ...(replaces !== undefined && { replaces }),
          running: true,
          places: [],
          unlisted: [],
        };
        now.search = { ...(now.search ?? fresh), ...changed };
      });
    show({});
    const { places, unlisted } = await listPlaces(placeKindsOf(first), dependencies);
    show({ unlisted: [...unlisted] });
    await searchPlaces({
      ...kindSurroundings,
      first,
      places,
      usedBy: ownerOf,
      known: (key) => (replaces === undefined || ownerOf(key) !== replaces ? undefined : foundAt(replaces)),
      openLine: (path, baudRate) => serialOpener({ path, baudRate }),
      build: (configuration) => build(configuration).driver,
      signal,
      log,
      tell: (views) => show({ places: [...views] }),
      keepIdentity: identities.keep,
    });
    show({ running: false });
  }

  type Tell = (progress: DeviceTestProgress) => void;

  async function testOwn(deviceId: string, signal: AbortSignal, tell: Tell): Promise<DeviceTestProgress> {
    const built = devices.find(deviceId);
    return built ? testBuilt(built, signal, tell) : { state: 'failed', failure: 'DEVICE_UNKNOWN' };
  }

  async function testDraft(
    draft: DeviceDraft,
    replaced: DeviceConfiguration | undefined,
    signal: AbortSignal,
    tell: Tell,
  ): Promise<DeviceTestProgress> {
    const configuration = configurationOf(draft, 'draft', kindSurroundings, replaced);
    if (!configuration) return { state: 'failed', failure: 'DEVICE_UNFIT' };
    const built = build(configuration);
    built.driver.start();
    const result = await testBuilt(built, signal, tell);
    await built.driver.stop();
    return result;
  }

  async function testBuilt(built: BuiltDevice, signal: AbortSignal, tell: Tell): Promise<DeviceTestProgress> {
    const takeBack = identity.lend();
    const result = await testDevice({
      built,
      clock,
      timers,
      signal,
      tell,
      codeRules: dependencies.codeRules,
      keepIdentity: (identity) => identities.keep(placeKey(built.configuration.transport), identity),
      keepPicture: (jpeg) => {
        if (signal.aborted) jpeg.fill(0);
        else picture = jpeg;
      },
    });
    takeBack();
    return result;
  }

  async function runTest(
    draft: DeviceDraft,
    deviceId: string | undefined,
    replaced: DeviceConfiguration | undefined,
    signal: AbortSignal,
  ) {
    const named = { ...(deviceId !== undefined && { deviceId }), draft };
    const tell = (progress: DeviceTestProgress) =>
      change((now) => {
        if (!signal.aborted) now.test = { ...named, ...progress };
      });
    const result =
      deviceId === undefined
        ? await testDraft(draft, replaced, signal, tell)
        : await testOwn(deviceId, signal, tell);
    if (signal.aborted) return;
    log.event('administration.tested', {
      device: deviceId ?? draft.class,
      passed: result.state === 'passed',
      failure: result.failure ?? 'none',
    });
    tell(result);
  }

  async function runLearning(draft: DeviceDraft, owner: string | undefined, signal: AbortSignal) {
    const tell = (progress: Omit<NonNullable<OpenView['learning']>, 'draft'>) =>
      change((now) => {
        if (!signal.aborted) now.learning = { draft, ...progress };
      });
    const onSkip = (skip: () => void) => {
      skipKey = skip;
    };
    const result = await withLineOf(owner, () =>
      learnPad({ draft, configurationFile, hid, signal, tell, onSkip }),
    );
    log.event('administration.learned', {
      model: result.model ?? draft.model,
      outcome: result.problem ?? result.state,
    });
    tell(result);
  }

  async function runSelfTest(signal: AbortSignal, tell: (view: SelfTestView) => void): Promise<void> {
    const takeBack = identity.lend();
    const view = await selfTest({ ...dependencies, signal, tell });
    takeBack();
    if (signal.aborted) return;
    const failed = view.items.filter(({ state }) => state === 'failed').length;
    log.event('administration.self-tested', {
      passed: view.items.length - failed,
      failed,
      paper: view.paper,
    });
  }

  /** It would find a device absent whose line is lent. */
  async function endSelfTestOf(owner: string | undefined, now: Opened): Promise<void> {
    if (owner === undefined) return;
    if (now.selfTest?.running) delete now.selfTest;
    await end(selfTesting);
  }

  /** Nothing may hold a line that is about to change hands. */
  async function endJobs(): Promise<void> {
    await Promise.all([end(searching), end(testing), end(selfTesting), end(learning)]);
  }

  async function apply(wanted: DeviceChange): Promise<Result<void, SaveError>> {
    await endJobs();
    const changed = changeDevices(configurationFile, wanted);
    if (changed.isErr()) {
      const { error } = changed;
      log.event('administration.not-saved', {
        file: configurationFile,
        code: error.code,
        error: 'error' in error ? error.error : 'none',
      });
      return err(error.code);
    }
    wipePicture();
    await devices.reconfigure(changed.value.devices);
    change((now) => {
      delete now.search;
      delete now.test;
      delete now.learning;
      delete now.selfTest;
    });
    return ok();
  }

  const morning = startMorningSelfTest({
    at: dependencies.selfTestAt,
    clock,
    timers,
    occupied: () => opened !== undefined || sessions.view.get().phase === 'active',
    run: (signal) => runSelfTest(signal, () => undefined),
  });

  const stops = [
    devices.views.onChange(() => {
      if (opened) publish();
    }),
    sessions.view.onChange(({ phase }) => {
      if (phase !== 'active') return;
      morning.giveWay();
      close('citizen');
    }),
  ];

  return {
    changes,
    viewFor: (page) => {
      if (opened?.page !== page) {
        const firstPinFile = pins.firstPinFile();
        return {
          phase: 'closed',
          lockedForMs: pins.lockedForMs(),
          ...(firstPinFile !== undefined && { firstPinFile }),
        };
      }
      return openView(opened, devices, identities);
    },
    enter: async (page, pin) => {
      const checked = await pins.check(pin);
      if (checked.isErr()) {
        publish();
        return err(checked.error);
      }
      if (page.aborted) return err('ADMINISTRATION_CLOSED');
      close('another');
      morning.giveWay();
      // Nothing of a citizen may be there, on the screen or behind it.
      sessions.end('restarted');
      const { first } = checked.value;
      opened = { page, mustSetPin: first, cancelIdle: () => undefined };
      stayOpen(opened);
      page.addEventListener('abort', () => {
        if (opened?.page === page) close('page-gone');
      });
      log.event('administration.entered', { firstUse: first });
      publish();
      return ok();
    },
    setPin: async (page, pin) => {
      const allowed = openedBy(page);
      if (allowed.isErr()) return err(allowed.error);
      const set = await pins.set(pin);
      if (set.isOk()) {
        change((now) => {
          if (now === allowed.value) now.mustSetPin = false;
        });
      }
      return set;
    },
    touch: (page) => openedBy(page).map(() => undefined),
    leave: (page) => {
      if (opened?.page === page) close('left');
    },
    search: (page, deviceClass, replaces) =>
      working(page).andThen((now) => {
        if (replaces !== undefined && configuredAs(replaces)?.class !== deviceClass)
          return err('DEVICE_UNKNOWN');
        const before = [end(searching), end(testing), end(learning)];
        delete now.search;
        delete now.test;
        delete now.learning;
        searching = begin(async (signal) => {
          await Promise.all(before);
          if (!signal.aborted) await beginSearch(deviceClass, replaces, signal);
        });
        return ok();
      }),
    endSearch: (page) =>
      working(page).map((now) => {
        searching?.abort.abort();
        delete now.search;
        publish();
      }),
    test: async (page, { deviceId, draft, replaces }) => {
      const allowed = working(page);
      if (allowed.isErr()) return err(allowed.error);
      const own = configuredAs(deviceId);
      const tried = own ? draftOf(own) : draft;
      if (!tried) return err('DEVICE_UNKNOWN');
      const owner = own ? undefined : ownerOf(placeKey(tried));
      if (owner !== undefined && owner !== replaces) return err('DEVICE_PLACE_TAKEN');
      const before = [end(searching), end(testing), end(learning), endSelfTestOf(owner, allowed.value)];
      wipePicture();
      const replaced = configuredAs(replaces);
      testing = begin(async (signal) => {
        await Promise.all(before);
        if (signal.aborted) return;
        await withLineOf(owner, () => runTest(tried, own?.id, replaced, signal));
      });
      return ok();
    },
    picture: (page) =>
      working(page).map(() => ({
        ...(picture && { jpeg: Buffer.from(picture).toString('base64') }),
      })),
    learnKeys: (page, draft, replaces) =>
      working(page).andThen((now) => {
        if (draft.class !== 'rating-pad') return err('DEVICE_UNKNOWN');
        const owner = ownerOf(placeKey(draft));
        if (owner !== undefined && owner !== replaces) return err('DEVICE_PLACE_TAKEN');
        const before = [end(searching), end(testing), end(learning), endSelfTestOf(owner, now)];
        delete now.test;
        delete now.learning;
        learning = begin(async (signal) => {
          await Promise.all(before);
          if (!signal.aborted) await runLearning(draft, owner, signal);
        });
        return ok();
      }),
    skipKey: (page, level) =>
      working(page).map(({ learning: shown }) => {
        // A second touch is about the key before.
        if (shown?.state === 'asking' && shown.level === level) skipKey();
      }),
    endTest: (page) =>
      working(page).map((now) => {
        testing?.abort.abort();
        learning?.abort.abort();
        wipePicture();
        delete now.test;
        delete now.learning;
        publish();
      }),
    save: async (page, draft, replaces) => {
      const allowed = working(page);
      if (allowed.isErr()) return err(allowed.error);
      const before = configuredAs(replaces);
      if (replaces !== undefined && before?.class !== draft.class) return err('DEVICE_UNKNOWN');
      const others = devices.configured().filter(({ id }) => id !== replaces);
      const taken = others.some(
        (other) => other.class === draft.class || placeKey(other.transport) === placeKey(draft),
      );
      if (taken) return err('DEVICE_PLACE_TAKEN');
      const deviceId = replaces ?? freeId(draft.class, others);
      const device = configurationOf(draft, deviceId, kindSurroundings, before);
      if (!device) return err('DEVICE_UNFIT');
      const saved = await apply(
        replaces === undefined ? { kind: 'add', device } : { kind: 'replace', deviceId, device },
      );
      return saved.map(() => {
        const { class: deviceClass, model, path, baudRate } = draft;
        log.event('administration.device-saved', {
          device: deviceId,
          class: deviceClass,
          model,
          path,
          baudRate: baudRate ?? 0,
        });
        return { deviceId };
      });
    },
    remove: async (page, deviceId) => {
      const allowed = working(page);
      if (allowed.isErr()) return err(allowed.error);
      const removed = await apply({ kind: 'remove', deviceId });
      return removed.map(() => log.event('administration.device-removed', { device: deviceId }));
    },
    record: async (page, deviceId, on) => {
      const allowed = working(page);
      if (allowed.isErr()) return err(allowed.error);
      const built = devices.find(deviceId);
      if (built === undefined || !('recording' in built)) return err('DEVICE_UNKNOWN');
      // A test holds the driver that goes.
      await endJobs();
      await devices.record(deviceId, on);
      log.event('administration.recording', { device: deviceId, on });
      publish();
      return ok();
    },
    selfTest: (page) =>
      working(page).map((now) => {
        const before = [end(searching), end(testing), end(selfTesting), end(learning)];
        delete now.selfTest;
        selfTesting = begin(async (signal) => {
          await Promise.all(before);
          if (signal.aborted) return;
          await runSelfTest(signal, (view) =>
            change((open) => {
              if (!signal.aborted) open.selfTest = view;
            }),
          );
        });
      }),
    stop: async () => {
      for (const stop of stops) stop();
      close('stopped');
      await Promise.all([endJobs(), morning.stop()]);
    },
  };
}
