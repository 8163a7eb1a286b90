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
  const [{ hall, closed }, tickets, seats, sessions, priorityRuns, help, calls] = await Promise.all([
    selectHallDay(database, day),
    selectTicketsNow(database, day),
    selectCountersNow(database, day, at),
    selectSessions(database, day, at),
    selectPriorityRuns(database, day),
    selectHelpCalls(database, day),
    selectCallsOfDay(database, day),
  ]);
  const former = await formerParts(database, hall, [...tickets, ...calls]);
  return { at, businessDate, hall, former, closed, tickets, seats, sessions, priorityRuns, help, calls };
}
