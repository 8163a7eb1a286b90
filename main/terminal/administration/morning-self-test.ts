import type { Clock } from '#domain/time/clock.ts';
import { hallDateTime } from '#domain/time/hall-time.ts';
import type { Timers } from '../timers.ts';

export type MorningSelfTestOptions = {
  /** `HH:MM` in the hall's time; undefined: never by itself. */
  readonly at: string | undefined;
  readonly clock: Clock;
  readonly timers: Timers;
  /** A citizen or the administrator stands there. */
  readonly occupied: () => boolean;
  /** Resolves when the test has ended, or soon after the signal aborts. */
  readonly run: (signal: AbortSignal) => Promise<void>;
};

export type MorningSelfTest = {
  /** Somebody comes: a test that runs is given up, and tried again when he has gone. */
  readonly giveWay: () => void;
  readonly stop: () => Promise<void>;
};

const LOOK_EVERY_MS = 30_000;
/** A terminal that is switched on later than this tests nothing by itself: the hall is open then. */
const WINDOW_MINUTES = 60;

/**
 * Lets the terminal test itself once a day before the hall opens (D4), between two people only. The day is kept in
 * memory: a terminal that is started again within the hour tests itself again, as whoever started it would want.
 */
export function startMorningSelfTest(options: MorningSelfTestOptions): MorningSelfTest {
  const { at, clock, timers, occupied, run } = options;
  let testedOn: string | undefined;
  let running: { readonly abort: AbortController; readonly ended: Promise<void> } | undefined;
  let stopped = false;
  let cancel = () => {};

  async function test(day: string): Promise<void> {
    const abort = new AbortController();
    const ended = run(abort.signal);
    running = { abort, ended };
    await ended;
    running = undefined;
    if (!abort.signal.aborted) testedOn = day;
  }

  function look(): void {
    if (stopped || at === undefined) return;
    cancel = timers.after(LOOK_EVERY_MS, look);
    const [day = '', time = ''] = hallDateTime(clock.now()).split(' ');
    const late = minutesOf(time) - minutesOf(at);
    if (late < 0 || late >= WINDOW_MINUTES || day === testedOn || running || occupied()) return;
    void test(day);
  }

  look();
  return {
    giveWay: () => running?.abort.abort(),
    stop: async () => {
      stopped = true;
      cancel();
      running?.abort.abort();
      await running?.ended;
    },
  };
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
