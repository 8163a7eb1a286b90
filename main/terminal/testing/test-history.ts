import { join } from 'node:path';
import { createDeviceHistory, type DeviceHistory } from '../devices/device-history.ts';
import type { Log } from '../log/log.ts';
import { openStorage } from '../storage/open-storage.ts';

/** The history of devices over a database in this folder; opened again on it, it is a restart. */
export function openTestHistory(folder: string, log: Log): DeviceHistory & { readonly close: () => void } {
  const clock = { now: () => Date.now() };
  const storage = openStorage({ file: join(folder, 'terminal.sqlite'), clock, log });
  return {
    ...createDeviceHistory({ storage, clock, clockAheadMs: () => undefined }),
    close: storage.close,
  };
}
