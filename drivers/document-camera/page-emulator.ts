import { err, ok } from 'neverthrow';
import type { PageCameraFault } from './document-camera.ts';
import type { PageCameras, PageQuestion } from './page-cameras.ts';
import { pictureOf } from './papers.ts';

export type EmulatedPageOptions = {
  readonly cameras: PageCameras;
  /** What is plugged into its machine. */
  readonly plugged?: readonly string[];
};

type Direction = 'to device' | 'from device';

/** A page that answers for its cameras as the terminal's does, without a browser. */
export type EmulatedPage = {
  readonly connect: () => void;
  readonly disconnect: () => void;
  readonly plug: (...cameras: readonly string[]) => void;
  /** It may not see, and so knows no names. */
  readonly setDenied: (denied: boolean) => void;
  /** Why no camera can be opened; undefined when it can. */
  readonly setFailure: (failure: PageCameraFault | undefined) => void;
  readonly setDark: (dark: boolean) => void;
  readonly setPicture: (jpeg: Uint8Array) => void;
  /** Asked for a picture it says nothing. */
  readonly setSilent: (silent: boolean) => void;
  /** Another part of the page could not open it. */
  readonly trouble: (camera: string, fault: PageCameraFault) => void;
  /** Some camera is open: its lamp is on. */
  readonly isOpen: () => boolean;
  readonly asked: () => readonly PageQuestion[];
  /** Told each message that passes, before it arrives; false keeps it from arriving. */
  readonly onMessage: (listener: (direction: Direction) => boolean) => void;
};

const PIECE_BYTES = 20_000;

export function createEmulatedPage({ cameras, plugged = [] }: EmulatedPageOptions): EmulatedPage {
  let names = plugged;
  let denied = false;
  let failure: PageCameraFault | undefined;
  let dark = false;
  let picture = pictureOf('page');
  let silent = false;
  let connection = new AbortController();
  let passes: (direction: Direction) => boolean = () => true;
  const open = new Set<number>();
  const asked: PageQuestion[] = [];

  /** Says something to the service, if it gets there. */
  const say = (message: () => void) => {
    if (!connection.signal.aborted && passes('from device')) message();
  };

  const list = () =>
    say(() => cameras.list(connection.signal, denied ? { cameras: [], denied } : { cameras: names, denied }));

  const look = async ({ id, camera, picture: wanted }: Extract<PageQuestion, { kind: 'look' }>) => {
    const page = connection.signal;
    if (silent) return;
    const why = failure ?? (names.includes(camera) ? undefined : 'CAMERA_ABSENT');
    if (why !== undefined) {
      say(() => cameras.answer(page, id, err(why)));
      return;
    }
    open.add(id);
    await new Promise((resolve) => setImmediate(resolve));
    const jpeg = wanted ? picture : new Uint8Array();
    for (let at = 0; open.has(id) && at < jpeg.length; at += PIECE_BYTES) {
      const piece = jpeg.slice(at, at + PIECE_BYTES);
      say(() => cameras.piece(page, id, piece));
    }
    const pulled = !names.includes(camera);
    if (open.delete(id)) say(() => cameras.answer(page, id, pulled ? err('CAMERA_LOST') : ok({ dark })));
  };

  const hear = async (page: AbortSignal) => {
    for await (const question of cameras.join(page)) {
      if (!passes('to device')) continue;
      asked.push(question);
      if (question.kind === 'list') list();
      else if (question.kind === 'leave') open.delete(question.id);
      else void look(question);
    }
    open.clear();
  };

  return {
    connect: () => {
      connection.abort();
      connection = new AbortController();
      void hear(connection.signal);
    },
    disconnect: () => connection.abort(),
    plug: (...next) => {
      names = next;
      list();
    },
    setDenied: (next) => {
      denied = next;
      list();
    },
    setFailure: (next) => {
      failure = next;
    },
    setDark: (next) => {
      dark = next;
    },
    setPicture: (jpeg) => {
      picture = jpeg;
    },
    setSilent: (next) => {
      silent = next;
    },
    trouble: (camera, fault) => cameras.trouble(connection.signal, camera, fault),
    isOpen: () => open.size > 0,
    asked: () => asked,
    onMessage: (listener) => {
      passes = listener;
    },
  };
}
