import { err, ok, type Result } from 'neverthrow';
import type { BusinessDate } from '../time/hall-time.ts';
import { LAST_NUMBER } from './ticket-number.ts';

/**
 * A run of numbers of one queue and one day that the platform gave to one terminal for good (Q3).
 * The terminal may use them with the network cut, after a restart and with any clock: the day is the
 * lease's own, so a number is unique by queue, day and number whatever the terminal believes the time is.
 */
export type NumberLease = {
  readonly leaseId: string;
  readonly queueId: string;
  readonly businessDate: BusinessDate;
  /** First and last number, both included. */
  readonly first: number;
  readonly last: number;
  /** The next number to give; `last + 1` when the lease is used up. */
  readonly next: number;
};

export type LeaseError = 'LEASE_USED_UP' | 'QUEUE_FULL';

/** How many numbers are left in a lease. */
function remaining(lease: NumberLease): number {
  return Math.max(0, lease.last - lease.next + 1);
}

/** Takes the next number of the day from the leases, lowest first, and the lease as it must be stored. */
export function takeNumber(
  leases: readonly NumberLease[],
  queueId: string,
  businessDate: BusinessDate,
): Result<{ readonly number: number; readonly lease: NumberLease }, LeaseError> {
  const usable = leases
    .filter(
      (lease) => lease.queueId === queueId && lease.businessDate === businessDate && remaining(lease) > 0,
    )
    .sort((one, other) => one.first - other.first)[0];
  if (!usable) return err('LEASE_USED_UP');
  return ok({ number: usable.next, lease: { ...usable, next: usable.next + 1 } });
}

/** The platform's side: the first number of a queue and day that no lease holds yet. */
export type NumberPool = { readonly nextFree: number };

/** Cuts the next run of at most `size` numbers off the pool; the caller stores the pool in the same transaction. */
export function cutLease(
  pool: NumberPool,
  size: number,
): Result<{ readonly first: number; readonly last: number; readonly pool: NumberPool }, LeaseError> {
  if (pool.nextFree > LAST_NUMBER) return err('QUEUE_FULL');
  const first = pool.nextFree;
  const last = Math.min(first + Math.max(1, Math.floor(size)) - 1, LAST_NUMBER);
  return ok({ first, last, pool: { nextFree: last + 1 } });
}

/** How many numbers a terminal keeps for a day, and when it asks for more. */
export type LeasePolicy = {
  readonly size: number;
  readonly refillBelow: number;
  /** Days beyond today that are leased ahead, so that a cut over midnight stops nobody. */
  readonly daysAhead: number;
};

export type LeaseNeed = {
  readonly queueId: string;
  readonly businessDate: BusinessDate;
  readonly size: number;
};

/** What a terminal should ask the platform for now. */
export function leaseNeeds(
  leases: readonly NumberLease[],
  queueIds: readonly string[],
  days: readonly BusinessDate[],
  policy: LeasePolicy,
): LeaseNeed[] {
  return days.flatMap((businessDate) =>
    queueIds
      .filter((queueId) => {
        const left = leases
          .filter((lease) => lease.queueId === queueId && lease.businessDate === businessDate)
          .reduce((sum, lease) => sum + remaining(lease), 0);
        return left < policy.refillBelow;
      })
      .map((queueId) => ({ queueId, businessDate, size: policy.size })),
  );
}
