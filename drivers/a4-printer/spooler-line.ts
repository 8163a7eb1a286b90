import { err, ok } from 'neverthrow';
import type { TransportOpener } from '../transport/byte-transport.ts';
import type { A4Spooler } from './a4-printer.ts';

/**
 * Lets supervision watch a queue as it watches a line: it opens when the spooler knows the queue. No bytes pass;
 * that the queue has gone the driver finds out by looking.
 */
export function queueOpener(spooler: A4Spooler, queue: string): TransportOpener {
  return {
    description: `${queue} @ ${spooler.description}`,
    baudRate: undefined,
    open: async () => {
      const found = await spooler.queue(queue);
      if (found.isErr()) return err({ code: 'PORT_MISSING', detail: `${queue}: ${found.error}` });
      return ok({
        write: async () => ok(),
        onBytes: () => undefined,
        onLost: () => undefined,
        close: async () => undefined,
      });
    },
  };
}
