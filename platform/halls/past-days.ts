import type { Hall } from '#contract/hall.ts';
import { LARGEST_CLOCK_DIFFERENCE_MS } from '#contract/platform/signature.ts';
import { surelyOverAt } from '#domain/hall-hours/day-end.ts';
import type { Clock, Instant } from '#domain/time/clock.ts';
import { addDays, businessDateAt, hallInstant } from '#domain/time/hall-time.ts';
import { settleClosing } from '../appointments/closing-times.ts';
import { giveAppointments } from '../appointments/replacement.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { publishedHall } from '../live/published-halls.ts';
import { deleteHolders } from '../tickets/ticket-holders-store.ts';
import { findClosedDay } from './hall-days-store.ts';
import {
  closeDay,
  databaseTime,
  type HallDay,
  type HeardOf,
  selectDaysLeft,
  selectHeardOf,
} from './past-days-store.ts';

/** So long a terminal that came with another time is one more who says what time it is. */
const CONTRADICTED_FOR_MS = 24 * 60 * 60 * 1000;

/**
 * What was forgotten on days that are over ends, too: yesterday's numbers are nobody's any more. Who did not come stays
 * as such in the history. `isWhole` is false while something is left over.
 * @param isDateOld whether terminals have had the time to say that it is another day; until then the clock alone ends none
 * @param timeElsewhere what another clock than the platform's says; the database's when left out
 */
export async function closePastDays(
  database: Database,
  clock: Clock,
  isDateOld: boolean,
  timeElsewhere: () => Promise<Instant> = () => databaseTime(database),
): Promise<{ readonly closed: number; readonly isWhole: boolean }> {
  const now = clock.now();
  const today = businessDateAt(now);
  const days = await selectDaysLeft(database, today);
  if (days.length === 0) return { closed: 0, isWhole: true };
  const heardOf = await selectHeardOf(database, [...new Set(days.map(({ hallId }) => hallId))]);
  const clocksAgree = isDateOld && Math.abs((await timeElsewhere()) - now) <= LARGEST_CLOCK_DIFFERENCE_MS;
  let closed = 0;
  for (const day of days) {
    const heard = heardOf.get(day.hallId) ?? NEVER_HEARD;
    const isOver =
      wasHeardAfter(day, heard) ||
      (clocksAgree && !isContradicted(heard, now) && (await isSurelyOver(database, day, now)));
    if (!isOver) continue;
    const hall = await publishedHall(database, day.hallId);
    closed += await database.transaction().execute((transaction) => endDay(transaction, hall, day, now));
    await deleteHolders(database, day.hallId, day.businessDate);
  }
  return { closed, isWhole: (await selectDaysLeft(database, today)).length === 0 };
}

/**
 * Returns how many tickets have ended. Whoever waited to the last in a hall that had closed early, because he was sent on
 * to where nobody sat, has a time then, as those have whom the closing itself sent home.
 */
async function endDay(
  transaction: DatabaseTransaction,
  hall: Hall | undefined,
  day: HallDay,
  now: Instant,
): Promise<number> {
  const ended = await closeDay(transaction, day, new Date(now));
  await settleClosing(transaction, day, now);
  if (hall && (await findClosedDay(transaction, day.hallId, day.businessDate))) {
    const unserved = ended.filter(({ was }) => was !== 'serving');
    await giveAppointments(transaction, hall, now, unserved);
  }
  return ended.length;
}

const NEVER_HEARD: HeardOf = { heardAt: null, contradictedAt: null };

/**
 * A terminal is heard only when its clock agrees with the platform's: two that do not know of each other say that it
 * is a later day.
 */
function wasHeardAfter({ businessDate }: HallDay, { heardAt }: HeardOf): boolean {
  return heardAt !== null && heardAt.getTime() >= hallInstant(addDays(businessDate, 1), 0);
}

/** A terminal of the hall is there and says another time: one of the two is wrong, and nobody's day ends by it. */
function isContradicted({ contradictedAt }: HeardOf, now: Instant): boolean {
  return contradictedAt !== null && Math.abs(now - contradictedAt.getTime()) < CONTRADICTED_FOR_MS;
}

/** A hall whose terminals are never heard again: by the clock alone, but only when its whole next day is over, too. */
async function isSurelyOver(database: Database, day: HallDay, now: Instant): Promise<boolean> {
  const hall = await publishedHall(database, day.hallId);
  return now >= surelyOverAt(hall?.hours, day.businessDate);
}
