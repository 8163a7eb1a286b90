import { err, ok } from 'neverthrow';
import type { ByteTransport, TransportError, TransportOpener } from '../transport/byte-transport.ts';
import { encodeHidPosReports, type HidPosLayout } from './hid-pos-codec.ts';

/** A HID POS scanner without a system's HID below it: an opener whose line carries input reports. */
export type HidScannerEmulator = {
  readonly opener: TransportOpener;
  /** Reads a code once. */
  readonly show: (code: string | Uint8Array, aim?: string) => void;
  /** Any report at all. */
  readonly sendReport: (report: Uint8Array) => void;
  readonly plug: () => void;
  readonly unplug: () => void;
};

export function createHidScannerEmulator(layout: HidPosLayout): HidScannerEmulator {
  let plugged = true;
  type Line = { onReport?: (report: Uint8Array) => void; onLost?: (error: TransportError) => void };
  let line: Line | undefined;
  const gone: TransportError = { code: 'PORT_LOST', detail: 'unplugged' };

  const open = async () => {
    if (!plugged)
      return err<ByteTransport, TransportError>({ code: 'PORT_MISSING', detail: 'not plugged in' });
    const own: Line = {};
    line = own;
    return ok<ByteTransport, TransportError>({
      write: async () => (line === own ? ok() : err(gone)),
      onBytes: (listener) => {
        own.onReport = listener;
      },
      onLost: (listener) => {
        own.onLost = listener;
      },
      close: async () => {
        if (line === own) line = undefined;
      },
    });
  };

  return {
    opener: { description: 'emulated HID POS scanner', baudRate: undefined, open },
    show: (code, aim) => {
      const bytes = typeof code === 'string' ? new TextEncoder().encode(code) : code;
      for (const report of encodeHidPosReports(layout, bytes, aim)) line?.onReport?.(report);
    },
    sendReport: (report) => line?.onReport?.(report),
    plug: () => {
      plugged = true;
    },
    unplug: () => {
      plugged = false;
      const own = line;
      line = undefined;
      own?.onLost?.(gone);
    },
  };
}
