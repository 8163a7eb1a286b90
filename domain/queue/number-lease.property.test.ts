import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../time/clock.ts';
import { addDays, type BusinessDate, businessDateAt } from '../time/hall-time.ts';
import {
  cutLease,
  type LeaseNeed,
  type LeasePolicy,
  leaseNeeds,
  type NumberLease,
  type NumberPool,
  takeNumber,
} from './number-lease.ts';
import { LAST_NUMBER } from './ticket-number.ts';

const QUEUES = ['a', 'b'] as const;
const START: Instant = Date.parse('2026-11-21T15:50:00Z');
const HOUR_MS = 60 * 60 * 1000;

type GivenLease = Omit<NumberLease, 'next'>;
type Request = { readonly key: string; readonly needs: readonly LeaseNeed[] };

/** What a terminal has on its disk: all that a restart leaves it. */
type Disk = { leases: readonly NumberLease[]; request: Request | undefined };

/** The platform: its pools, and the leases it gave to each request. Requests may reach it late and twice. */
function createPlatform() {
  const pools = new Map<string, NumberPool>();
  const answered = new Map<string, readonly GivenLease[]>();
  let leaseCount = 0;
  return {
    lease: (request: Request): readonly GivenLease[] => {
      const before = answered.get(request.key);
      if (before) return before;
      const leases = request.needs.flatMap(({ queueId, businessDate, size }) => {
        const pool = `${businessDate} ${queueId}`;
        const cut = cutLease(pools.get(pool) ?? { nextFree: 1 }, size);
        if (cut.isErr()) return [];
        pools.set(pool, cut.value.pool);
        leaseCount += 1;
        const { first, last } = cut.value;
        return [{ leaseId: `lease-${leaseCount}`, queueId, businessDate, first, last }];
      });
      answered.set(request.key, leases);
      return leases;
    },
  };
}

function createTerminal(name: string, policy: LeasePolicy) {
  let disk: Disk = { leases: [], request: undefined };
  let clock = START;
  let requestCount = 0;
  const today = () => businessDateAt(clock);
  return {
    jump: (milliseconds: number) => {
      clock += milliseconds;
    },
    /** The request goes out; the network decides what becomes of question and answer. */
    ask: (): Request | undefined => {
      if (disk.request) return disk.request;
      const days = Array.from({ length: policy.daysAhead + 1 }, (_, ahead) => addDays(today(), ahead));
      const needs = leaseNeeds(disk.leases, QUEUES, days, policy);
      if (needs.length === 0) return undefined;
      requestCount += 1;
      disk = { ...disk, request: { key: `${name}-${requestCount}`, needs } };
      return disk.request;
    },
    answer: (key: string, leases: readonly GivenLease[]) => {
      // An answer to a question that is closed already comes too late and changes nothing.
      if (disk.request?.key !== key) return;
      const known = new Set(disk.leases.map(({ leaseId }) => leaseId));
      const fresh = leases
        .filter(({ leaseId }) => !known.has(leaseId))
        .map((lease): NumberLease => Object.assign({ next: lease.first }, lease));
      disk = { leases: [...disk.leases, ...fresh], request: undefined };
    },
    /** A take is one transaction: killed before its end it leaves the disk as it was, and no ticket. */
    take: (
      queueId: string,
      killedBeforeCommit: boolean,
    ): { businessDate: BusinessDate; number: number } | undefined => {
      const taken = takeNumber(disk.leases, queueId, today());
      if (taken.isErr() || killedBeforeCommit) return undefined;
      const { number, lease } = taken.value;
      const others = disk.leases.filter(({ leaseId }) => leaseId !== lease.leaseId);
      disk = { ...disk, leases: [...others, lease] };
      return { businessDate: lease.businessDate, number };
    },
    disk: () => disk,
  };
}

const network = fc.oneof(
  { weight: 4, arbitrary: fc.constant('works' as const) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'loses-question' as const,
      'loses-answer' as const,
      'doubles' as const,
      'delays-answer' as const,
    ),
  },
);
const queue = fc.constantFrom(...QUEUES);
const hours = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -60, max: 60 }));

const step = fc.record({
  terminal: fc.nat({ max: 2 }),
  action: fc.oneof(
    { weight: 8, arbitrary: fc.record({ kind: fc.constant('take' as const), queue }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('killed-take' as const), queue }) },
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('refill' as const), network }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('late-answers' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('jump' as const), hours }) },
  ),
});

const policies = fc.record({
  size: fc.integer({ min: 1, max: 8 }),
  refillBelow: fc.integer({ min: 1, max: 6 }),
  daysAhead: fc.integer({ min: 0, max: 2 }),
});

describe('leased numbers', () => {
  it('are given once only, by any terminals, through cuts, kills, late answers and clock jumps', () => {
    let allGiven = 0;
    fc.assert(
      fc.property(policies, fc.array(step, { minLength: 60, maxLength: 200 }), (policy, steps) => {
        const platform = createPlatform();
        const terminals = [0, 1, 2].map((index) => createTerminal(`t${index}`, policy));
        const given = new Set<string>();
        let delayed: { terminal: number; key: string; leases: readonly GivenLease[] }[] = [];
        for (const { terminal: index, action } of steps) {
          const terminal = terminals[index];
          if (!terminal) continue;
          if (action.kind === 'take' || action.kind === 'killed-take') {
            const taken = terminal.take(action.queue, action.kind === 'killed-take');
            if (!taken) continue;
            const name = `${taken.businessDate} ${action.queue} ${taken.number}`;
            if (given.has(name)) throw new Error(`${name} was given twice`);
            given.add(name);
          } else if (action.kind === 'refill') {
            const request = terminal.ask();
            if (!request || action.network === 'loses-question') continue;
            const leases = platform.lease(request);
            if (action.network === 'doubles') terminal.answer(request.key, platform.lease(request));
            if (action.network === 'works' || action.network === 'doubles')
              terminal.answer(request.key, leases);
            if (action.network === 'delays-answer')
              delayed.push({ terminal: index, key: request.key, leases });
          } else if (action.kind === 'late-answers') {
            for (const late of delayed) terminals[late.terminal]?.answer(late.key, late.leases);
            delayed = [];
          } else {
            terminal.jump(action.hours * HOUR_MS);
          }
        }
        allGiven += given.size;
      }),
      { numRuns: 300 },
    );
    // A model that gives no numbers would pass all the above.
    expect(allGiven).toBeGreaterThan(3_000);
  });

  it('come in order from the lowest lease, without a gap, until each is used up', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 10 }),
        fc.integer({ min: 1, max: 9 }),
        (tens, length) => {
          let leases: readonly NumberLease[] = tens.map((ten) => ({
            leaseId: `lease-${ten}`,
            queueId: 'a',
            businessDate: '2026-11-21',
            first: ten * 10 + 1,
            last: ten * 10 + length,
            next: ten * 10 + 1,
          }));
          const expected = [...tens]
            .sort((one, other) => one - other)
            .flatMap((ten) => Array.from({ length }, (_, n) => ten * 10 + 1 + n));
          for (const number of expected) {
            const taken = takeNumber(leases, 'a', '2026-11-21')._unsafeUnwrap();
            expect(taken.number).toBe(number);
            leases = leases.map((lease) => (lease.leaseId === taken.lease.leaseId ? taken.lease : lease));
          }
          expect(takeNumber(leases, 'a', '2026-11-21')._unsafeUnwrapErr()).toBe('LEASE_USED_UP');
          expect(takeNumber(leases, 'b', '2026-11-21').isErr()).toBe(true);
          expect(takeNumber(leases, 'a', '2026-11-22').isErr()).toBe(true);
        },
      ),
    );
  });
});

describe("the platform's pool", () => {
  it('is cut without gap or overlap up to its last number, and then refuses', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: LAST_NUMBER - 200, max: LAST_NUMBER }),
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }),
        (nextFree, sizes) => {
          let pool: NumberPool = { nextFree };
          for (const size of sizes) {
            const cut = cutLease(pool, size);
            if (cut.isErr()) {
              if (pool.nextFree <= LAST_NUMBER) throw new Error(`refused with ${pool.nextFree} still free`);
              continue;
            }
            expect(cut.value.first).toBe(pool.nextFree);
            expect(cut.value.last).toBe(Math.min(cut.value.first + size - 1, LAST_NUMBER));
            pool = cut.value.pool;
            expect(pool.nextFree).toBe(cut.value.last + 1);
          }
        },
      ),
    );
  });
});

describe('what a terminal asks for', () => {
  it('is every queue and day that has run low, and nothing else', () => {
    const lease = (queueId: string, businessDate: string, next: number): NumberLease => ({
      leaseId: `${queueId}${businessDate}`,
      queueId,
      businessDate,
      first: 1,
      last: 10,
      next,
    });
    const days = ['2026-11-21', '2026-11-22'];
    const leases = [lease('a', '2026-11-21', 5), lease('b', '2026-11-21', 7), lease('a', '2026-11-22', 1)];
    expect(leaseNeeds(leases, QUEUES, days, { size: 10, refillBelow: 5, daysAhead: 1 })).toEqual([
      { queueId: 'b', businessDate: '2026-11-21', size: 10 },
      { queueId: 'b', businessDate: '2026-11-22', size: 10 },
    ]);
  });
});
