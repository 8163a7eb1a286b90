import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { ok, type Result } from 'neverthrow';
import type { Storage, StorageError } from '../storage/storage.ts';
import type { LeaseStore } from './lease-store.ts';

/** What tells this computer from one that got a copy of its disk folder; a hash, since it goes into the database. */
export function machineFingerprint(): string {
  const file = '/etc/machine-id';
  const text = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  return createHash('sha256')
    .update(text === '' ? hostname() : text, 'utf8')
    .digest('hex')
    .slice(0, 32);
}

export type LeaseGuardDependencies = {
  readonly storage: Storage;
  readonly leases: LeaseStore;
  readonly machine: string;
  /** How often the service has started, counted outside the database. */
  readonly starts: {
    readonly read: () => number;
    readonly write: (starts: number) => Result<void, StorageError>;
  };
};

/**
 * Gives up the leases of a database that comes from another computer or from a copy older than the last start:
 * its numbers may be on paper already. To be called once at each start, before the first ticket.
 *
 * What this cannot see is a copy with the same machine-id and both counters (a golden image, a clone of a virtual
 * machine): it looks like a restart. Only the platform tells the two apart, by their links, and the one it refuses
 * gives its leases up at once (platform-link.ts). Where the copy says hello while the original's link is still the
 * current one (a disk put back from last night's backup), the platform says what it has heard of each lease, and a
 * database that has given less gives all its leases up (`compare` in lease-store.ts).
 *
 * What remains: until the first exchange with the platform, which is seconds on a network and as long as the cut
 * without one, a copy gives numbers that may be on paper already; without the platform it cannot be told from a
 * restart. The platform takes each number once: the second record with it is refused (NUMBER_TAKEN), kept and shown,
 * and the leases are given up (hand-in.ts). So no queue ever holds two people under one number, but paper given out
 * in that window may bear a number twice.
 */
export function guardLeases({
  storage,
  leases,
  machine,
  starts,
}: LeaseGuardDependencies): Result<void, StorageError> {
  const { database } = storage;
  const row = database
    .prepare<[], { machine: string; starts: number }>(
      'SELECT machine, starts FROM installation WHERE only = 1',
    )
    .get();
  const outside = starts.read();
  const cause = row && causeOf(row, machine, outside);
  const discarded = cause === undefined ? ok() : leases.discard(cause);
  return (
    discarded
      .andThen(() =>
        storage.commit<number, never>(() => {
          const next = Math.max(row?.starts ?? 0, outside) + 1;
          database
            .prepare<[string, number]>(
              `INSERT INTO installation (only, machine, starts) VALUES (1, ?, ?)
             ON CONFLICT (only) DO UPDATE SET machine = excluded.machine, starts = excluded.starts`,
            )
            .run(machine, next);
          return ok(next);
        }),
      )
      // The database first: ended in between, it is ahead of the file, which is no sign of an old copy.
      .andThen(starts.write)
  );
}

function causeOf(row: { machine: string; starts: number }, machine: string, outside: number) {
  if (row.machine !== machine) return 'other-machine';
  return row.starts < outside ? 'older-copy' : undefined;
}
