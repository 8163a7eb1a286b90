import { createHash, randomBytes } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import type { Clock, Instant } from '#domain/time/clock.ts';
import type { Database } from '../database/database.ts';
import { inTransaction } from '../database/transaction.ts';
import { loginName } from './login-name.ts';
import { pinMatches, pinTurns } from './pin.ts';
import {
  countTry,
  deleteSession,
  findByLogin,
  findSession,
  forgetTries,
  insertSession,
  type SessionRow,
  type StaffRow,
} from './staff-store.ts';
import type { Visitor } from './turns.ts';

const TRIES = 5;
const LOCKED_MS = 5 * 60_000;
const TOKEN_BYTES = 32;

/** A working day with 延时服务; nobody is signed in from one day to the next. */
export const SESSION_SECONDS = 12 * 60 * 60;

export type SignedIn = { readonly token: string; readonly staff: StaffRow };

export type SignInRefusal = {
  readonly code: 'SIGN_IN_WRONG' | 'SIGN_IN_LOCKED' | 'NO_TURN';
  /** Whose name it was; undefined for a name that nobody has. */
  readonly staff?: { readonly hallId: string; readonly staffId: string } | undefined;
  /** This try was the one that locked the name. */
  readonly locks?: boolean;
};

/**
 * Begins a session. After five wrong PINs the name is locked for five minutes, also for the right one. A try is
 * counted when it is its turn: of who did not get one (NO_TURN) nothing is held against the name.
 */
export async function signIn(
  database: Database,
  clock: Clock,
  typed: Typed,
  visitor: Visitor,
): Promise<Result<SignedIn, SignInRefusal>> {
  const tried = await pinTurns.takeIfFew(visitor, () => tryPin(database, clock, typed));
  return tried.mapErr((code) => ({ code })).andThen((outcome) => outcome);
}

type Typed = { readonly login: string; readonly pin: string };

async function tryPin(
  database: Database,
  clock: Clock,
  { login, pin }: Typed,
): Promise<Result<SignedIn, SignInRefusal>> {
  const now = clock.now();
  const name = loginName(login);
  const lock = { tries: TRIES, lockedUntil: new Date(now + LOCKED_MS) };
  const staff = await countTry(database, name, new Date(now), lock);
  const refused = staff ? undefined : await findByLogin(database, name, new Date(now));
  if (refused?.isLocked) return err({ code: 'SIGN_IN_LOCKED', staff: refused });
  if (!(await pinMatches(pin, staff?.pinHash)) || !staff) {
    return err({ code: 'SIGN_IN_WRONG', staff: staff ?? refused, locks: staff?.isLocked ?? false });
  }
  return beginSession(database, now, staff);
}

/** SIGN_IN_WRONG: the PIN was changed while it was looked at, which ended all sessions that it had begun. */
async function beginSession(
  database: Database,
  now: Instant,
  staff: StaffRow & { readonly pinHash: string },
): Promise<Result<SignedIn, SignInRefusal>> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  return inTransaction<SignedIn, SignInRefusal>(database, async (transaction) => {
    if (!(await forgetTries(transaction, staff, staff.pinHash))) return err({ code: 'SIGN_IN_WRONG', staff });
    await insertSession(transaction, {
      tokenHash: hashOf(token),
      hallId: staff.hallId,
      staffId: staff.staffId,
      beganAt: new Date(now),
      expiresAt: new Date(now + SESSION_SECONDS * 1000),
    });
    return ok({ token, staff });
  });
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
