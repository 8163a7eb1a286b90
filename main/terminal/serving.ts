import { join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import { v7 as uuidv7 } from 'uuid';
import type { TerminalStatus } from '#contract/terminal/status.ts';
import type { Clock } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { createCupsSpooler } from '#drivers/a4-printer/cups-spooler.ts';
import { windowsPrograms } from '#drivers/a4-printer/windows-programs.ts';
import { createWindowsSpooler } from '#drivers/a4-printer/windows-spooler.ts';
import type { PageCameras } from '#drivers/document-camera/page-cameras.ts';
import type { HidModule } from '#drivers/transport/hid.ts';
import { createAdministration } from './administration/administration.ts';
import { createPinKeeper } from './administration/pin-keeper.ts';
import { createAppointmentSlips } from './appointments/appointment-slips.ts';
import { createAppointments } from './appointments/appointments.ts';
import { createCitizenCamera } from './camera/citizen-camera.ts';
import type { Configuration } from './configuration/configuration-schema.ts';
import { createTicketCopies } from './copies/ticket-copies.ts';
import { createDeviceHistory } from './devices/device-history.ts';
import { createDevices, type Devices } from './devices/devices.ts';
import { createEnrolment } from './enrolment/enrolment.ts';
import type { FailureReferences } from './failure-reference.ts';
import { createHall } from './hall/hall.ts';
import { createHelp } from './help/help.ts';
import { createTicketHolders } from './holders/ticket-holders.ts';
import type { ServingParts } from './http/rpc.ts';
import { createIdentity } from './identity/identity.ts';
import type { FileLog } from './log/log.ts';
import { createMaterialsLists } from './materials/materials-lists.ts';
import { createOutbox } from './outbox/outbox.ts';
import { createSessionPapers } from './papers/session-papers.ts';
import { createPlatformLink } from './platform-link/platform-link.ts';
import { createPrintStore } from './printing/print-store.ts';
import { createPrinting, type Printing } from './printing/printing.ts';
import { guardLeases, machineFingerprint } from './queue/lease-guard.ts';
import { createLeaseStore } from './queue/lease-store.ts';
import { createQueue } from './queue/queue.ts';
import { createQueueCounts } from './queue/queue-counts.ts';
import { isElderly } from './queue/standing.ts';
import { recoveryPlan } from './recovery.ts';
import { createScanning } from './scanning/scanning.ts';
import { openKeyFile } from './sealing/key-store.ts';
import { createSealer } from './sealing/sealed.ts';
import type { Sessions } from './session/session.ts';
import { createSessionQueue } from './session/session-queue.ts';
import type { Status } from './status/status.ts';
import { type DamagedDatabase, openOrRecoverStorage } from './storage/damaged-database.ts';
import { lockFolder } from './storage/folder-lock.ts';
import { type StorageError, startErrorOf } from './storage/storage.ts';
import { createRound } from './sync/round.ts';
import { createSync } from './sync/sync.ts';
import type { Timers } from './timers.ts';

export type ServingOptions = {
  readonly configuration: Configuration;
  readonly configurationFile: string;
  readonly sessions: Sessions;
  readonly status: Status;
  readonly referenceFor: FailureReferences;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: FileLog;
  readonly softwareVersion: string;
  readonly pageCameras: PageCameras;
  /** node-hid unless another is given. */
  readonly hid?: HidModule | undefined;
};

export type Serving = ServingParts & {
  /** A profile may have been mended. */
  readonly filesChanged: () => void;
  /** Settles the devices, ends the exchange with the platform, closes the database. */
  readonly stop: () => Promise<void>;
};

/** Why the terminal cannot serve, with the file it is about. */
export type ServingError = { readonly code: StorageError | 'DATA_FOLDER_IN_USE'; readonly path: string };

/** How long a receipt that is being printed may hold up the end of the service. */
const PRINT_GRACE_MS = 3000;

/** The page loads first: what speaks HTTP to the outside takes a tenth of a start to load. */
const SYNC_AFTER_MS = 1000;

/** The page loads first; nobody has a number before it is there. */
const WARM_UP_AFTER_MS = 1000;

/** Builds everything the configuration asks for, keeps the status up to date and begins to work. */
export function startServing(options: ServingOptions): Result<Serving, ServingError> {
  const { configuration, sessions, status, referenceFor, clock, timers, log, softwareVersion } = options;
  const { dataDir } = configuration;
  const random = Math.random;
  const newKey = () => uuidv7();

  const opened = openData(options);
  if (opened.isErr()) return err(opened.error);
  const { sealer, enrolment, pins, storage, damaged, unlock } = opened.value;

  sessions.setTiming({
    idleMs: configuration.session.idleSeconds * 1000,
    warningMs: configuration.session.warningSeconds * 1000,
  });
  const surroundings = {
    log,
    leftUnfinished: createPrintStore(storage).lastIsUnconfirmed,
    configurationFile: options.configurationFile,
    recordings: join(dataDir, 'recordings'),
    pageCameras: options.pageCameras,
    hid: options.hid,
  };
  const deviceHistory = createDeviceHistory({
    storage,
    clock,
    clockAheadMs: () => {
      const behindMs = link.clockDifferenceMs();
      return behindMs === undefined ? undefined : -behindMs;
    },
  });
  const devices = createDevices(configuration.devices, surroundings, clock, deviceHistory);
  const outbox = createOutbox({ storage, clock, log, newKey, random });
  const hall = createHall({ storage, clock, log });
  const leases = createLeaseStore({ storage, clock, log });
  const guarded = guardLeases({
    storage,
    leases,
    machine: machineFingerprint(),
    starts: { read: enrolment.starts, write: enrolment.saveStarts },
  });
  if (guarded.isErr()) {
    storage.close();
    unlock();
    return err({ code: guarded.error, path: dataDir });
  }
  const counts = createQueueCounts({ clock, storage });
  const printing = createPrinting({
    storage,
    outbox,
    clock,
    timers,
    log,
    newKey,
    printer: devices.printer,
  });
  const queue = createQueue({
    storage,
    clock,
    log,
    hall,
    leases,
    counts,
    outbox,
    printing,
    newKey,
    isConnected: () => link.state().state === 'connected',
    findByCode: async (code) => {
      const found = await link.call('tickets.find', ({ tickets }) => tickets.find({ code }));
      return found.isOk() ? found.value.tickets : undefined;
    },
  });
  const identity = createIdentity({
    reader: devices.reader,
    sessions,
    log,
    isElderly: (birthDate) => isElderly(birthDate, clock.now(), hall.current()),
  });
  const link = createPlatformLink({
    platformUrl: configuration.platform.url,
    enrolment,
    clock,
    log,
    softwareVersion,
    giveUpNumbers: leases.discard,
    compareNumbers: leases.compare,
  });
  const holders = createTicketHolders({ storage, clock, sealer, link });
  const papers = createSessionPapers({ storage, clock, printing, sessions, newKey });
  const isClosedEarly = () => counts.closedEarly(businessDateAt(clock.now())) !== undefined;
  const copies = createTicketCopies({
    log,
    hall,
    link,
    papers,
    sessions,
    isOwn: (ticketId) => queue.view(ticketId) !== undefined,
    estimate: queue.estimated,
    isClosedEarly,
  });
  const sessionQueue = createSessionQueue(sessions, queue, sealer, copies, holders);
  const appointments = createAppointments({
    sessions,
    link,
    hall,
    isTaken: queue.keepsAppointment,
    codesOf: sessionQueue.codesOf,
    isClosedEarly,
    clock,
    log,
  });
  const materials = createMaterialsLists({ clock, log, hall, papers, sessions });
  const slips = createAppointmentSlips({ log, hall, papers, sessions });
  const camera = createCitizenCamera({ camera: devices.camera, sessions });
  const help = createHelp({ sessions, link, timers, newKey, log });
  const scanning = createScanning({
    scanner: devices.scanner,
    sessions,
    queue: sessionQueue,
    appointments,
    isClosedEarly,
    log,
    codeRules: configuration.codes,
  });
  const administration = createAdministration({
    configurationFile: options.configurationFile,
    ...placesOf(configuration),
    pageCameras: options.pageCameras,
    hid: options.hid,
    codeRules: configuration.codes,
    selfTestAt: configuration.administration.selfTestAt,
    pins,
    sessions,
    devices,
    identity,
    storage,
    outbox,
    platformFailure: () => {
      const { state, reason } = link.state();
      return state === 'connected' ? undefined : (reason ?? 'PLATFORM_UNREACHABLE');
    },
    terminalLabel: link.terminalLabel,
    clock,
    timers,
    log,
    newKey,
  });
  const sync = createSync({
    round: createRound({
      link,
      hall,
      leases,
      outbox,
      counts,
      nameHolders: holders.nameUnnamed,
      policy: configuration.leases,
      clock,
      newKey,
      cleanOut: () => {
        outbox.cleanOut();
        queue.cleanOut();
        holders.cleanOut();
        papers.cleanOut();
        leases.cleanOut();
        deviceHistory.cleanOut();
        // Yesterday's closing is over, also with the network cut.
        showClosing();
      },
    }),
    abandon: link.close,
    timers,
    random,
  });

  const showPlatform = () => {
    const { state, reason, since } = link.state();
    const terminalLabel = link.terminalLabel();
    status.update({
      platform: { state, ...(reason && { reason }), since: iso(since), ...outbox.counts() },
      terminalLabel,
    });
  };
  const damageNotices = noticesOf(damaged, referenceFor);
  let clockNotice: Notice | undefined;
  const showNotices = () => {
    clockNotice = clockNoticeOf(link.clockDifferenceMs(), clockNotice, clock, referenceFor);
    status.update({ notices: clockNotice ? [...damageNotices, clockNotice] : damageNotices });
  };
  function showClosing() {
    status.update({ closedEarly: counts.closedEarly(businessDateAt(clock.now())) });
    appointments.closingHeard();
  }
  counts.onChanged(showClosing);
  printing.paperHeldOut.onChange((paperHeldOut) => sessions.setLeftBehind({ paperHeldOut }));
  outbox.onAppended(sync.wake);
  outbox.onAccepted((body) => {
    if (body.kind === 'ticket.issued') counts.ticketAccepted(body.queueId, body.businessDate);
  });
  outbox.onCounts(showPlatform);
  link.onState(showPlatform);
  link.onState(showNotices);
  hall.onChanged((next) => status.update({ hall: next }));
  devices.views.onChange((views) => status.update({ devices: [...views] }));
  showPlatform();
  showClosing();
  status.update({
    phase: 'serving',
    maintenance: undefined,
    screen: configuration.screen,
    keyboardScanner: configuration.keyboardScanner,
    hall: hall.current(),
    devices: [...devices.views.get()],
    notices: damageNotices,
  });
  devices.start();
  const cancelSync = timers.after(SYNC_AFTER_MS, sync.start);
  const cancelWarmUp = timers.after(WARM_UP_AFTER_MS, devices.warmUp);

  return ok({
    identity,
    queue: sessionQueue,
    scanning,
    appointments,
    slips,
    materials,
    camera,
    help,
    administration,
    filesChanged: () => void devices.tryUnfit(),
    stop: async () => {
      cancelSync();
      cancelWarmUp();
      await administration.stop();
      identity.stop();
      scanning.stop();
      papers.stop();
      appointments.stop();
      help.stop();
      await Promise.all([sync.stop(), stopPrinting(printing, devices, timers)]);
      sessionQueue.stop();
      storage.close();
      unlock();
    },
  });
}

/** Where the administrator's page looks for devices. */
function placesOf({ administration }: Configuration) {
  const { extraPorts, cameraServices, cups, pdfPrinter } = administration;
  return process.platform === 'win32'
    ? {
        extraPorts,
        cameraServices,
        spooling: { model: 'windows' as const, pdfPrinter },
        spooler: createWindowsSpooler(windowsPrograms({ pdfPrinter })),
      }
    : {
        extraPorts,
        cameraServices,
        spooling: { model: 'cups' as const, server: cups },
        spooler: createCupsSpooler({ place: cups }),
      };
}

/** The parts that need the data folder; what the disk refuses is a failure to be shown, not a bug. */
function openData({ configuration, clock, log }: ServingOptions) {
  const { dataDir, platform, administration } = configuration;
  const keyFolder = join(dataDir, 'keys');
  const file = join(dataDir, 'database', 'terminal.sqlite');
  let unlock = () => {};
  const failed = (code: ServingError['code'], path: string) => {
    unlock();
    return err<never, ServingError>({ code, path });
  };
  try {
    const locked = lockFolder(dataDir);
    if (locked.isErr()) return failed(locked.error, dataDir);
    unlock = locked.value;
    log.keepIn(join(dataDir, 'log'));
    const keys = openKeyFile(keyFolder, log);
    if (keys.isErr()) return failed('STORAGE_FAILED', keys.error.file);
    const enrolment = createEnrolment({
      keyFolder,
      enrolCode: platform.enrolCode,
      log,
    });
    if (enrolment.isErr()) return failed('STORAGE_FAILED', enrolment.error.file);
    const pins = createPinKeeper({
      folder: join(dataDir, 'administration'),
      pinHash: administration.pinHash,
      clock,
      log,
    });
    const { storage, damaged } = openOrRecoverStorage({ file, clock, log, recovery: recoveryPlan });
    const sealer = createSealer(keys.value, log);
    return ok({ sealer, enrolment: enrolment.value, pins, storage, damaged, unlock });
  } catch (thrown) {
    const code = startErrorOf(thrown, dataDir);
    if (code === undefined) throw thrown;
    return failed(code, dataDir);
  }
}

type Notice = TerminalStatus['notices'][number];

function noticesOf(damaged: readonly DamagedDatabase[], referenceFor: FailureReferences): Notice[] {
  return damaged.map(({ aside, since }) => ({
    code: 'DATABASE_DAMAGED',
    since: iso(since),
    reference: referenceFor('DATABASE_DAMAGED', 'storage'),
    detail: aside,
  }));
}

/**
 * Beyond 30 s, long before the platform refuses its signatures for it. The detail is how far this clock is ahead,
 * seconds. The notice keeps its reference as long as it stands.
 */
function clockNoticeOf(
  platformAheadMs: number | undefined,
  standing: Notice | undefined,
  clock: Clock,
  referenceFor: FailureReferences,
): Notice | undefined {
  if (platformAheadMs === undefined) return undefined;
  const detail = `${Math.round(-platformAheadMs / 1000)} s`;
  if (standing) return { ...standing, detail };
  const reference = referenceFor('CLOCK_WRONG', 'platform');
  return { code: 'CLOCK_WRONG', since: iso(clock.now()), reference, detail };
}

/** Lets the receipt under way come to its end for a moment; stopping the printer then settles it whatever it does. */
async function stopPrinting(printing: Printing, devices: Devices, timers: Timers): Promise<void> {
  const settled = printing.stop();
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = timers.after(PRINT_GRACE_MS, resolve);
  await Promise.race([settled, promise]);
  cancel();
  await devices.stop();
  await settled;
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
