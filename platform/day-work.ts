import type { Logger } from 'pino';
import type { Clock, Instant } from '#domain/time/clock.ts';
import { type BusinessDate, businessDateAt } from '#domain/time/hall-time.ts';
import type { Database } from './database/database.ts';
import { learnFromCalls } from './forecast/forecast.ts';
import { closePastDays } from './halls/past-days.ts';

const LEARN_EVERY_MS = 10_000;
/**
 * Terminals ask every few seconds: whoever knows another day than a platform that has just started, or whose clock was
 * set, has said so by then.
 */
const DATE_IS_OLD_AFTER_MS = 10 * 60_000;

type OtherClocks = {
  /** What another clock says; the database's when left out. */
  readonly timeElsewhere?: (() => Promise<Instant>) | undefined;
  /** Milliseconds since any moment, by a clock that is never set. */
  readonly elapsed?: () => number;
};

/** What goes on beside all requests: learning from calls, and ending days that are over. Returns how to stop it. */
export function startDayWork(
  database: Database,
  clock: Clock,
  log: Logger,
  { timeElsewhere, elapsed = () => performance.now() }: OtherClocks = {},
): () => Promise<void> {
  let since: { readonly date: BusinessDate; readonly at: number } | undefined;
  let lastClosed: BusinessDate | undefined;
  let running: Promise<void> | undefined;
  const work = async (): Promise<void> => {
    const today = businessDateAt(clock.now());
    if (since?.date !== today) since = { date: today, at: elapsed() };
    if (today !== lastClosed) {
      const isDateOld = elapsed() - since.at >= DATE_IS_OLD_AFTER_MS;
      const { closed, isWhole } = await closePastDays(database, clock, isDateOld, timeElsewhere);
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
