import { err, ok, type Result } from 'neverthrow';
import type { Database } from '../database/database.ts';
import { inTransaction } from '../database/transaction.ts';
import { hashPin, pinMatches, pinTurns } from './pin.ts';
import { isGoodPin } from './pin-shape.ts';
import { hashOf } from './sign-in.ts';
import { deleteOtherSessions, findGivenPin, replaceGivenPin } from './staff-store.ts';

export type OwnPinRefusal = 'PIN_TOO_SIMPLE' | 'PIN_KNOWN' | 'NOT_ALLOWED';

/**
 * Takes the PIN that somebody chooses in the place of the one that he was given, and ends all sessions that were begun
 * with that one but his. PIN_KNOWN: it is the given one. NOT_ALLOWED: he has one of his own already, and whether this is it
 * is not said to who only has his session.
 * @param token of the session in which he chooses
 */
export async function chooseOwnPin(
  database: Database,
  person: { readonly hallId: string; readonly staffId: string },
  token: string,
  pin: string,
): Promise<Result<void, OwnPinRefusal>> {
  if (!isGoodPin(pin)) return err('PIN_TOO_SIMPLE');
  const given = await findGivenPin(database, person);
  if (given === undefined) return err('NOT_ALLOWED');
  // Before anything is held: those who have the turns may be waiting for what would be held here.
  if (await pinTurns.take(() => pinMatches(pin, given))) return err('PIN_KNOWN');
  const pinHash = await hashPin(pin);
  return inTransaction(database, async (transaction) => {
    if (!(await replaceGivenPin(transaction, person, given, pinHash))) return err('NOT_ALLOWED');
    await deleteOtherSessions(transaction, person, hashOf(token));
    return ok(undefined);
  });
}
