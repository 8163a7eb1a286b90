import { createHash, randomBytes } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import type { Clock } from '#domain/time/clock.ts';
import type { Database } from '../database/database.ts';
import { pinMatches } from './pin.ts';
import {
  countTry,
  deleteSession,
  findSession,
  forgetTries,
  insertSession,
  isLocked,
  type SessionRow,
  type StaffRow,
} from './staff-store.ts';

const TRIES = 5;
const LOCKED_MS = 5 * 60_000;
const TOKEN_BYTES = 32;

/** A working day with 延时服务; nobody is signed in from one day to the next. */
export const SESSION_SECONDS = 12 * 60 * 60;

export type SignedIn = { readonly token: string; readonly staff: StaffRow };

/** Begins a session. After five wrong PINs the name is locked for five minutes, also for the right one. */
export async function signIn(
  database: Database,
  clock: Clock,
  { login, pin }: { readonly login: string; readonly pin: string },
): Promise<Result<SignedIn, 'SIGN_IN_WRONG' | 'SIGN_IN_LOCKED'>> {
  const now = clock.now();
  const name = login.normalize('NFKC').trim();
  const lock = { tries: TRIES, lockedUntil: new Date(now + LOCKED_MS) };
  const staff = await countTry(database, name, new Date(now), lock);
  if (!staff && (await isLocked(database, name, new Date(now)))) return err('SIGN_IN_LOCKED');
  if (!(await pinMatches(pin, staff?.pinHash)) || !staff) return err('SIGN_IN_WRONG');
  await forgetTries(database, staff);
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  await insertSession(database, {
    tokenHash: hashOf(token),
    hallId: staff.hallId,
    staffId: staff.staffId,
    beganAt: new Date(now),
    expiresAt: new Date(now + SESSION_SECONDS * 1000),
  });
  return ok({ token, staff });
}

/** Who has this cookie; undefined when nobody has (any more). */
export async function sessionOf(
  database: Database,
  clock: Clock,
  token: string | undefined,
): Promise<SessionRow | undefined> {
  return token === undefined ? undefined : findSession(database, hashOf(token), clock.now());
}

/** Ends the session of a cookie; whose it was. */
export function endSession(
  database: Database,
  token: string,
): Promise<{ readonly hallId: string; readonly staffId: string } | undefined> {
  return deleteSession(database, hashOf(token));
}

/** The database keeps the hash alone: whoever reads it cannot sign in with it. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
