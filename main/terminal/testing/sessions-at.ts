import { createSessions, type Sessions } from '../session/session.ts';
import type { TestTerminal } from './test-terminal.ts';

/** Sessions at a terminal of a test, which end by themselves only after an hour. */
export function sessionsAt({ time, log }: TestTerminal): Sessions {
  const timing = { idleMs: 3_600_000, warningMs: 20_000 };
  return createSessions({ clock: time, timers: time, timing, log, elapsed: time.now });
}
