import type { Clock } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import type { Database } from '../database/database.ts';
import { formerParts } from './former-parts.ts';
import type { HallState } from './hall-state.ts';
import {
  selectCallsOfDay,
  selectCountersNow,
  selectHallDay,
  selectHelpCalls,
  selectPriorityRuns,
  selectSessions,
  selectTicketsNow,
} from './hall-state-store.ts';

/** Looks at a hall as it stands now. Throws for a hall that is not there. */
export async function lookAtHall(database: Database, clock: Clock, hallId: string): Promise<HallState> {
  const at = clock.now();
  const businessDate = businessDateAt(at);
  const day = { hallId, businessDate };
  // One connection, whatever is asked: the others are for those who work. And one snapshot, so that it fits together.
  return database
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (transaction): Promise<HallState> => {
      const { hall, closed, reopenedAt } = await selectHallDay(transaction, day);
      const tickets = await selectTicketsNow(transaction, day);
      const seats = await selectCountersNow(transaction, day, at);
      const sessions = await selectSessions(transaction, day, at);
      const priorityRuns = await selectPriorityRuns(transaction, day);
      const help = await selectHelpCalls(transaction, day);
      const calls = await selectCallsOfDay(transaction, day);
      const former = await formerParts(database, hall, [...tickets, ...calls], transaction);
      return {
        at,
        businessDate,
        hall,
        former,
        closed,
        reopenedAt,
        tickets,
        seats,
        sessions,
        priorityRuns,
        help,
        calls,
      };
    });
}
