import type { Lease } from '#contract/platform/contract.ts';
import type { NumberPool } from '#domain/queue/number-lease.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { DatabaseTransaction } from '../database/database.ts';

export type LeaseRequestKey = {
  readonly hallId: string;
  readonly terminalId: string;
  readonly requestKey: string;
};

/**
 * False when the request was answered before. Of two that come at once the second waits here until the first
 * has ended.
 */
export async function insertLeaseRequest(
  transaction: DatabaseTransaction,
  request: LeaseRequestKey,
  askedAt: Date,
): Promise<boolean> {
  const result = await transaction
    .insertInto('leaseRequests')
    .values({ ...request, askedAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function leasesOfRequest(
  transaction: DatabaseTransaction,
  request: LeaseRequestKey,
): Promise<Lease[]> {
  return transaction
    .selectFrom('leases')
    .select(['leaseId', 'queueId', 'businessDate', 'firstNumber as first', 'lastNumber as last'])
    .where('hallId', '=', request.hallId)
    .where('terminalId', '=', request.terminalId)
    .where('requestKey', '=', request.requestKey)
    .orderBy('position')
    .execute();
}

type PoolKey = { readonly hallId: string; readonly queueId: string; readonly businessDate: BusinessDate };

/** The pool of a queue and day, held until the transaction ends; a new one begins at 1. */
export async function lockPool(transaction: DatabaseTransaction, key: PoolKey): Promise<NumberPool> {
  await transaction
    .insertInto('numberPools')
    .values({ ...key, nextFree: 1 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return transaction
    .selectFrom('numberPools')
    .select('nextFree')
    .where('hallId', '=', key.hallId)
    .where('queueId', '=', key.queueId)
    .where('businessDate', '=', key.businessDate)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

export async function updatePool(
  transaction: DatabaseTransaction,
  key: PoolKey,
  pool: NumberPool,
): Promise<void> {
  await transaction
    .updateTable('numberPools')
    .set(pool)
    .where('hallId', '=', key.hallId)
    .where('queueId', '=', key.queueId)
    .where('businessDate', '=', key.businessDate)
    .execute();
}

export async function insertLease(
  transaction: DatabaseTransaction,
  request: LeaseRequestKey,
  lease: Lease,
  position: number,
): Promise<void> {
  const { first, last, ...rest } = lease;
  await transaction
    .insertInto('leases')
    .values({ ...request, ...rest, position, firstNumber: first, lastNumber: last })
    .execute();
}
