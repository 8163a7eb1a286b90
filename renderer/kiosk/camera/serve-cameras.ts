import type { PageQuestion } from '#contract/terminal/page-cameras.ts';
import type { PageCamerasPort } from '../../rpc/page-cameras-port.ts';
import { lookOnce } from './look-once.ts';
import { cameraList } from './named-cameras.ts';

/** That a camera was plugged in or pulled out is not told on every system; listing them costs a millisecond. */
const LIST_EVERY_MS = 3000;

/** So much of a JPEG in a message, bytes; a multiple of three, so that base64 has no end in the middle. */
const PIECE_BYTES = 240_000;

/** Lets the service use the cameras that only a page can open; the returned function ends it. */
export function serveCameras(port: PageCamerasPort): () => void {
  const looks = new Map<number, AbortController>();
  let told = '';

  const list = async (anew: boolean) => {
    const found = cameraList(await navigator.mediaDevices.enumerateDevices());
    const text = JSON.stringify(found);
    if (!anew && text === told) return;
    told = '';
    if ((await port.list(found)).isOk()) told = text;
  };

  const leaveAll = () => {
    for (const look of looks.values()) look.abort();
  };

  const look = async ({ id, camera, picture }: Extract<PageQuestion, { kind: 'look' }>) => {
    const open = new AbortController();
    looks.set(id, open);
    const seen = await lookOnce(camera, picture, open.signal);
    if (seen.isOk() && seen.value.jpeg) await sendPieces(seen.value.jpeg, id, open.signal);
    looks.delete(id);
    if (open.signal.aborted) return;
    await port.answer(seen.isOk() ? { id, dark: seen.value.dark } : { id, failure: seen.error });
  };

  const sendPieces = async (jpeg: Blob, id: number, signal: AbortSignal) => {
    for (let at = 0; at < jpeg.size && !signal.aborted; at += PIECE_BYTES) {
      const base64 = await base64Of(jpeg.slice(at, at + PIECE_BYTES));
      await port.piece(id, base64);
    }
  };

  const end = port.follow((question) => {
    if (question.kind === 'look') void look(question);
    else if (question.kind === 'leave') looks.get(question.id)?.abort();
    else {
      // A service that begins anew waits for nothing that was asked before.
      leaveAll();
      told = '';
      void list(true);
    }
  });
  const changed = () => void list(false);
  navigator.mediaDevices.addEventListener('devicechange', changed);
  const timer = setInterval(changed, LIST_EVERY_MS);
  return () => {
    end();
    leaveAll();
    clearInterval(timer);
    navigator.mediaDevices.removeEventListener('devicechange', changed);
  };
}

function base64Of(bytes: Blob): Promise<string> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      const { result } = reader;
      resolve(typeof result === 'string' ? (result.split(',')[1] ?? '') : '');
    });
    reader.readAsDataURL(bytes);
  });
}
