import { err, ok, type Result } from 'neverthrow';
import type { Command, CommandResult, Refusal } from '#contract/platform/commands.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { PlatformLink } from '../platform-link/platform-link.ts';
import type { LeaseStore } from '../queue/lease-store.ts';
import type { RoundFailure } from './sync.ts';

/** Commands in one request; the contract allows 200. */
const BATCH = 100;

/** So many aggregates failing one after the other speak of the platform, not of the records. */
const FAILURES_OF_THE_PLATFORM = 3;

/** Hands the outbox in until nothing is due. Records the platform fails over are put aside one aggregate at a time. */
export async function handIn(
  outbox: Outbox,
  link: PlatformLink,
  leases: LeaseStore,
): Promise<Result<void, RoundFailure>> {
  let inARow = 0;

  async function send(commands: readonly Command[]): Promise<Result<void, RoundFailure>> {
    const answer = await link.call('commands', (client) => client.commands({ commands: [...commands] }));
    if (answer.isOk()) {
      inARow = 0;
      return settle(commands, answer.value.results);
    }
    if (answer.error.kind !== 'fault') return err(answer.error);
    const [first, second] = halves(commands);
    if (second.length > 0) {
      const sent = await send(first);
      return sent.isErr() ? sent : send(second);
    }
    inARow += 1;
    const postponed = outbox.postpone(
      commands.map(({ key }) => key),
      answer.error.detail,
    );
    if (postponed.isErr()) return err({ kind: 'storage' });
    return inARow < FAILURES_OF_THE_PLATFORM ? ok() : err(answer.error);
  }

  function settle(commands: readonly Command[], results: readonly CommandResult[]) {
    const answered = new Set(results.map(({ key }) => key));
    const unanswered = commands.flatMap(({ key }) => (answered.has(key) ? [] : [key]));
    return outbox
      .settle(results)
      .andThen(() => (unanswered.length > 0 ? outbox.postpone(unanswered, 'NO_RESULT') : ok()))
      .andThen(() => {
        const cause = causeToGiveUp(results);
        return cause === undefined ? ok() : leases.discard(cause);
      })
      .mapErr((): RoundFailure => ({ kind: 'storage' }));
  }

  for (let commands = outbox.batch(BATCH); commands.length > 0; commands = outbox.batch(BATCH)) {
    const sent = await send(commands);
    if (sent.isErr()) return sent;
  }
  return ok();
}

/** Why no further number may be given from the leases: each would be on paper and in no queue. */
const CAUSES: Partial<Record<Refusal, string>> = {
  // Another machine gives numbers from the same leases: a copy of this one, or this one is the copy.
  NUMBER_TAKEN: 'number-taken',
  // The platform was restored from a copy older than the lease, and gives its numbers to others.
  NUMBER_NOT_LEASED: 'not-leased',
  QUEUE_UNKNOWN: 'not-leased',
};

function causeToGiveUp(results: readonly CommandResult[]): string | undefined {
  const causes = results.map((result) => (result.outcome === 'refused' ? CAUSES[result.reason] : undefined));
  return causes.find((cause) => cause !== undefined);
}

/** Splits between aggregates, never inside one: its order is part of it. */
function halves(commands: readonly Command[]): readonly [readonly Command[], readonly Command[]] {
  const aggregates = [...new Set(commands.map(({ aggregate }) => aggregate))];
  const inFirst = new Set(aggregates.slice(0, Math.ceil(aggregates.length / 2)));
  return [
    commands.filter(({ aggregate }) => inFirst.has(aggregate)),
    commands.filter(({ aggregate }) => !inFirst.has(aggregate)),
  ];
}
