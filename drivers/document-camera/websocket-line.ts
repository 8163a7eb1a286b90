import { err, ok, type Result } from 'neverthrow';
import { WebSocket } from 'ws';
import type { ByteTransport, TransportError, TransportOpener } from '../transport/byte-transport.ts';

/** A service on the same machine answers a knock at once or not at all. */
const OPEN_TIMEOUT_MS = 2000;
/** A photograph of 20 megapixels as base64 is below this; more is no picture. */
const LARGEST_MESSAGE_BYTES = 64 * 1024 * 1024;

/** Opens a WebSocket as a line: `onBytes` gives one whole message a call, `write` sends one as text. */
export function webSocketOpener(url: string): TransportOpener {
  return { description: url, baudRate: undefined, open: () => openLine(url) };
}

function openLine(url: string): Promise<Result<ByteTransport, TransportError>> {
  const socket = new WebSocket(url, {
    perMessageDeflate: false,
    handshakeTimeout: OPEN_TIMEOUT_MS,
    maxPayload: LARGEST_MESSAGE_BYTES,
  });
  return new Promise((resolve) => {
    socket.once('open', () => {
      socket.off('error', refuse);
      resolve(ok(lineOver(socket)));
    });
    const refuse = (error: Error) => {
      resolve(err({ code: 'PORT_MISSING', detail: error.message }));
    };
    socket.once('error', refuse);
  });
}

function lineOver(socket: WebSocket): ByteTransport {
  let bytesListener: ((bytes: Uint8Array) => void) | undefined;
  let unheard: Uint8Array[] = [];
  let lost: TransportError | undefined;
  let lostListener: ((error: TransportError) => void) | undefined;
  let detail = 'closed by the service';
  let closing = false;
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });

  socket.on('message', (data) => {
    const parts = Array.isArray(data) ? Buffer.concat(data) : data;
    const bytes = new Uint8Array(parts);
    if (bytesListener === undefined) unheard.push(bytes);
    else bytesListener(bytes);
  });
  // Comes before `close`, which is what counts.
  socket.on('error', (error) => {
    detail = error.message;
  });
  socket.once('close', () => {
    if (closing) return;
    lost = { code: 'PORT_LOST', detail };
    lostListener?.(lost);
  });

  return {
    write: (bytes) =>
      new Promise((resolve) => {
        socket.send(bytes, { binary: false }, (error) => {
          resolve(error ? err({ code: 'PORT_LOST', detail: error.message }) : ok());
        });
      }),
    onBytes: (listener) => {
      bytesListener = listener;
      const waiting = unheard;
      unheard = [];
      for (const bytes of waiting) listener(bytes);
    },
    onLost: (listener) => {
      lostListener = listener;
      if (lost !== undefined) listener(lost);
    },
    close: () => {
      closing = true;
      // Not `close()`: a service that hangs would hold the line for the half minute of a closing handshake.
      socket.terminate();
      return closed;
    },
  };
}
