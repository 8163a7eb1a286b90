import { err, ok, type Result } from 'neverthrow';
import type { TransportError } from '../transport/byte-transport.ts';
import type { PageCameraFault } from './document-camera.ts';

/** What a page is asked about the cameras that it can open and the service cannot. */
export type PageQuestion =
  /** Which cameras it has, now and after each change. */
  | { readonly kind: 'list' }
  /** To open the camera of that name, take one picture and close it; `picture`: its JPEG is wanted, too. */
  | { readonly kind: 'look'; readonly id: number; readonly camera: string; readonly picture: boolean }
  /** Nobody waits for that look any more. */
  | { readonly kind: 'leave'; readonly id: number };

/** The names of a page's cameras; denied where it may not know them. */
export type PageCameraList = { readonly cameras: readonly string[]; readonly denied: boolean };

export type Seen = {
  /** Nothing but black: a covered lens, or no light at all. */
  readonly dark: boolean;
  /** Whoever has it wipes it. */
  readonly jpeg: Uint8Array | undefined;
};

/** A page by its connection, which aborts when it ends. */
export type CameraPage = AbortSignal;

type Watch = {
  readonly onLost: (error: TransportError) => void;
  /** Somebody else at the page could not open it. */
  readonly onTrouble: (fault: PageCameraFault) => void;
};

/** The cameras of all pages that are connected, by the names that their system gives them. */
export type PageCameras = {
  readonly names: () => Result<readonly string[], 'NO_PAGE' | 'DENIED'>;
  /** Watches one until it is lost or the returned function is called. */
  readonly open: (camera: string, watch: Watch) => Result<() => void, TransportError>;
  /** Ends with CAMERA_LOST when the signal aborts or the page goes. */
  readonly look: (
    camera: string,
    picture: boolean,
    signal: AbortSignal,
  ) => Promise<Result<Seen, PageCameraFault>>;
  /** What the page is asked from now on, until its connection ends or it begins anew. */
  readonly join: (page: CameraPage) => AsyncGenerator<PageQuestion, void, void>;
  readonly list: (page: CameraPage, list: PageCameraList) => void;
  /** The next piece of a look's JPEG, which is taken over. */
  readonly piece: (page: CameraPage, id: number, bytes: Uint8Array) => void;
  readonly answer: (page: CameraPage, id: number, answer: Result<{ dark: boolean }, PageCameraFault>) => void;
  readonly trouble: (page: CameraPage, camera: string, fault: PageCameraFault) => void;
};

type Look = {
  readonly pieces: Uint8Array[];
  readonly settle: (result: Result<Seen, PageCameraFault>) => void;
};

type Host = {
  list: PageCameraList | undefined;
  readonly ask: (question: PageQuestion) => void;
  /** Whoever gives it its questions sees that there is one, or that it has gone. */
  readonly wake: () => void;
  readonly looks: Map<number, Look>;
  readonly watches: Map<Watch, string>;
};

/** Three times what a camera of eight megapixels gives. */
const LONGEST_JPEG_BYTES = 16_000_000;

const UNATTENDED: TransportError = { code: 'PORT_UNATTENDED', detail: 'no page is connected' };

export function createPageCameras(): PageCameras {
  /** The latest last: where two pages have a camera of a name, the newer one is asked. */
  const hosts = new Map<CameraPage, Host>();
  let lookId = 0;

  const hostOf = (camera: string) =>
    [...hosts.values()].findLast(({ list }) => list?.cameras.includes(camera));

  const dismiss = (page: CameraPage, host: Host) => {
    if (hosts.get(page) === host) hosts.delete(page);
    for (const { settle } of Array.from(host.looks.values())) settle(err('CAMERA_LOST'));
    for (const watch of Array.from(host.watches.keys())) watch.onLost(UNATTENDED);
    host.watches.clear();
    host.wake();
  };

  async function* join(page: CameraPage): AsyncGenerator<PageQuestion, void, void> {
    const earlier = hosts.get(page);
    if (earlier) dismiss(page, earlier);
    const questions: PageQuestion[] = [{ kind: 'list' }];
    let wake = () => {};
    const host: Host = {
      list: undefined,
      looks: new Map(),
      watches: new Map(),
      ask: (question) => {
        questions.push(question);
        wake();
      },
      wake: () => wake(),
    };
    hosts.set(page, host);
    const end = () => dismiss(page, host);
    page.addEventListener('abort', end);
    try {
      while (!page.aborted && hosts.get(page) === host) {
        const question = questions.shift();
        if (question) yield question;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    } finally {
      page.removeEventListener('abort', end);
      end();
    }
  }

  return {
    join,
    names: () => {
      const lists = [...hosts.values()].flatMap(({ list }) => list ?? []);
      if (lists.length === 0) return err('NO_PAGE');
      const names = new Set(lists.flatMap(({ cameras }) => cameras));
      return names.size === 0 && lists.some(({ denied }) => denied) ? err('DENIED') : ok([...names]);
    },
    open: (camera, watch) => {
      const host = hostOf(camera);
      if (host) {
        host.watches.set(watch, camera);
        return ok(() => void host.watches.delete(watch));
      }
      const lists = [...hosts.values()].flatMap(({ list }) => list ?? []);
      if (lists.length === 0) return err(UNATTENDED);
      const denied = lists.some((list) => list.denied);
      return err({ code: denied ? 'PORT_DENIED' : 'PORT_MISSING', detail: camera });
    },
    look: (camera, picture, signal) =>
      new Promise((resolve) => {
        const host = hostOf(camera);
        if (!host || signal.aborted) {
          resolve(err('CAMERA_LOST'));
          return;
        }
        lookId += 1;
        const id = lookId;
        const pieces: Uint8Array[] = [];
        const settle = (result: Result<Seen, PageCameraFault>) => {
          host.looks.delete(id);
          signal.removeEventListener('abort', leave);
          for (const piece of pieces.splice(0)) piece.fill(0);
          resolve(result);
        };
        const leave = () => {
          host.ask({ kind: 'leave', id });
          settle(err('CAMERA_LOST'));
        };
        signal.addEventListener('abort', leave);
        host.looks.set(id, { pieces, settle });
        host.ask({ kind: 'look', id, camera, picture });
      }),
    list: (page, list) => {
      const host = hosts.get(page);
      if (!host) return;
      host.list = list;
      for (const [watch, camera] of Array.from(host.watches)) {
        if (list.cameras.includes(camera)) continue;
        host.watches.delete(watch);
        watch.onLost({ code: 'PORT_LOST', detail: camera });
      }
    },
    piece: (page, id, bytes) => {
      const look = hosts.get(page)?.looks.get(id);
      look?.pieces.push(bytes);
      const length = look?.pieces.reduce((sum, piece) => sum + piece.length, 0) ?? 0;
      if (length > LONGEST_JPEG_BYTES) look?.settle(err('CAMERA_FAULT'));
    },
    answer: (page, id, answer) => {
      const look = hosts.get(page)?.looks.get(id);
      look?.settle(
        answer.map(({ dark }) => ({
          dark,
          jpeg: look.pieces.length === 0 ? undefined : Buffer.concat(look.pieces),
        })),
      );
    },
    trouble: (page, camera, fault) => {
      for (const [watch, watched] of hosts.get(page)?.watches ?? []) {
        if (watched === camera) watch.onTrouble(fault);
      }
    },
  };
}
