import { err, ok, type Result } from 'neverthrow';
import { supervise } from '../supervision/supervise.ts';
import { systemTimerClock, type TimerClock } from '../supervision/timer-clock.ts';
import type { TransportOpener } from '../transport/byte-transport.ts';
import { cameraDelays } from './camera-delays.ts';
import { type CameraSession, createCameraSession, type ServiceError } from './camera-session.ts';
import type { CameraFault, ServiceCamera } from './document-camera.ts';

export type ServiceCameraOptions = {
  /** A line that carries whole messages: `webSocketOpener('ws://127.0.0.1:9000')`. */
  readonly opener: TransportOpener;
  readonly clock?: TimerClock;
};

const faultOf: Readonly<Record<ServiceError, CameraFault>> = {
  silent: 'CAMERA_TIMEOUT',
  refused: 'CAMERA_FAULT',
  lost: 'CAMERA_LOST',
};

/** A document camera behind its vendor's local WebSocket service. */
export function createServiceCamera({
  opener,
  clock = systemTimerClock,
}: ServiceCameraOptions): ServiceCamera {
  const watchers = new Set<(jpeg: Uint8Array) => void>();
  let poll: unknown;
  let running = false;

  const device = supervise<CameraSession, CameraFault>({
    opener,
    clock,
    connect: (transport) =>
      createCameraSession(transport, clock, (jpeg) => {
        for (const watcher of Array.from(watchers)) watcher(jpeg);
      }),
    probe: async (session, signal) => ({ faults: await faultsOf(session, signal), warnings: [] }),
    question: {
      ask: async (session, signal) => ({ faults: await presenceFaults(session, signal), warnings: [] }),
    },
    faults: { absent: 'CAMERA_ABSENT', lost: 'CAMERA_LOST', silent: 'CAMERA_TIMEOUT' },
  });

  /** A question without answer: its answer may come later, and must not be taken for that of the next. */
  const heed = (error: ServiceError): CameraFault => {
    if (error === 'silent') device.reopen('the service did not answer');
    else if (error === 'refused') device.report(['CAMERA_FAULT']);
    return faultOf[error];
  };

  const working = () => device.status().state === 'ready' || device.status().state === 'busy';

  /** Opens the camera for whoever watches, and closes it behind the last. */
  const settle = async () => {
    if (!working()) return;
    await device.run(
      async (session, signal) => {
        const wanted = watchers.size > 0;
        if (wanted === session.isOpen()) return ok();
        const done = wanted ? await session.open(signal) : await session.close(signal);
        return done.mapErr(heed);
      },
      { quiet: true },
    );
  };

  const look = async () => {
    if (working()) {
      await device.run(
        async (session, signal) => {
          const count = await session.count(signal);
          if (count.isErr()) return err(heed(count.error));
          if (count.value === 0) device.report(['CAMERA_ABSENT']);
          return ok();
        },
        { quiet: true },
      );
    }
    if (running) poll = clock.setTimeout(() => void look(), cameraDelays.idlePoll);
  };

  device.onStatus(({ state }) => {
    if (state === 'ready') void settle();
  });

  const capture = async (): Promise<Result<Uint8Array, CameraFault>> => {
    const taken = await device.run<Uint8Array, CameraFault>(async (session, signal) => {
      const opened = await session.open(signal);
      if (opened.isErr()) return err(heed(opened.error));
      return (await session.photograph(signal)).mapErr(heed);
    });
    // A command of its own: a photograph that was taken is not lost by a camera that does not close.
    await settle();
    return taken;
  };

  return {
    status: device.status,
    onStatus: device.onStatus,
    detail: device.detail,
    check: device.check,
    hint: device.hint,
    start: () => {
      device.start();
      if (running) return;
      running = true;
      poll = clock.setTimeout(() => void look(), cameraDelays.idlePoll);
    },
    stop: async () => {
      running = false;
      clock.clearTimeout(poll);
      watchers.clear();
      // The lamp goes out with us.
      await settle();
      await device.stop();
    },
    capture,
    watch: (listener) => {
      const own = (jpeg: Uint8Array) => listener(jpeg);
      watchers.add(own);
      void settle();
      return () => {
        watchers.delete(own);
        void settle();
      };
    },
  };
}

async function presenceFaults(session: CameraSession, signal: AbortSignal): Promise<CameraFault[]> {
  const count = await session.count(signal);
  if (count.isErr()) return [faultOf[count.error]];
  return count.value === 0 ? ['CAMERA_ABSENT'] : [];
}

async function faultsOf(session: CameraSession, signal: AbortSignal): Promise<CameraFault[]> {
  const begun = await session.initialise(signal);
  if (begun.isErr()) return [faultOf[begun.error]];
  const present = await presenceFaults(session, signal);
  if (present.length > 0 || !session.wasRefused()) return present;
  // It looks well and would refuse the next citizen too: only an opening that works says that it is free again.
  const opened = await session.open(signal);
  return opened.isErr() ? [faultOf[opened.error]] : [];
}
