import { ok, type Result } from 'neverthrow';
import { z } from 'zod';
import type { Lease } from '#contract/platform/contract.ts';
import type { LeaseNeed, NumberLease } from '#domain/queue/number-lease.ts';
import type { Clock } from '#domain/time/clock.ts';
import { addDays, businessDateAt } from '#domain/time/hall-time.ts';
import type { Log } from '../log/log.ts';
import type { Storage, StorageError } from '../storage/storage.ts';

/** Leases of days so long past are deleted; a clock put back that far finds none and the platform gives new ones. */
const DAYS_KEPT = 30;

type LeaseRequest = { readonly requestKey: string; readonly needs: readonly LeaseNeed[] };

export type LeaseStore = {
  readonly ofDay: (queueId: string, businessDate: string) => NumberLease[];
  readonly from: (businessDate: string) => NumberLease[];
  /** Moves a lease's cursor on; call it inside the transaction that uses the number. */
  readonly advance: (lease: NumberLease) => void;
  /** The request whose answer has not come yet: it is asked again with the same key, never a second one beside it. */
  readonly openRequest: () => LeaseRequest | undefined;
  readonly begin: (request: LeaseRequest) => Result<void, StorageError>;
  /** Takes the leases in and closes the request, in one transaction. */
  readonly receive: (leases: readonly Lease[]) => Result<void, StorageError>;
  /** The platform will never answer this request: the next need makes a new one. */
  readonly giveUp: () => Result<void, StorageError>;
  /** Gives all leases up, numbers and all; nobody will use them. */
  readonly discard: (cause: string) => Result<void, StorageError>;
  /**
   * Takes in what the platform has been told of each lease. Where it knows numbers that this database has not given,
   * the database is an old copy of another life of this terminal: all leases are given up, since after the reported
   * numbers others may be on paper that were never reported.
   */
  readonly compare: (reported: readonly ReportedLease[]) => Result<void, StorageError>;
  readonly cleanOut: () => Result<void, StorageError>;
};

/** The highest number of a lease that the platform has heard of. */
export type ReportedLease = { readonly leaseId: string; readonly highest: number };

type Row = {
  lease_id: string;
  queue_id: string;
  business_date: string;
  first: number;
  last: number;
  next: number;
};

const COLUMNS = 'lease_id, queue_id, business_date, first, last, next';

const needsSchema = z.array(
  z.object({ queueId: z.string(), businessDate: z.string(), size: z.number().int().positive() }),
);

export type LeaseStoreDependencies = { readonly storage: Storage; readonly clock: Clock; readonly log: Log };

export function createLeaseStore({ storage, clock, log }: LeaseStoreDependencies): LeaseStore {
  const { database } = storage;
  const ofDay = database.prepare<[string, string], Row>(
    `SELECT ${COLUMNS} FROM lease WHERE business_date = ? AND queue_id = ? AND next <= last ORDER BY first`,
  );
  const from = database.prepare<[string], Row>(
    `SELECT ${COLUMNS} FROM lease WHERE business_date >= ? AND next <= last`,
  );
  const advance = database.prepare<[number, string, number]>(
    'UPDATE lease SET next = ? WHERE lease_id = ? AND next = ?',
  );
  // A lease that is here already keeps its cursor, however often the platform sends it.
  const insert = database.prepare<[string, string, string, number, number, number]>(
    `INSERT INTO lease (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (lease_id) DO NOTHING`,
  );
  const isBehind = database
    .prepare<[string, number], number>('SELECT count(*) FROM lease WHERE lease_id = ? AND next <= ?')
    .pluck();
  const deleteAll = database.prepare<[]>('DELETE FROM lease');
  const deleteBefore = database.prepare<[string]>('DELETE FROM lease WHERE business_date < ?');
  const readRequest = database.prepare<[], { request_key: string; needs: string }>(
    'SELECT request_key, needs FROM lease_request WHERE only = 1',
  );
  const writeRequest = database.prepare<[string, string, number]>(
    'INSERT INTO lease_request (only, request_key, needs, made_at) VALUES (1, ?, ?, ?)',
  );
  const closeRequest = database.prepare<[]>('DELETE FROM lease_request');

  /** Leases that this terminal, or one whose copy it is, has used. */
  let used: ReadonlySet<string> = new Set();

  const commit = (work: () => void) =>
    storage.commit<void, never>(() => {
      work();
      return ok();
    });

  const discard = (cause: string) =>
    commit(() => {
      const { changes } = deleteAll.run();
      // The answer to an open request may name numbers that another copy of this terminal has used.
      closeRequest.run();
      if (changes > 0) log.event('leases.discarded', { leases: changes, cause });
    });

  return {
    ofDay: (queueId, businessDate) => ofDay.all(businessDate, queueId).map(leaseOf),
    from: (businessDate) => from.all(businessDate).map(leaseOf),
    advance: (lease) => {
      const { changes } = advance.run(lease.next, lease.leaseId, lease.next - 1);
      if (changes !== 1) throw new Error(`lease ${lease.leaseId} is not where it was read`);
    },
    openRequest: () => {
      const row = readRequest.get();
      return row && { requestKey: row.request_key, needs: needsSchema.parse(JSON.parse(row.needs)) };
    },
    begin: ({ requestKey, needs }) =>
      commit(() => writeRequest.run(requestKey, JSON.stringify(needs), clock.now())),
    receive: (leases) =>
      commit(() => {
        for (const { leaseId, queueId, businessDate, first, last } of leases) {
          // Asked for again with the key of an old copy, and long used: not a number of it may be given.
          insert.run(leaseId, queueId, businessDate, first, last, used.has(leaseId) ? last + 1 : first);
        }
        closeRequest.run();
      }).map(() => {
        const numbers = leases.reduce((sum, { first, last }) => sum + last - first + 1, 0);
        log.event('leases.received', { leases: leases.length, numbers });
      }),
    giveUp: () => commit(() => closeRequest.run()),
    discard,
    compare: (reported) => {
      used = new Set(reported.map(({ leaseId }) => leaseId));
      const behind = reported.some(({ leaseId, highest }) => (isBehind.get(leaseId, highest) ?? 0) > 0);
      return behind ? discard('behind-platform') : ok();
    },
    cleanOut: () => commit(() => deleteBefore.run(addDays(businessDateAt(clock.now()), -DAYS_KEPT))),
  };
}

function leaseOf(row: Row): NumberLease {
  return {
    leaseId: row.lease_id,
    queueId: row.queue_id,
    businessDate: row.business_date,
    first: row.first,
    last: row.last,
    next: row.next,
  };
}
