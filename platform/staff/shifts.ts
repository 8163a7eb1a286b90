import { err, ok, type Result } from 'neverthrow';
import { v7 as uuidv7 } from 'uuid';
import type { Shift } from '#contract/desk/shifts.ts';
import { shiftsAWeekLater } from '#domain/staffing/next-week.ts';
import type { Clock } from '#domain/time/clock.ts';
import { addDays, type BusinessDate, businessDateAt } from '#domain/time/hall-time.ts';
import type { Database } from '../database/database.ts';
import { inTransaction } from '../database/transaction.ts';
import { publishedHall } from '../live/published-halls.ts';
import { insertAction, isActionDone } from './desk-actions-store.ts';
import {
  insertShifts,
  listShifts,
  lockStaff,
  type ShiftEntry,
  upsertShift,
} from './staff-administration-store.ts';

export type ShiftRefusal = 'STAFF_UNKNOWN' | 'COUNTER_UNKNOWN';

/** Adds or changes a shift: a plan that the desk shows; whoever comes instead may sit down all the same. */
export async function saveShift(
  database: Database,
  clock: Clock,
  by: { readonly hallId: string; readonly staffId: string },
  { actionKey, ...shift }: Shift & { readonly actionKey: string },
): Promise<Result<void, ShiftRefusal>> {
  const { hallId } = by;
  const { counterId, staffId: ofStaffId } = shift;
  const hall = await publishedHall(database, hallId);
  return inTransaction<void, ShiftRefusal>(database, async (transaction) => {
    const staff = await lockStaff(transaction, hallId);
    // A copy that comes late undoes nothing that was changed since.
    if (await isActionDone(transaction, { hallId, actionKey })) return ok(undefined);
    if (!staff.some(({ staffId }) => staffId === ofStaffId)) return err('STAFF_UNKNOWN');
    if (!hall?.counters.some((counter) => counter.counterId === counterId)) return err('COUNTER_UNKNOWN');
    await upsertShift(transaction, hallId, entryOf(shift));
    const done = { kind: 'save-shift', counterId, ofStaffId, doneAt: new Date(clock.now()) } as const;
    await insertAction(transaction, { hallId, actionKey, staffId: by.staffId, ...done });
    return ok(undefined);
  });
}

export type Copied = { readonly copied: number; readonly leftOut: number };

const LAST_WEEKDAY = 6;
const WEEK_DAYS = 7;

/** Plans the week after a Monday's as that Monday's; what was copied, and how many could not be. */
export async function copyWeek(database: Database, hallId: string, monday: BusinessDate): Promise<Copied> {
  const hall = await publishedHall(database, hallId);
  if (!hall) throw new Error('the hall of a session is not there');
  const counterIds = new Set(hall.counters.map(({ counterId }) => counterId));
  const planned = await inTransaction<Copied, never>(database, async (transaction) => {
    // Of two administrators one at a time: the second finds what the first has planned.
    const staff = await lockStaff(transaction, hallId);
    const staffIds = new Set(
      staff.filter(({ disabledAt }) => disabledAt === null).map(({ staffId }) => staffId),
    );
    const weekFrom = async (from: BusinessDate): Promise<Shift[]> => {
      const entries = await listShifts(transaction, hallId, { from, to: addDays(from, LAST_WEEKDAY) });
      return entries.map(shiftOf);
    };
    const week = await weekFrom(monday);
    const next = await weekFrom(addDays(monday, WEEK_DAYS));
    const { copies, leftOut } = shiftsAWeekLater(week, next, { staffIds, counterIds, hours: hall.hours });
    await insertShifts(
      transaction,
      hallId,
      copies.map((shift) => entryOf({ ...shift, shiftId: uuidv7() })),
    );
    return ok({ copied: copies.length, leftOut });
  });
  return planned.match(
    (done) => done,
    (none: never) => none,
  );
}

/** How far ahead somebody sees his own shifts, days. */
const SHOWN_DAYS = 14;

export async function ownShifts(
  database: Database,
  clock: Clock,
  { hallId, staffId }: { readonly hallId: string; readonly staffId: string },
): Promise<Shift[]> {
  const from = businessDateAt(clock.now());
  const shifts = await listShifts(database, hallId, { from, to: addDays(from, SHOWN_DAYS), staffId });
  return shifts.map(shiftOf);
}

export function shiftOf({ fromTime, toTime, ...same }: ShiftEntry): Shift {
  return { ...same, from: fromTime, to: toTime };
}

function entryOf({ from, to, ...same }: Shift): ShiftEntry {
  return { ...same, fromTime: from, toTime: to };
}
