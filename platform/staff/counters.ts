import { err, ok, type Result } from 'neverthrow';
import { v7 as uuidv7 } from 'uuid';
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
  insertSeatAction,
  isActionDone,
  moveTicketsToCounter,
  updateSeat,
} from './counters-store.ts';
import { isHeard } from './seats.ts';

type Person = { readonly hallId: string; readonly staffId: string };

/**
 * Sits down at a counter, or ends a break there. Whoever sat elsewhere leaves that.
 * @param insteadOf who was seen to sit there without being heard: his seat ends, if he is not heard again by now
 */
export async function openCounter(
  database: Database,
  clock: Clock,
  person: Person,
  { counterId, insteadOf }: { readonly counterId: string; readonly insteadOf?: string | undefined },
): Promise<Result<void, 'COUNTER_UNKNOWN' | 'COUNTER_TAKEN' | 'COUNTER_BUSY'>> {
  const { hallId, staffId } = person;
  const hall = await publishedHall(database, hallId);
  const has = (id: string): boolean => hall?.counters.some((counter) => counter.counterId === id) ?? false;
  if (!has(counterId)) return err('COUNTER_UNKNOWN');
  return atTheCounters(database, clock, person, async (transaction, { now, businessDate }) => {
    await deleteLeftSeats(transaction, person.hallId, now.getTime());
    const seat = await findSeat(transaction, person);
    if (seat?.counterId === counterId) {
      await updateSeat(transaction, person, 'open', now);
      return ok(undefined);
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
    if (sitting && sitting.staffId === insteadOf && !isHeard(sitting.heardAt.getTime(), now.getTime())) {
      await deleteSeat(transaction, { hallId, staffId: insteadOf });
      const done = { hallId, counterId, staffId, ofStaffId: insteadOf, doneAt: now };
      await insertSeatAction(transaction, { ...done, actionKey: uuidv7(), kind: 'take-over' });
    }
    const sits = { hallId, staffId, counterId, state: 'open' as const, since: now, heardAt: now };
    const seated = await insertSeat(transaction, sits);
    if (!seated) return err('COUNTER_TAKEN');
    if (movesAlong)
      await moveTicketsToCounter(transaction, { hallId, businessDate, from: seat.counterId, to: counterId });
    return ok(undefined);
  });
}

export function pauseCounter(
  database: Database,
  clock: Clock,
  person: Person,
): Promise<Result<void, 'COUNTER_CLOSED' | 'COUNTER_BUSY'>> {
  return atTheCounters(database, clock, person, async (transaction, { now, businessDate }) => {
    const seat = await findSeat(transaction, person);
    if (!seat) return err('COUNTER_CLOSED');
    // Pressed twice, it is one break that began at the first.
    if (seat.state === 'break') return ok(undefined);
    if (await hasTicketAt(transaction, person.hallId, businessDate, seat.counterId))
      return err('COUNTER_BUSY');
    await updateSeat(transaction, person, 'break', now);
    return ok(undefined);
  });
}

export function closeCounter(
  database: Database,
  clock: Clock,
  person: Person,
): Promise<Result<void, 'COUNTER_CLOSED' | 'COUNTER_BUSY'>> {
  return atTheCounters(database, clock, person, async (transaction, { businessDate }) => {
    const seat = await findSeat(transaction, person);
    if (!seat) return err('COUNTER_CLOSED');
    if (await hasTicketAt(transaction, person.hallId, businessDate, seat.counterId))
      return err('COUNTER_BUSY');
    await deleteSeat(transaction, person);
    return ok(undefined);
  });
}

export type Freeing = {
  readonly actionKey: string;
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
  return atTheCounters(database, clock, by, async (transaction, { now }) => {
    const sitting = await findSitting(transaction, { hallId, counterId });
    if (!sitting || (await isActionDone(transaction, { hallId, actionKey }))) return ok(undefined);
    if (sitting.staffId !== staffId) return err('COUNTER_TAKEN');
    await deleteSeat(transaction, { hallId, staffId });
    const done = { hallId, counterId, actionKey, staffId: by.staffId, ofStaffId: staffId, doneAt: now };
    await insertSeatAction(transaction, { ...done, kind: 'free-counter' });
    return ok(undefined);
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
