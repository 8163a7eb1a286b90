import { err, ok, type Result } from 'neverthrow';
import type { CameraFault, ServiceCamera } from '#drivers/document-camera/document-camera.ts';
import type { Sessions } from '../session/session.ts';

export type CitizenCameraError = 'SESSION_ENDED' | CameraFault;

/** The document camera in the hands of whoever has a session. Pictures stay in memory, and each is wiped behind him. */
export type CitizenCamera = {
  /**
   * Frames of the live picture as JPEG, each wiped when the next is asked for; a failure is the last. Only the newest
   * frame waits for a slow reader. The lamp is on until the session ends, the page goes or another watch begins.
   */
  readonly watch: (page: AbortSignal) => AsyncGenerator<Result<Uint8Array, CitizenCameraError>, void, void>;
  /** A photograph as JPEG, which whoever asked for it wipes. */
  readonly photograph: () => Promise<Result<Uint8Array, CitizenCameraError>>;
};

export type CitizenCameraOptions = {
  readonly camera: Pick<ServiceCamera, 'status' | 'onStatus' | 'watch' | 'capture'>;
  readonly sessions: Pick<Sessions, 'current'>;
  /** Milliseconds since any fixed moment. */
  readonly elapsed?: () => number;
};

/** More frames than a hand on the paper needs would only keep the page's processor busy. */
const FRAME_AT_MOST_EVERY_MS = 60;

export function createCitizenCamera({
  camera,
  sessions,
  elapsed = () => performance.now(),
}: CitizenCameraOptions): CitizenCamera {
  let watching = new AbortController();
  let photographing = false;

  async function* watch(page: AbortSignal) {
    // A page that begins anew may do so before its earlier stream is known to have ended.
    watching.abort();
    watching = new AbortController();
    const session = sessions.current();
    if (!session) {
      yield err('SESSION_ENDED' as const);
      return;
    }
    const over = AbortSignal.any([page, session.signal, watching.signal]);
    let newest: Uint8Array | undefined;
    let newestAt = Number.NEGATIVE_INFINITY;
    let wake = () => {};
    const keep = (frame: Uint8Array | undefined) => {
      newest?.fill(0);
      newest = frame;
    };
    const endings = [
      camera.watch((frame) => {
        const now = elapsed();
        if (now - newestAt < FRAME_AT_MOST_EVERY_MS) {
          frame.fill(0);
          return;
        }
        newestAt = now;
        keep(frame);
        wake();
      }),
      camera.onStatus(() => wake()),
    ];
    // At once, also while a page that does not read holds up its last frame.
    const letGo = () => {
      for (const end of endings.splice(0)) end();
      keep(undefined);
      wake();
    };
    over.addEventListener('abort', letGo);
    try {
      while (!over.aborted) {
        const [fault] = camera.status().faults;
        if (fault !== undefined) {
          yield err(fault);
          return;
        }
        if (newest) {
          const frame = newest;
          newest = undefined;
          try {
            yield ok(frame);
          } finally {
            frame.fill(0);
          }
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      over.removeEventListener('abort', letGo);
      letGo();
    }
  }

  return {
    watch,
    photograph: async () => {
      const session = sessions.current();
      if (!session) return err('SESSION_ENDED');
      if (photographing) return err('CAMERA_FAULT');
      photographing = true;
      const taken = await camera.capture();
      photographing = false;
      if (!session.signal.aborted) return taken;
      taken.map((jpeg) => jpeg.fill(0));
      return err('SESSION_ENDED');
    },
  };
}
