import type { Hall } from '#contract/hall.ts';
import { checkIn, defaultCheckInRules } from '#domain/appointment/check-in.ts';
import type { Instant } from '#domain/time/clock.ts';
import { type BusinessDate, businessDateAt } from '#domain/time/hall-time.ts';
import type { DatabaseTransaction } from '../database/database.ts';
import { lockAppointments, moveAppointment } from './appointments-store.ts';
import {
  type ClosingMove,
  deleteClosingMoves,
  markMovedBack,
  restoreGiven,
  selectClosingMoves,
} from './closing-times-store.ts';

type Day = { readonly hallId: string; readonly businessDate: BusinessDate };

/**
 * Moves back what the closing of today moved away, where nobody has changed it since and its time is still to come; under
 * `lockAppointments`. Returns how many.
 */
export async function moveBackToToday(
  transaction: DatabaseTransaction,
  hall: Hall,
  now: Instant,
): Promise<number> {
  const day = { hallId: hall.hallId, businessDate: businessDateAt(now) };
  const rules = hall.checkIn ?? defaultCheckInRules;
  const moves = await selectClosingMoves(transaction, day, { movedBack: false });
  const toCome = moves.filter(({ fromAt, toAt }) => {
    const slot = { from: fromAt.getTime(), to: toAt.getTime() };
    return checkIn(slot, now, rules).kind !== 'missed';
  });
  for (const { appointmentId, fromAt, toAt, movedBy } of toCome) {
    // Back at the first time it is not moved at all, whoever is named.
    await moveAppointment(
      transaction,
      hall.hallId,
      appointmentId,
      timeOf(fromAt, toAt),
      movedBy ?? 'closing',
    );
  }
  await markMovedBack(transaction, day, idsOf(toCome), true);
  return toCome.length;
}

/**
 * Whoever was told of another time while the hall had closed, and went home with it, has that time when the day ends
 * without him, or the hall closes again. Returns how many tickets have theirs again.
 */
export async function restoreTold(transaction: DatabaseTransaction, day: Day, now: Instant): Promise<number> {
  await lockAppointments(transaction, day.hallId);
  const given = await restoreGiven(transaction, day, new Date(now));
  const moves = await selectClosingMoves(transaction, day, { movedBack: true });
  for (const { appointmentId, toldFromAt, toldToAt } of moves) {
    const told = timeOf(toldFromAt, toldToAt);
    await moveAppointment(transaction, day.hallId, appointmentId, told, 'closing');
  }
  await markMovedBack(transaction, day, idsOf(moves), false);
  return given;
}

/** What is to be settled of the closing of a day that is over. */
export async function settleClosing(transaction: DatabaseTransaction, day: Day, now: Instant): Promise<void> {
  await restoreTold(transaction, day, now);
  await deleteClosingMoves(transaction, day);
}

function idsOf(moves: readonly ClosingMove[]): string[] {
  return moves.map(({ appointmentId }) => appointmentId);
}

function timeOf(fromAt: Date, toAt: Date) {
  return { businessDate: businessDateAt(fromAt.getTime()), fromAt, toAt };
}
