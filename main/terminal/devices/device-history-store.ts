import { z } from 'zod';
import { deviceStateSchema } from '#contract/device.ts';
import { failureCodeSchema } from '#contract/failures.ts';
import type { Instant } from '#domain/time/clock.ts';
import type { Storage } from '../storage/storage.ts';

/** A device came into a state. */
export type KeptChange = {
  /** By the terminal's own clock. */
  readonly at: Instant;
  readonly state: z.infer<typeof deviceStateSchema>;
  readonly fault: z.infer<typeof failureCodeSchema> | undefined;
  /** How far that clock was ahead of the platform's, where the terminal knew it to be wrong then. */
  readonly clockAheadMs: number | undefined;
};

export type DeviceHistoryStore = {
  /** The latest alone of the device stay, so many. */
  readonly insert: (deviceId: string, change: KeptChange, kept: number) => void;
  /** Newest first: in the order they happened, whatever the clock said. */
  readonly of: (deviceId: string) => KeptChange[];
  readonly deleteOf: (deviceId: string) => void;
  readonly deleteBefore: (at: Instant) => void;
};

/** A row as it may be; anything else is damage. */
export const deviceChangeRowSchema = z.object({
  change_id: z.int(),
  device_id: z.string(),
  at: z.int(),
  state: deviceStateSchema,
  fault: failureCodeSchema.nullable(),
  clock_ahead_ms: z.int().nullable(),
});

type Row = z.infer<typeof deviceChangeRowSchema>;

/** Writes belong into a transaction of the caller. */
export function createDeviceHistoryStore({ database }: Storage): DeviceHistoryStore {
  const insert = database.prepare<Omit<Row, 'change_id'>>(
    `INSERT INTO device_change (device_id, at, state, fault, clock_ahead_ms)
     VALUES (:device_id, :at, :state, :fault, :clock_ahead_ms)`,
  );
  const thin = database.prepare<{ device_id: string; kept: number }>(
    `DELETE FROM device_change WHERE device_id = :device_id AND change_id <= (
       SELECT change_id FROM device_change WHERE device_id = :device_id
       ORDER BY change_id DESC LIMIT 1 OFFSET :kept
     )`,
  );
  const of = database.prepare<[string], Row>(
    'SELECT * FROM device_change WHERE device_id = ? ORDER BY change_id DESC',
  );
  const deleteOf = database.prepare<[string]>('DELETE FROM device_change WHERE device_id = ?');
  const deleteBefore = database.prepare<[Instant]>('DELETE FROM device_change WHERE at < ?');
  return {
    insert: (deviceId, { at, state, fault, clockAheadMs }, kept) => {
      insert.run({
        device_id: deviceId,
        at,
        state,
        fault: fault ?? null,
        clock_ahead_ms: clockAheadMs ?? null,
      });
      thin.run({ device_id: deviceId, kept });
    },
    of: (deviceId) => of.all(deviceId).flatMap(changeOf),
    deleteOf: (deviceId) => void deleteOf.run(deviceId),
    deleteBefore: (at) => void deleteBefore.run(at),
  };
}

/** None where another release of the terminal wrote what this one has no word for. */
function changeOf(stored: Row): KeptChange[] {
  const row = deviceChangeRowSchema.safeParse(stored);
  if (!row.success) return [];
  const { at, state, fault, clock_ahead_ms } = row.data;
  return [{ at, state, fault: fault ?? undefined, clockAheadMs: clock_ahead_ms ?? undefined }];
}
