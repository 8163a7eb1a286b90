import { randomInt } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import { isTooSimple } from '#domain/identity/pin-rule.ts';
import type { Database } from '../database/database.ts';
import { inTransaction } from '../database/transaction.ts';
import { loginName } from './login-name.ts';
import { hashPin } from './pin.ts';
import { deleteSessionsOf, lockByLogin, updateStaff } from './staff-administration-store.ts';

const DIGITS = 8;

/** A PIN drawn for somebody: one that he could have chosen himself, too. */
export function newPin(random: (limit: number) => number = (limit) => randomInt(limit)): string {
  const pin = String(random(10 ** DIGITS)).padStart(DIGITS, '0');
  return isTooSimple(pin) ? newPin(random) : pin;
}

export type GivenPinRefusal = 'STAFF_UNKNOWN' | 'NOT_ADMINISTRATOR' | 'DISABLED';

/**
 * Draws a new PIN for an administrator who has lost his, to choose another with; it ends his sessions, and what wrong
 * tries have locked.
 */
export async function giveNewPin(
  database: Database,
  login: string,
): Promise<Result<string, GivenPinRefusal>> {
  const pin = newPin();
  const pinHash = await hashPin(pin);
  return inTransaction(database, async (transaction) => {
    const found = await lockByLogin(transaction, loginName(login));
    if (!found) return err('STAFF_UNKNOWN');
    const { hallId, ...entry } = found;
    if (entry.role !== 'administrator') return err('NOT_ADMINISTRATOR');
    if (entry.disabledAt !== null) return err('DISABLED');
    await updateStaff(transaction, hallId, entry, { pinHash, pinGiven: true });
    await deleteSessionsOf(transaction, hallId, entry.staffId);
    return ok(pin);
  });
}
