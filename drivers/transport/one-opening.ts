import { err, type Result } from 'neverthrow';
import type { ByteTransport, TransportError, TransportOpener } from './byte-transport.ts';

/** A device whose driver hangs (a Bluetooth line whose partner is off) must not hang supervision. */
const OPEN_TIMEOUT_MS = 5000;

type Opened = Result<ByteTransport, TransportError>;

/**
 * Gives an opening up that takes longer than five seconds, and closes what it opens after that. While one hangs no other
 * begins: each holds one of the few threads that all files and ports of the process share.
 */
export function oneOpening(description: string, open: () => Promise<Opened>): TransportOpener['open'] {
  const timeout = (detail: string): Opened => err({ code: 'PORT_TIMEOUT', detail });
  let hanging = false;
  return () => {
    if (hanging) return Promise.resolve(timeout(`opening ${description} hangs since an earlier attempt`));
    hanging = true;
    return new Promise((resolve, reject) => {
      let given = false;
      const timer = setTimeout(() => {
        given = true;
        resolve(timeout(`opening ${description} took more than ${OPEN_TIMEOUT_MS} ms`));
      }, OPEN_TIMEOUT_MS);
      const begin = async () => {
        const opened = await open();
        hanging = false;
        clearTimeout(timer);
        if (!given) resolve(opened);
        // Opened after it was given up: nobody would ever close it.
        else if (opened.isOk()) await opened.value.close();
      };
      begin().catch(reject);
    });
  };
}
