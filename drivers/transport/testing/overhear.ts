import type { TransportOpener } from '../byte-transport.ts';

/** Lines on which a test hears what a driver has been given. */
export type Overheard = {
  readonly opener: TransportOpener;
  /** Resolves when the driver has been given these bytes so often since the test began. */
  readonly until: (bytes: Uint8Array, times?: number) => Promise<void>;
  /** Resolves when the driver has been given these bytes once more. */
  readonly again: (bytes: Uint8Array) => Promise<void>;
};

export function overhear(opener: TransportOpener): Overheard {
  let heard = Buffer.alloc(0);
  const listeners = new Set<() => void>();
  const count = (bytes: Uint8Array) => {
    let found = 0;
    for (let at = heard.indexOf(bytes); at !== -1; at = heard.indexOf(bytes, at + bytes.length)) found += 1;
    return found;
  };
  const until = (bytes: Uint8Array, times = 1) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (count(bytes) < times) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      look();
    });
  return {
    opener: {
      ...opener,
      open: async () =>
        (await opener.open()).map((transport) => ({
          ...transport,
          onBytes: (listener) => {
            transport.onBytes((bytes) => {
              listener(bytes);
              heard = Buffer.concat([heard, bytes]);
              for (const each of listeners) each();
            });
          },
        })),
    },
    until,
    again: (bytes) => until(bytes, count(bytes) + 1),
  };
}
