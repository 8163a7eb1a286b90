import { err, ok, type Result } from 'neverthrow';
import type { Lease } from '#contract/platform/contract.ts';
import { type LeaseNeed, type LeasePolicy, leaseNeeds } from '#domain/queue/number-lease.ts';
import type { Clock, Instant } from '#domain/time/clock.ts';
import { addDays, businessDateAt } from '#domain/time/hall-time.ts';
import type { HallCopy } from '../hall/hall.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { PlatformLink } from '../platform-link/platform-link.ts';
import type { LeaseStore } from '../queue/lease-store.ts';
import type { QueueCount, QueueCounts } from '../queue/queue-counts.ts';
import { handIn } from './hand-in.ts';
import type { Round, RoundFailure } from './sync.ts';

export type RoundDependencies = {
  readonly link: PlatformLink;
  readonly hall: HallCopy;
  readonly leases: LeaseStore;
  readonly outbox: Outbox;
  readonly counts: QueueCounts;
  /** Names whose cards the platform could not be told when their tickets were taken. */
  readonly nameHolders: Round;
  readonly policy: LeasePolicy;
  readonly clock: Clock;
  /** UUIDv7. */
  readonly newKey: () => string;
  /** Tidies what is kept too long; called once a day. */
  readonly cleanOut: () => void;
};

type Step = Result<void, RoundFailure>;

/** How old the hall document may get before it is asked for again. */
const HALL_EVERY_MS = 30_000;

/** A queue's day that is full stays so; asked for in every round it would fill the platform with empty requests. */
const ASK_AGAIN_AFTER_MS = 5 * 60 * 1000;

/** Needs in one request, as the contract allows. */
const MOST_NEEDS = 500;

/**
 * One round with the platform: link, hall, number leases, outbox, holders, queue counts, in this order, since each makes
 * the next more useful. A step that the platform fails over does not keep the later ones from their turn.
 */
export function createRound(dependencies: RoundDependencies): Round {
  const { link, hall, leases, outbox, counts, nameHolders, policy, clock, newKey, cleanOut } = dependencies;
  let hallAt: Instant | undefined;
  let cleanedOn: string | undefined;
  /** When the platform last had no numbers left of a queue and day. */
  const ungranted = new Map<string, Instant>();

  async function pullHall(): Promise<Step> {
    if (hallAt !== undefined && Math.abs(clock.now() - hallAt) < HALL_EVERY_MS) return ok();
    const answer = await link.call('hall', (client) => client.hall({ haveVersion: hall.version() }));
    if (answer.isErr()) return err(answer.error);
    hallAt = clock.now();
    if (answer.value.hall === null) return ok();
    const replaced = hall.replace(answer.value.hall);
    if (replaced.isOk()) return ok();
    return err({ kind: replaced.error === 'HALL_REJECTED' ? 'fault' : 'storage' });
  }

  async function refillLeases(): Promise<Step> {
    const today = businessDateAt(clock.now());
    let open = leases.openRequest();
    if (open?.needs.some(({ businessDate }) => businessDate < today)) {
      // The cut outlasted the day it was made for; the platform no longer leases that day.
      if (leases.giveUp().isErr()) return err({ kind: 'storage' });
      open = undefined;
    }
    const request = open ?? newRequest(today);
    if (request.needs.length === 0) return ok();
    // The key is on the disk before it is used: an answer that is lost is asked for again, not a second time.
    if (!open && leases.begin(request).isErr()) return err({ kind: 'storage' });
    const answer = await link.call('leases', (client) =>
      client.leases({ requestKey: request.requestKey, needs: [...request.needs] }),
    );
    if (answer.isOk()) {
      rememberUngranted(request.needs, answer.value.leases);
      return leases.receive(answer.value.leases).mapErr(() => ({ kind: 'storage' }));
    }
    const { code, detail } = answer.error;
    // Understood and not granted: the same question will never be. What it may have leased is never used.
    if (code === 'PLATFORM_REFUSED' && (detail === 'status-400' || detail === code)) leases.giveUp();
    return err(answer.error);
  }

  function newRequest(today: string) {
    const days = Array.from({ length: policy.daysAhead + 1 }, (_, ahead) => addDays(today, ahead));
    const queueIds = hall.current()?.queues.map(({ queueId }) => queueId) ?? [];
    const needs = leaseNeeds(leases.from(today), queueIds, days, policy)
      .filter((need) => !wasJustUngranted(need))
      .slice(0, MOST_NEEDS);
    return { requestKey: newKey(), needs };
  }

  function rememberUngranted(needs: readonly LeaseNeed[], given: readonly Lease[]) {
    const granted = new Set(given.map(poolOf));
    for (const need of needs) {
      if (granted.has(poolOf(need))) ungranted.delete(poolOf(need));
      else ungranted.set(poolOf(need), clock.now());
    }
  }

  function wasJustUngranted(need: LeaseNeed): boolean {
    const at = ungranted.get(poolOf(need));
    return at !== undefined && Math.abs(clock.now() - at) < ASK_AGAIN_AFTER_MS;
  }

  async function pollCounts(): Promise<Step> {
    const businessDate = businessDateAt(clock.now());
    const answer = await link.call('queues', (client) => client.queues({ businessDate }));
    if (answer.isErr()) return err(answer.error);
    const { queues, closedEarly } = answer.value;
    return counts
      .replace(
        businessDate,
        new Map(queues.map(({ queueId, ...queue }) => [queueId, queueCount(queue)])),
        closedEarly ?? undefined,
      )
      .mapErr(() => ({ kind: 'storage' }));
  }

  function tidy() {
    const today = businessDateAt(clock.now());
    if (today === cleanedOn) return;
    cleanedOn = today;
    ungranted.clear();
    cleanOut();
  }

  function lost(kind: RoundFailure['kind']): Step {
    if (kind !== 'storage') counts.lost();
    return err({ kind });
  }

  return async () => {
    tidy();
    const connected = await link.connect();
    if (connected.isErr()) return lost(connected.error.kind);
    let outcome: Step = ok();
    const steps = [pullHall, refillLeases, () => handIn(outbox, link, leases), nameHolders, pollCounts];
    for (const step of steps) {
      const done = await step();
      if (done.isErr() && done.error.kind !== 'fault') return lost(done.error.kind);
      if (done.isErr()) outcome = err({ kind: 'fault' });
    }
    return outcome;
  };
}

function queueCount(queue: {
  readonly waiting: number;
  readonly fromMinutes?: number | undefined;
  readonly toMinutes?: number | undefined;
}): QueueCount {
  const { waiting, fromMinutes, toMinutes } = queue;
  const known = fromMinutes !== undefined && toMinutes !== undefined;
  return { waiting, foretold: known ? { fromMinutes, toMinutes } : undefined };
}

function poolOf({ businessDate, queueId }: Pick<LeaseNeed, 'businessDate' | 'queueId'>): string {
  return `${businessDate} ${queueId}`;
}
