import { err, ok, type Result } from 'neverthrow';
import { supervise } from '../supervision/supervise.ts';
import { systemTimerClock, type TimerClock } from '../supervision/timer-clock.ts';
import type { TransportError, TransportOpener } from '../transport/byte-transport.ts';
import { cameraDelays } from './camera-delays.ts';
import type { DocumentCamera, PageCameraFault } from './document-camera.ts';
import type { PageCameras, Seen } from './page-cameras.ts';

export type PageCameraOptions = {
  readonly cameras: PageCameras;
  /** As the page's system calls it. */
  readonly camera: string;
  readonly clock?: TimerClock;
};

/** What one opening of the line has come to know. */
type Session = {
  readonly ended: AbortController;
  /** Why it could not be opened the last time. */
  trouble: PageCameraFault | undefined;
  /** When that is looked at again, by the clock. */
  tryAt: number;
};

/** A plain UVC camera, which the page opens for the service: there as long as the page lists it. */
export function createPageCamera(options: PageCameraOptions): DocumentCamera {
  const { cameras, camera, clock = systemTimerClock } = options;
  let session = newSession();

  const opener: TransportOpener = {
    description: `${camera} @ page`,
    baudRate: undefined,
    open: async () => {
      const opening = newSession();
      let lost: TransportError | undefined;
      let tell: (error: TransportError) => void = () => undefined;
      const opened = cameras.open(camera, {
        onLost: (error) => {
          lost = error;
          tell(error);
        },
        onTrouble: (fault) => blame(opening, fault),
      });
      return opened.map((end) => {
        session = opening;
        return {
          // No bytes pass: what is asked goes to the page by its name.
          write: async () => ok(),
          onBytes: () => undefined,
          onLost: (listener) => {
            tell = listener;
            // It may have gone before anybody listened.
            if (lost) listener(lost);
          },
          close: async () => {
            end();
            opening.ended.abort();
          },
        };
      });
    },
  };

  const device = supervise<Session, PageCameraFault>({
    opener,
    clock,
    connect: () => session,
    probe: async (open) => {
      if (open.trouble !== undefined && clock.now() >= open.tryAt) void tryAgain(open);
      return { faults: open.trouble === undefined ? [] : [open.trouble], warnings: [] };
    },
    faults: { absent: 'CAMERA_ABSENT', lost: 'CAMERA_LOST', silent: 'CAMERA_TIMEOUT' },
    blame: ({ code }) => {
      if (code === 'PORT_UNATTENDED') return 'CAMERA_NO_PAGE';
      return code === 'PORT_DENIED' ? 'CAMERA_DENIED' : undefined;
    },
  });

  function blame(open: Session, fault: PageCameraFault): void {
    open.trouble = fault;
    open.tryAt = clock.now() + cameraDelays.tryAgain;
    if (open === session) device.report([fault]);
  }

  const look = async (picture: boolean, signal: AbortSignal): Promise<Result<Seen, PageCameraFault>> => {
    const late = new AbortController();
    const timer = clock.setTimeout(() => late.abort(), cameraDelays.pageLook);
    const seen = await cameras.look(camera, picture, AbortSignal.any([signal, late.signal]));
    clock.clearTimeout(timer);
    return late.signal.aborted ? err('CAMERA_TIMEOUT') : seen;
  };

  /** Beside the probe, which must not take as long: only an opening that works says that it is free again. */
  const tryAgain = async (open: Session) => {
    open.tryAt = Number.POSITIVE_INFINITY;
    const seen = await look(false, open.ended.signal);
    open.trouble = seen.isErr() ? seen.error : undefined;
    open.tryAt = clock.now() + cameraDelays.tryAgain;
  };

  const take = (picture: boolean) =>
    device.run<Seen, PageCameraFault>(async (open, signal) => {
      const seen = await look(picture, signal);
      if (seen.isErr() && !signal.aborted) blame(open, seen.error);
      return seen;
    });

  return {
    status: device.status,
    onStatus: device.onStatus,
    detail: device.detail,
    hint: device.hint,
    start: device.start,
    stop: device.stop,
    capture: async () =>
      (await take(true)).andThen(({ jpeg }) => (jpeg ? ok(jpeg) : err('CAMERA_FAULT' as const))),
    // That the page lists it does not say that it gives a picture.
    check: async () =>
      (await take(false)).andThen(({ dark }) =>
        dark ? err('CAMERA_DARK' as const) : ok('answered' as const),
      ),
  };
}

function newSession(): Session {
  return { ended: new AbortController(), trouble: undefined, tryAt: 0 };
}
