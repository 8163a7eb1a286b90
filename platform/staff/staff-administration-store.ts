import { sql } from 'kysely';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';

export type StaffEntry = {
  readonly staffId: string;
  readonly login: string;
  readonly name: string;
  readonly role: 'clerk' | 'administrator';
  readonly disabledAt: Date | null;
};

export function listStaff(database: Database, hallId: string): Promise<StaffEntry[]> {
  return database
    .selectFrom('staff')
    .select(['staffId', 'login', 'name', 'role', 'disabledAt'])
    .where('hallId', '=', hallId)
    .orderBy('login')
    .execute();
}

/** The staff of a hall, held until the transaction ends: of two administrators one at a time changes it. */
export function lockStaff(transaction: DatabaseTransaction, hallId: string): Promise<StaffEntry[]> {
  return transaction
    .selectFrom('staff')
    .select(['staffId', 'login', 'name', 'role', 'disabledAt'])
    .where('hallId', '=', hallId)
    .orderBy('staffId')
    .forNoKeyUpdate()
    .execute();
}

/** Who has a login, of whichever hall, held until the transaction ends. */
export function lockByLogin(
  transaction: DatabaseTransaction,
  login: string,
): Promise<(StaffEntry & { readonly hallId: string }) | undefined> {
  return transaction
    .selectFrom('staff')
    .select(['hallId', 'staffId', 'login', 'name', 'role', 'disabledAt'])
    .where(sql`lower(login)`, '=', sql`lower(${login})`)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** The logins of those who can change a hall, with the hall. */
export function administrators(
  database: Database,
): Promise<{ readonly login: string; readonly hallId: string }[]> {
  return database
    .selectFrom('staff')
    .select(['login', 'hallId'])
    .where('role', '=', 'administrator')
    .where('disabledAt', 'is', null)
    .orderBy('hallId')
    .orderBy('login')
    .execute();
}

/** Of all halls: signing in names no hall. */
export async function isLoginTaken(
  transaction: DatabaseTransaction,
  login: string,
  exceptStaff: { readonly hallId: string; readonly staffId: string | null },
): Promise<boolean> {
  const row = await transaction
    .selectFrom('staff')
    .select(['hallId', 'staffId'])
    .where(sql`lower(login)`, '=', sql`lower(${login})`)
    .executeTakeFirst();
  return row !== undefined && (row.hallId !== exceptStaff.hallId || row.staffId !== exceptStaff.staffId);
}

/** `pinGiven`: somebody else knows it. */
export type GivenPin = { readonly pinHash: string; readonly pinGiven: boolean };

export async function insertStaff(
  transaction: DatabaseTransaction,
  hallId: string,
  entry: StaffEntry & GivenPin,
): Promise<boolean> {
  const result = await transaction
    .insertInto('staff')
    .values({ hallId, ...entry, lockedUntil: null })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function updateStaff(
  transaction: DatabaseTransaction,
  hallId: string,
  entry: StaffEntry,
  pin: GivenPin | undefined,
): Promise<void> {
  const { staffId, ...columns } = entry;
  await transaction
    .updateTable('staff')
    // A new PIN also opens what wrong tries of the old one have locked.
    .set({ ...columns, ...(pin && { ...pin, failedTries: 0, lockedUntil: null }) })
    .where('hallId', '=', hallId)
    .where('staffId', '=', staffId)
    .execute();
}

export async function deleteSessionsOf(
  transaction: DatabaseTransaction,
  hallId: string,
  staffId: string,
): Promise<void> {
  await transaction
    .deleteFrom('staffSessions')
    .where('hallId', '=', hallId)
    .where('staffId', '=', staffId)
    .execute();
}

export type ShiftEntry = {
  readonly shiftId: string;
  readonly staffId: string;
  readonly counterId: string;
  readonly businessDate: BusinessDate;
  readonly fromTime: string;
  readonly toTime: string;
};

export type ShiftsWanted = {
  readonly from: BusinessDate;
  /** The last day; without it all that are planned. */
  readonly to?: BusinessDate;
  readonly staffId?: string;
};

export function listShifts(
  database: Database,
  hallId: string,
  { from, to, staffId }: ShiftsWanted,
): Promise<ShiftEntry[]> {
  return database
    .selectFrom('shifts')
    .select(['shiftId', 'staffId', 'counterId', 'businessDate', 'fromTime', 'toTime'])
    .where('hallId', '=', hallId)
    .where('businessDate', '>=', from)
    .$if(to !== undefined, (query) => query.where('businessDate', '<=', to ?? from))
    .$if(staffId !== undefined, (query) => query.where('staffId', '=', staffId ?? ''))
    .orderBy('businessDate')
    .orderBy('fromTime')
    .orderBy('counterId')
    .execute();
}

export async function insertShifts(
  transaction: DatabaseTransaction,
  hallId: string,
  shifts: readonly ShiftEntry[],
): Promise<void> {
  if (shifts.length === 0) return;
  await transaction
    .insertInto('shifts')
    .values(shifts.map((shift) => ({ hallId, ...shift })))
    .execute();
}

export async function upsertShift(database: Database, hallId: string, shift: ShiftEntry): Promise<void> {
  const { shiftId, ...columns } = shift;
  await database
    .insertInto('shifts')
    .values({ hallId, shiftId, ...columns })
    .onConflict((conflict) => conflict.columns(['hallId', 'shiftId']).doUpdateSet(columns))
    .execute();
}

export async function deleteShift(database: Database, hallId: string, shiftId: string): Promise<void> {
  await database.deleteFrom('shifts').where('hallId', '=', hallId).where('shiftId', '=', shiftId).execute();
}
