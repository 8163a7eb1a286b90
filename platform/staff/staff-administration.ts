import { err, ok, type Result } from 'neverthrow';
import { v7 as uuidv7 } from 'uuid';
import type { StaffMember } from '#contract/desk/hall-administration.ts';
import type { Shift } from '#contract/desk/shifts.ts';
import type { Clock } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { inTransaction } from '../database/transaction.ts';
import { loginName } from './login-name.ts';
import { hashPin } from './pin.ts';
import { isGoodPin } from './pin-shape.ts';
import { shiftOf } from './shifts.ts';
import {
  deleteSessionsOf,
  type GivenPin,
  insertStaff,
  isLoginTaken,
  listShifts,
  listStaff,
  lockStaff,
  type StaffEntry,
  updateStaff,
} from './staff-administration-store.ts';

export type StaffChange = Omit<StaffMember, 'staffId'> & {
  readonly staffId: string | null;
  readonly pin?: string | undefined;
};

export type StaffRefusal = 'STAFF_UNKNOWN' | 'STAFF_NAME_TAKEN' | 'PIN_TOO_SIMPLE' | 'NOT_ALLOWED';

/**
 * Adds or changes a member of the staff. A new PIN and being disabled end his sessions; of a PIN that another has given
 * him he makes his own when he signs in. NOT_ALLOWED: nobody would be left who could change the hall.
 */
export async function saveStaff(
  database: Database,
  clock: Clock,
  by: { readonly hallId: string; readonly staffId: string },
  change: StaffChange,
): Promise<Result<string, StaffRefusal>> {
  const { hallId } = by;
  const { staffId, pin } = change;
  const login = loginName(change.login);
  if (pin === undefined ? staffId === null : !isGoodPin(pin)) {
    return err('PIN_TOO_SIMPLE');
  }
  const given =
    pin === undefined ? undefined : { pinHash: await hashPin(pin), pinGiven: staffId !== by.staffId };
  return inTransaction(database, async (transaction) => {
    const staff = await lockStaff(transaction, hallId);
    const present = staff.find((each) => each.staffId === staffId);
    if (staffId !== null && !present) return err('STAFF_UNKNOWN');
    if (await isLoginTaken(transaction, login, { hallId, staffId })) return err('STAFF_NAME_TAKEN');
    const entry = {
      staffId: staffId ?? uuidv7(),
      login,
      name: change.name,
      role: change.role,
      disabledAt: change.disabled ? (present?.disabledAt ?? new Date(clock.now())) : null,
    };
    if (!staff.map((each) => (each === present ? entry : each)).some(administers) && !administers(entry)) {
      return err('NOT_ALLOWED');
    }
    return write(transaction, hallId, entry, present !== undefined, given);
  });
}

async function write(
  transaction: DatabaseTransaction,
  hallId: string,
  entry: StaffEntry,
  isThere: boolean,
  pin: GivenPin | undefined,
): Promise<Result<string, StaffRefusal>> {
  if (isThere) await updateStaff(transaction, hallId, entry, pin);
  else if (pin === undefined || !(await insertStaff(transaction, hallId, { ...entry, ...pin }))) {
    // Somebody took the name this moment, in another hall.
    return err('STAFF_NAME_TAKEN');
  }
  if (pin !== undefined || entry.disabledAt !== null) {
    await deleteSessionsOf(transaction, hallId, entry.staffId);
  }
  return ok(entry.staffId);
}

function administers({ role, disabledAt }: StaffEntry): boolean {
  return role === 'administrator' && disabledAt === null;
}

/** The staff, and their shifts from today on. */
export async function staffAndShifts(
  database: Database,
  clock: Clock,
  hallId: string,
): Promise<{ readonly staff: StaffMember[]; readonly shifts: Shift[] }> {
  const [staff, shifts] = await Promise.all([
    listStaff(database, hallId),
    listShifts(database, hallId, { from: businessDateAt(clock.now()) }),
  ]);
  return {
    staff: staff.map(({ disabledAt, ...member }) => ({ ...member, disabled: disabledAt !== null })),
    shifts: shifts.map(shiftOf),
  };
}
