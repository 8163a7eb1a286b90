import { err, ok, type Result } from 'neverthrow';
import { v7 as uuidv7 } from 'uuid';
import type { Lease } from '#contract/platform/contract.ts';
import { cutLease, type LeaseNeed } from '#domain/queue/number-lease.ts';
import type { Clock } from '#domain/time/clock.ts';
import { addDays, type BusinessDate, businessDateAt } from '#domain/time/hall-time.ts';
import type { Database } from '../database/database.ts';
import { findHall } from '../halls/halls-store.ts';
import {
  insertLease,
  insertLeaseRequest,
  type LeaseRequestKey,
  leasesOfRequest,
  lockPool,
  updatePool,
} from './leases-store.ts';

/** Yesterday still counts: a request signed before midnight may arrive after it. */
const DAYS_BACK = 1;
/** Two weeks bridge the longest public holiday with the network cut. */
const DAYS_AHEAD = 14;

export type LeasingError = 'DATE_OUT_OF_RANGE' | 'HALL_UNKNOWN';

/**
 * Leases runs of numbers to a terminal for good. The same request key gives the same leases again, so that a
 * lost answer costs no numbers. A queue that the hall does not have, or whose day is full, gets none; the
 * other queues of the request get theirs.
 */
export async function leaseNumbers(
  database: Database,
  clock: Clock,
  request: LeaseRequestKey,
  needs: readonly LeaseNeed[],
): Promise<Result<Lease[], LeasingError>> {
  const today = businessDateAt(clock.now());
  if (!needs.every((need) => isLeasable(need.businessDate, today))) return err('DATE_OUT_OF_RANGE');
  const hall = await findHall(database, request.hallId);
  if (!hall) return err('HALL_UNKNOWN');
  const queueIds = new Set(hall.queues.map((queue) => queue.queueId));
  const leasable = needs.filter((need) => queueIds.has(need.queueId)).sort(inLockOrder);
  return database.transaction().execute(async (transaction) => {
    const isNew = await insertLeaseRequest(transaction, request, new Date(clock.now()));
    if (!isNew) return ok(await leasesOfRequest(transaction, request));
    const leases: Lease[] = [];
    for (const { queueId, businessDate, size } of leasable) {
      const key = { hallId: request.hallId, queueId, businessDate };
      const cut = cutLease(await lockPool(transaction, key), size);
      if (cut.isErr()) continue;
      const { first, last, pool } = cut.value;
      const lease = { leaseId: uuidv7(), queueId, businessDate, first, last };
      await updatePool(transaction, key, pool);
      await insertLease(transaction, request, lease, leases.length);
      leases.push(lease);
    }
    return ok(leases);
  });
}

function isLeasable(date: BusinessDate, today: BusinessDate): boolean {
  return date >= addDays(today, -DAYS_BACK) && date <= addDays(today, DAYS_AHEAD);
}

/** Every request locks its pools in this order, so that two never wait for each other. */
function inLockOrder(one: LeaseNeed, other: LeaseNeed): number {
  const [first, second] = [one, other].map((need) => `${need.businessDate} ${need.queueId}`);
  return (first ?? '') < (second ?? '') ? -1 : 1;
}
