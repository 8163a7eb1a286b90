import { err, ok, type Result } from 'neverthrow';
import { SerialPort } from 'serialport';
import type { ByteTransport, TransportError, TransportOpener } from './byte-transport.ts';
import { noticeHangUp } from './hang-up.ts';
import { oneOpening } from './one-opening.ts';

/** Start bit, eight data bits, stop bit; parity is one more. */
const BITS_PER_BYTE = 10;
/** Above the wire time: scheduling, a USB bridge's latency, a device that holds the line for a moment. */
const WRITE_MARGIN_MS = 2000;
/** What may come before anybody listens; past it the oldest is dropped, as a line without listener would. */
const UNHEARD_BYTES = 64 * 1024;

type Parity = 'none' | 'even' | 'odd';

const parityLetters: Record<Parity, string> = { none: 'N', even: 'E', odd: 'O' };

export type SerialOptions = {
  readonly path: string;
  readonly baudRate: number;
  /** None unless given. */
  readonly parity?: Parity;
  /** Milliseconds allowed for a write above its wire time. */
  readonly writeMarginMs?: number;
};

/**
 * Opens a serial port with eight data bits and one stop bit at the speed given; the path may be any that the
 * system's serial drivers offer.
 */
export function serialOpener(options: SerialOptions): TransportOpener {
  const { path, baudRate, parity = 'none' } = options;
  return {
    description: `${path} ${baudRate} 8${parityLetters[parity]}1`,
    baudRate,
    open: oneOpening(path, () => openSerial(options)),
  };
}

function openSerial(options: SerialOptions): Promise<Result<ByteTransport, TransportError>> {
  const { path, baudRate, parity = 'none' } = options;
  const port = new SerialPort({ path, baudRate, dataBits: 8, parity, stopBits: 1, autoOpen: false });
  return new Promise((resolve) => {
    port.open((error) => resolve(error === null ? ok(transportOver(port, options)) : err(openError(error))));
  });
}

function transportOver(
  port: SerialPort,
  { baudRate: firstBaudRate, parity = 'none', writeMarginMs = WRITE_MARGIN_MS }: SerialOptions,
): ByteTransport {
  noticeHangUp(port);
  let baudRate = firstBaudRate;
  let bytesListener: ((bytes: Uint8Array) => void) | undefined;
  let unheard: Uint8Array[] = [];
  let unheardBytes = 0;
  let lost: TransportError | undefined;
  let lostListener: ((error: TransportError) => void) | undefined;
  let closing: Promise<void> | undefined;
  let stuck = false;
  const pendingWrites = new Set<(error: TransportError) => void>();

  const settleWrites = (error: TransportError) => {
    for (const settle of pendingWrites) settle(error);
  };

  const lose = (detail: string) => {
    if (lost !== undefined || closing !== undefined) return;
    lost = { code: 'PORT_LOST', detail };
    settleWrites(lost);
    lostListener?.(lost);
  };

  // Always listening: without a data listener serialport does not notice that the far end is gone.
  port.on('data', (bytes: Uint8Array) => {
    if (bytesListener !== undefined) {
      bytesListener(bytes);
      return;
    }
    unheard.push(bytes);
    unheardBytes += bytes.length;
    while (unheardBytes > UNHEARD_BYTES) unheardBytes -= unheard.shift()?.length ?? 0;
  });
  port.on('close', (error: Error | null) => lose(error?.message ?? 'closed'));
  port.on('end', () => lose('end of stream'));
  port.on('error', (error) => lose(error.message));

  const write = (bytes: Uint8Array): Promise<Result<void, TransportError>> => {
    if (lost !== undefined) return Promise.resolve(err(lost));
    if (closing !== undefined) return Promise.resolve(err({ code: 'PORT_LOST', detail: 'closed' }));
    return new Promise((resolve) => {
      const settle = (result: Result<void, TransportError>) => {
        clearTimeout(timer);
        pendingWrites.delete(fail);
        resolve(result);
      };
      const fail = (error: TransportError) => settle(err(error));
      pendingWrites.add(fail);
      const bits = bytes.length * (parity === 'none' ? BITS_PER_BYTE : BITS_PER_BYTE + 1);
      const timeoutMs = Math.ceil((bits * 1000) / baudRate) + writeMarginMs;
      const timer = setTimeout(() => {
        stuck = true;
        fail({ code: 'PORT_TIMEOUT', detail: `${bytes.length} bytes not sent after ${timeoutMs} ms` });
      }, timeoutMs);
      port.write(Buffer.from(bytes), (writeError) => {
        if (writeError) {
          fail({ code: 'PORT_LOST', detail: writeError.message });
          return;
        }
        port.drain((drainError) => {
          if (drainError) fail({ code: 'PORT_LOST', detail: drainError.message });
          else settle(ok());
        });
      });
    });
  };

  const close = (): Promise<void> => {
    closing ??= new Promise((resolve) => {
      settleWrites({ code: 'PORT_LOST', detail: 'closed' });
      // An error here says that the port is closed already, which is what was asked.
      const closePort = () => port.close(() => resolve());
      // What waits for a device that takes nothing would hold the close back, and reach the device later.
      if (port.isOpen && stuck) port.flush(closePort);
      else if (port.isOpen) closePort();
      else resolve();
    });
    return closing;
  };

  const changeSpeed = (next: number): Promise<Result<void, TransportError>> => {
    if (lost !== undefined) return Promise.resolve(err(lost));
    if (closing !== undefined) return Promise.resolve(err({ code: 'PORT_LOST', detail: 'closed' }));
    return new Promise((resolve) => {
      port.update({ baudRate: next }, (error) => {
        if (error) {
          resolve(err({ code: 'PORT_LOST', detail: error.message }));
          return;
        }
        baudRate = next;
        resolve(ok());
      });
    });
  };

  return {
    write,
    close,
    changeSpeed,
    onBytes: (listener) => {
      bytesListener = listener;
      const waiting = unheard;
      unheard = [];
      unheardBytes = 0;
      for (const bytes of waiting) listener(bytes);
    },
    onLost: (listener) => {
      lostListener = listener;
      if (lost !== undefined) listener(lost);
    },
  };
}

/** The bindings give sentences, not codes; these are the ones that their Linux, macOS and Windows parts use. */
function openError({ message }: Error): TransportError {
  if (/cannot lock port|resource busy|access denied/i.test(message))
    return { code: 'PORT_BUSY', detail: message };
  if (/permission denied|operation not permitted/i.test(message))
    return { code: 'PORT_DENIED', detail: message };
  return { code: 'PORT_MISSING', detail: message };
}
