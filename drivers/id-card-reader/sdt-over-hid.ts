import { ok, type Result } from 'neverthrow';
import type { ByteTransport, TransportError, TransportOpener } from '../transport/byte-transport.ts';
import { createWrapDecoder, encodeWrapped, WRAP_MARKERS } from './sdt-wrap-codec.ts';

/** These readers do not number their reports. */
const NO_REPORT_ID = 0;
const NOTHING_YET = new Uint8Array(0);

/** Vendor and product of the readers known to speak so, as the configuration writes them. */
export const SDT_HID_READERS: readonly string[] = ['10c4:0007'];

/** Makes a line of reports (a HID opener's) carry SDT frames as a serial line does, for readers that wrap them. */
export function sdtOverHid(opener: TransportOpener): TransportOpener {
  return { ...opener, open: async () => (await opener.open()).map(unwrapping) };
}

function unwrapping(reports: ByteTransport): ByteTransport {
  let number = 0;

  const write = async (frame: Uint8Array): Promise<Result<void, TransportError>> => {
    number = (number + 1) & 0xffff;
    for (const report of encodeWrapped(WRAP_MARKERS.toModule, number, frame)) {
      const written = await reports.write(Uint8Array.of(NO_REPORT_ID, ...report));
      if (written.isErr()) return written;
    }
    return ok();
  };

  return {
    write,
    onBytes: (listener) => {
      const decoder = createWrapDecoder(WRAP_MARKERS.fromModule);
      reports.onBytes((report) => {
        // The number is not looked at: a late answer is told by its shape, as on a serial line. No bytes say that
        // the module speaks: should nothing come of it, its answer was spoiled, and it was not silent.
        listener(decoder.push(report)?.frame ?? NOTHING_YET);
      });
    },
    onLost: reports.onLost,
    close: reports.close,
  };
}
