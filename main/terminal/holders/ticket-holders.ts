import { err, ok, type Result } from 'neverthrow';
import type { Clock, Instant } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import type { PlatformLink } from '../platform-link/platform-link.ts';
import type { Sealer } from '../sealing/sealed.ts';
import type { Storage, StorageError } from '../storage/storage.ts';
import type { Round, RoundFailure } from '../sync/sync.ts';
import { createUnnamedHoldersStore, HOLDING_PLACE, type Holding } from './unnamed-holders-store.ts';

export type TicketHolders = {
  /**
   * Tells the platform with whose card a ticket was taken here, so that another terminal may print it again. What it
   * cannot be told now waits sealed for `nameUnnamed`, also when he has gone.
   */
  readonly name: (holding: Holding) => void;
  /** Tells what waits of today, and forgets whose tickets were given back. */
  readonly nameUnnamed: Round;
  /** Forgets who took the tickets of other days: nobody can look for them by card. */
  readonly cleanOut: () => Result<void, StorageError>;
};

export type TicketHoldersDependencies = {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly sealer: Sealer;
  readonly link: Pick<PlatformLink, 'call' | 'state'>;
};

/** A platform that fails over it, as one that is older than this terminal, is not asked in every round. */
const AGAIN_AFTER_FAULT_MS = 60_000;
/** So many a round, each a question of its own: behind a long cut new numbers do not wait for all of them. */
const EACH_ROUND = 20;

/** Names to the platform the cards with which tickets were taken; a number of a card is kept here only while it cannot. */
export function createTicketHolders(dependencies: TicketHoldersDependencies): TicketHolders {
  const { storage, clock, sealer, link } = dependencies;
  const store = createUnnamedHoldersStore(storage);
  let faultAt: Instant | undefined;

  const commit = (work: () => void): Result<void, StorageError> =>
    storage.commit<void, never>(() => {
      work();
      return ok();
    });

  const tell = (holding: Holding) =>
    link.call('tickets.keepHolder', ({ tickets }) => tickets.keepHolder(holding));

  async function nameOrKeep(holding: Holding): Promise<void> {
    const isTold = link.state().state === 'connected' && (await tell(holding)).isOk();
    // The service may have ended meanwhile.
    if (isTold || !storage.database.open) return;
    // What the disk refuses is logged there; his ticket is found by its paper all the same.
    commit(() => store.insert(holding.ticketId, sealer.seal(holding, HOLDING_PLACE)));
  }

  async function nameUnnamed(): Promise<Result<void, RoundFailure>> {
    const now = clock.now();
    if (faultAt !== undefined && Math.abs(now - faultAt) < AGAIN_AFTER_FAULT_MS) return ok();
    const today = businessDateAt(now);
    for (const { ticketId, isGivenBack, holding } of store.ofDay(today).slice(0, EACH_ROUND)) {
      const opened = isGivenBack ? undefined : sealer.unseal(holding, 'send-to-platform');
      // Sealed for another ticket, or with a key that is gone: nobody's name.
      if (opened?.isOk() && opened.value.ticketId === ticketId) {
        const told = await tell(opened.value);
        if (!storage.database.open) return ok();
        if (told.isErr() && told.error.kind !== 'fault') return err(told.error);
        if (told.isErr()) {
          faultAt = now;
          return ok();
        }
      }
      const removed = commit(() => store.remove(ticketId));
      if (removed.isErr()) return err({ kind: 'storage' });
    }
    faultAt = undefined;
    return ok();
  }

  return {
    name: (holding) => void nameOrKeep(holding),
    nameUnnamed,
    cleanOut: () => commit(() => store.removeOtherDays(businessDateAt(clock.now()))),
  };
}
