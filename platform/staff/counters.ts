import { err, ok, type Result } from 'neverthrow';
import type { Clock } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { inQueue } from '../calls/queue-lock.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { publishedHall } from '../live/published-halls.ts';
import {
  deleteLeftSeats,
  deleteSeat,
  findSeat,
  findSitting,
  hasTicketAt,
  insertSeat,
  moveTicketsToCounter,
  updateSeat,
} from './counters-store.ts';
import { insertAction, isActionDone, type KeyedAction } from './desk-actions-store.ts';
import { isHeard } from './seats.ts';

type Person = { readonly hallId: string; readonly staffId: string };

/** Made for the press of a button: repeated, also much later, it answers the same and does nothing. */
type Keyed = { readonly actionKey: string };

export type Opening = Keyed & {
  readonly counterId: string;
  /** Who was seen to sit there without being heard: his seat ends, if he is not heard again by now. */
  readonly insteadOf?: string | undefined;
};

/** Sits down at a counter, or ends a break there. Whoever sat elsewhere leaves that. */
export async function openCounter(
  database: Database,
  clock: Clock,
  person: Person,
  { actionKey, counterId, insteadOf }: Opening,
): Promise<Result<void, 'COUNTER_UNKNOWN' | 'COUNTER_TAKEN' | 'COUNTER_BUSY'>> {
  const { hallId, staffId } = person;
  const hall = await publishedHall(database, hallId);
  const has = (id: string): boolean => hall?.counters.some((counter) => counter.counterId === id) ?? false;
  const opened = { kind: 'open-counter', counterId, ofStaffId: null } as const;
  return once(database, clock, person, actionKey, async (transaction, { now, businessDate }) => {
    if (!has(counterId)) return err('COUNTER_UNKNOWN');
    await deleteLeftSeats(transaction, person.hallId, now.getTime());
    const seat = await findSeat(transaction, person);
    if (seat?.counterId === counterId) {
      await updateSeat(transaction, person, 'open', now);
      return ok(opened);
    }
    // Whoever sat at a counter that the hall has no more takes his citizens along.
    const movesAlong = seat !== undefined && !has(seat.counterId);
    if (
      seat &&
      (await hasTicketAt(transaction, hallId, businessDate, movesAlong ? counterId : seat.counterId))
    ) {
      return err('COUNTER_BUSY');
    }
    if (seat) await deleteSeat(transaction, person);
    const sitting = await findSitting(transaction, { hallId, counterId });
    const takesOver =
      sitting !== undefined &&
      sitting.staffId === insteadOf &&
      !isHeard(sitting.heardAt.getTime(), now.getTime());
    if (takesOver) await deleteSeat(transaction, { hallId, staffId: sitting.staffId });
    const sits = { hallId, staffId, counterId, state: 'open' as const, since: now, heardAt: now };
    const seated = await insertSeat(transaction, sits);
    if (!seated) return err('COUNTER_TAKEN');
    if (movesAlong)
      await moveTicketsToCounter(transaction, { hallId, businessDate, from: seat.counterId, to: counterId });
    return ok(takesOver ? { kind: 'take-over', counterId, ofStaffId: sitting.staffId } : opened);
  });
}

export function pauseCounter(
  database: Database,
  clock: Clock,
  person: Person,
  { actionKey }: Keyed,
): Promise<Result<void, 'COUNTER_CLOSED' | 'COUNTER_BUSY'>> {
  return once(database, clock, person, actionKey, async (transaction, { now, businessDate }) => {
    const seat = await findSeat(transaction, person);
    if (!seat) return err('COUNTER_CLOSED');
    const { counterId } = seat;
    // Pressed twice, it is one break that began at the first.
    if (seat.state !== 'break') {
      if (await hasTicketAt(transaction, person.hallId, businessDate, counterId)) return err('COUNTER_BUSY');
      await updateSeat(transaction, person, 'break', now);
    }
    return ok({ kind: 'pause', counterId, ofStaffId: null });
  });
}

export function closeCounter(
  database: Database,
  clock: Clock,
  person: Person,
  { actionKey }: Keyed,
): Promise<Result<void, 'COUNTER_CLOSED' | 'COUNTER_BUSY'>> {
  return once(database, clock, person, actionKey, async (transaction, { businessDate }) => {
    const seat = await findSeat(transaction, person);
    if (!seat) return err('COUNTER_CLOSED');
    const { counterId } = seat;
    if (await hasTicketAt(transaction, person.hallId, businessDate, counterId)) return err('COUNTER_BUSY');
    await deleteSeat(transaction, person);
    return ok({ kind: 'close-counter', counterId, ofStaffId: null });
  });
}

export type Freeing = Keyed & {
  readonly counterId: string;
  /** Who was seen to sit there. */
  readonly staffId: string;
};

/**
 * Ends another's seat. What he has at the counter stays there, as when he signs out: it waits for who sits there next.
 * Somebody who has come in his place stays.
 */
export function freeCounter(
  database: Database,
  clock: Clock,
  by: Person,
  { actionKey, counterId, staffId }: Freeing,
): Promise<Result<void, 'COUNTER_TAKEN'>> {
  const { hallId } = by;
  return once(database, clock, by, actionKey, async (transaction) => {
    const sitting = await findSitting(transaction, { hallId, counterId });
    if (!sitting) return ok(undefined);
    if (sitting.staffId !== staffId) return err('COUNTER_TAKEN');
    await deleteSeat(transaction, { hallId, staffId });
    return ok({ kind: 'free-counter', counterId, ofStaffId: staffId });
  });
}

/** Leaves the counter whatever stands there: a ticket that is not finished waits for who sits there next. */
export async function leaveCounter(database: Database, clock: Clock, person: Person): Promise<void> {
  await atTheCounters(database, clock, person, async (transaction, { now }) => {
    await deleteLeftSeats(transaction, person.hallId, now.getTime());
    return ok(undefined);
  });
}

type Day = { readonly now: Date; readonly businessDate: string };

/** What was done, to be written down under its key; undefined where there was nothing to do. */
type Done = Pick<KeyedAction, 'kind' | 'counterId' | 'ofStaffId'> | undefined;

function once<E>(
  database: Database,
  clock: Clock,
  by: Person,
  actionKey: string,
  work: (transaction: DatabaseTransaction, day: Day) => Promise<Result<Done, E>>,
): Promise<Result<void, E>> {
  const { hallId, staffId } = by;
  return atTheCounters(database, clock, by, async (transaction, day) => {
    if (await isActionDone(transaction, { hallId, actionKey })) return ok(undefined);
    const worked = await work(transaction, day);
    if (worked.isErr()) return err(worked.error);
    const done = worked.value;
    if (done) await insertAction(transaction, { hallId, actionKey, staffId, doneAt: day.now, ...done });
    return ok(undefined);
  });
}

function atTheCounters<T, E>(
  database: Database,
  clock: Clock,
  { hallId }: Person,
  work: (transaction: DatabaseTransaction, day: Day) => Promise<Result<T, E>>,
): Promise<Result<T, E>> {
  // A ticket is called to a counter under the same lock: none comes to one that is being left.
  return inQueue(database, hallId, (transaction) => {
    const now = clock.now();
    return work(transaction, { now: new Date(now), businessDate: businessDateAt(now) });
  });
}
