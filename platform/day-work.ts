import type { Logger } from 'pino';
import type { Clock, Instant } from '#domain/time/clock.ts';
import { type BusinessDate, businessDateAt } from '#domain/time/hall-time.ts';
import type { Database } from './database/database.ts';
import { learnFromCalls } from './forecast/forecast.ts';
import { closePastDays } from './halls/past-days.ts';

const LEARN_EVERY_MS = 10_000;

/**
 * What goes on beside all requests: learning from calls, and ending days that are over. Returns how to stop it.
 * @param timeElsewhere what another clock says; the database's when left out
 */
export function startDayWork(
  database: Database,
  clock: Clock,
  log: Logger,
  timeElsewhere?: () => Promise<Instant>,
): () => Promise<void> {
  let lastClosed: BusinessDate | undefined;
  let running: Promise<void> | undefined;
  const work = async (): Promise<void> => {
    const today = businessDateAt(clock.now());
    if (today !== lastClosed) {
      const { closed, isWhole } = await closePastDays(database, clock, timeElsewhere);
      if (closed > 0) log.info({ closed }, 'tickets of past days closed');
      if (isWhole) lastClosed = today;
    }
    await learnFromCalls(database, clock);
  };
  const run = (): void => {
    // One round at a time: a database that is slow must not be asked more and more.
    running ??= work()
      .catch((error: unknown) => {
        log.warn(error, 'could not learn from calls; tried again in some seconds');
      })
      .finally(() => {
        running = undefined;
      });
  };
  run();
  const timer = setInterval(run, LEARN_EVERY_MS);
  return async () => {
    clearInterval(timer);
    await running;
  };
}
