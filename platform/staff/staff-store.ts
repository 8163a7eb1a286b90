import { sql } from 'kysely';
import type { Instant } from '#domain/time/clock.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { stillSits } from './seats.ts';

export type StaffRow = {
  readonly hallId: string;
  readonly staffId: string;
  readonly name: string;
  readonly role: 'clerk' | 'administrator';
};

type Lock = { readonly tries: number; readonly lockedUntil: Date };

/**
 * Counts a try before its PIN is looked at, so that many at once are not more than one after another. `isLocked` when
 * it is the one that locks the name. Undefined for a name that nobody has, that is disabled, or locked.
 */
export function countTry(
  database: Database,
  login: string,
  now: Date,
  { tries, lockedUntil }: Lock,
): Promise<(StaffRow & { readonly pinHash: string; readonly isLocked: boolean }) | undefined> {
  const triesNow = sql<number>`case when locked_until is null then failed_tries + 1 else 1 end`;
  return database
    .updateTable('staff')
    .set({
      failedTries: triesNow,
      lockedUntil: sql<Date | null>`case when ${triesNow} >= ${tries} then ${lockedUntil}::timestamptz end`,
    })
    .where(sql`lower(login)`, '=', sql`lower(${login})`)
    .where('disabledAt', 'is', null)
    .where((is) => is.or([is('lockedUntil', 'is', null), is('lockedUntil', '<=', now)]))
    .returning(['hallId', 'staffId', 'name', 'role', 'pinHash'])
    .returning((row) => row('lockedUntil', 'is not', null).$castTo<boolean>().as('isLocked'))
    .executeTakeFirst();
}

/** Who has a name, and whether he is locked for now; one who is disabled is not. */
export async function findByLogin(
  database: Database,
  login: string,
  now: Date,
): Promise<{ readonly hallId: string; readonly staffId: string; readonly isLocked: boolean } | undefined> {
  const row = await database
    .selectFrom('staff')
    .select(['hallId', 'staffId', 'disabledAt', 'lockedUntil'])
    .where(sql`lower(login)`, '=', sql`lower(${login})`)
    .executeTakeFirst();
  if (!row) return undefined;
  const isLocked = row.disabledAt === null && row.lockedUntil !== null && row.lockedUntil > now;
  return { hallId: row.hallId, staffId: row.staffId, isLocked };
}

/**
 * Forgets the wrong tries of who has typed the PIN of this hash, and holds it against every change until the transaction
 * ends. False when he has another by now, or may not sign in any more.
 */
export async function forgetTries(
  transaction: DatabaseTransaction,
  { hallId, staffId }: Person,
  pinHash: string,
): Promise<boolean> {
  const result = await transaction
    .updateTable('staff')
    .set({ failedTries: 0, lockedUntil: null })
    .where('hallId', '=', hallId)
    .where('staffId', '=', staffId)
    .where('pinHash', '=', pinHash)
    .where('disabledAt', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function insertSession(
  transaction: DatabaseTransaction,
  session: {
    readonly tokenHash: Buffer;
    readonly hallId: string;
    readonly staffId: string;
    readonly beganAt: Date;
    readonly expiresAt: Date;
  },
): Promise<void> {
  await transaction.insertInto('staffSessions').values(session).execute();
}

/** Ends a session; whose it was, if there was one. */
export function deleteSession(
  database: Database,
  tokenHash: Buffer,
): Promise<{ readonly hallId: string; readonly staffId: string } | undefined> {
  return database
    .deleteFrom('staffSessions')
    .where('tokenHash', '=', tokenHash)
    .returning(['hallId', 'staffId'])
    .executeTakeFirst();
}

export async function deleteExpiredSessions(database: Database, now: Date): Promise<void> {
  await database.deleteFrom('staffSessions').where('expiresAt', '<', now).execute();
}

type Person = Pick<StaffRow, 'hallId' | 'staffId'>;

/** The hash of the PIN that another has given somebody; undefined when he has one of his own. */
export async function findGivenPin(
  database: Database,
  { hallId, staffId }: Person,
): Promise<string | undefined> {
  const row = await database
    .selectFrom('staff')
    .select('pinHash')
    .where('hallId', '=', hallId)
    .where('staffId', '=', staffId)
    .where('pinGiven', '=', true)
    .executeTakeFirst();
  return row?.pinHash;
}

/** Puts a PIN of his own in the place of the given one; false when that one does not count any more. */
export async function replaceGivenPin(
  transaction: DatabaseTransaction,
  { hallId, staffId }: Person,
  given: string,
  own: string,
): Promise<boolean> {
  const result = await transaction
    .updateTable('staff')
    .set({ pinHash: own, pinGiven: false })
    .where('hallId', '=', hallId)
    .where('staffId', '=', staffId)
    .where('pinHash', '=', given)
    .where('pinGiven', '=', true)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function deleteOtherSessions(
  transaction: DatabaseTransaction,
  { hallId, staffId }: Person,
  tokenHash: Buffer,
): Promise<void> {
  await transaction
    .deleteFrom('staffSessions')
    .where('hallId', '=', hallId)
    .where('staffId', '=', staffId)
    .where('tokenHash', '<>', tokenHash)
    .execute();
}

export type SessionRow = StaffRow & {
  /** He has to choose a PIN of his own before anything else. */
  readonly pinGiven: boolean;
  readonly counterId: string | null;
  readonly counterState: 'open' | 'break' | null;
  readonly heardAt: Date | null;
};

export function findSession(
  database: Database,
  tokenHash: Buffer,
  now: Instant,
): Promise<SessionRow | undefined> {
  return database
    .selectFrom('staffSessions as sessions')
    .innerJoin('staff', (join) =>
      join.onRef('staff.hallId', '=', 'sessions.hallId').onRef('staff.staffId', '=', 'sessions.staffId'),
    )
    .leftJoin('countersNow as seats', (join) =>
      join
        .onRef('seats.hallId', '=', 'sessions.hallId')
        .onRef('seats.staffId', '=', 'sessions.staffId')
        .on(stillSits('seats', now)),
    )
    .select([
      'staff.hallId',
      'staff.staffId',
      'staff.name',
      'staff.role',
      'staff.pinGiven',
      'seats.counterId',
      'seats.state as counterState',
      'seats.heardAt',
    ])
    .where('sessions.tokenHash', '=', tokenHash)
    .where('sessions.expiresAt', '>', new Date(now))
    .where('staff.disabledAt', 'is', null)
    .executeTakeFirst();
}
