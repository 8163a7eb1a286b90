import { ok } from 'neverthrow';
import type { DeviceChange } from '#contract/terminal/administration.ts';
import type { Clock } from '#domain/time/clock.ts';
import type { Storage } from '../storage/storage.ts';
import { createDeviceHistoryStore, type KeptChange } from './device-history-store.ts';

export type DeviceHistory = {
  /** What happens all the time is left out: being on the way to a state, and being at work. */
  readonly remember: (deviceId: string, change: Pick<KeptChange, 'at' | 'state' | 'fault'>) => void;
  /** Newest first. */
  readonly of: (deviceId: string) => readonly DeviceChange[];
  /** Another device stands in its place, or none. */
  readonly forget: (deviceId: string) => void;
  readonly cleanOut: () => void;
};

export type DeviceHistoryOptions = {
  readonly storage: Storage;
  readonly clock: Clock;
  /** How far the terminal's clock is ahead of the platform's, where that is known to be too far. */
  readonly clockAheadMs: () => number | undefined;
};

/** A plug that was loose all night does not push the evening before out; the log holds the rest. */
const CHANGES_KEPT = 100;

/** Longer than a hall is closed for holidays. */
const DAYS_KEPT = 30;
const DAY_MS = 24 * 60 * 60_000;

/**
 * What has become of the devices, over restarts of the service too. A ticket writes nothing here: a printer that prints
 * changes no state that is kept. What the disk does not take is in memory until the next restart.
 */
export function createDeviceHistory({ storage, clock, clockAheadMs }: DeviceHistoryOptions): DeviceHistory {
  const store = createDeviceHistoryStore(storage);
  const known = new Map<string, readonly KeptChange[]>();

  const changesOf = (deviceId: string) => {
    const changes = known.get(deviceId) ?? store.of(deviceId);
    known.set(deviceId, changes);
    return changes;
  };

  return {
    remember: (deviceId, { at, state, fault }) => {
      if (state === 'opening' || state === 'probing' || state === 'busy') return;
      const changes = changesOf(deviceId);
      const [last] = changes;
      if (last?.state === state && last.fault === fault) return;
      const change = { at, state, fault, clockAheadMs: clockAheadMs() };
      known.set(deviceId, [change, ...changes].slice(0, CHANGES_KEPT));
      // The storage itself logs what keeps it from being written.
      storage.commit<void, never>(() => ok(store.insert(deviceId, change, CHANGES_KEPT)));
    },
    of: (deviceId) => changesOf(deviceId).map(shown),
    forget: (deviceId) => {
      known.set(deviceId, []);
      storage.commit<void, never>(() => ok(store.deleteOf(deviceId)));
    },
    cleanOut: () => {
      const oldest = clock.now() - DAYS_KEPT * DAY_MS;
      const cleaned = storage.commit<void, never>(() => ok(store.deleteBefore(oldest)));
      if (cleaned.isErr()) return;
      for (const [deviceId, changes] of known) {
        known.set(
          deviceId,
          changes.filter(({ at }) => at >= oldest),
        );
      }
    },
  };
}

function shown({ at, state, fault, clockAheadMs }: KeptChange): DeviceChange {
  return {
    at: new Date(at).toISOString(),
    state,
    ...(fault !== undefined && { fault }),
    ...(clockAheadMs !== undefined && { clockAheadSeconds: Math.round(clockAheadMs / 1000) }),
  };
}
