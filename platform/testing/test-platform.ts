import { pino } from 'pino';
import type { Clock } from '#domain/time/clock.ts';
import { seedDemo } from '../halls/demo-hall.ts';
import { createHallChanges } from '../live/hall-changes.ts';
import { createServer } from '../server.ts';
import { addEnrolCode, newEnrolCode } from '../terminals/enrolment.ts';
import { startTestDatabase, type TestDatabase } from './test-database.ts';
import { TestTerminal } from './test-terminal.ts';

export class TestClock implements Clock {
  #now = Date.parse('2026-11-21T02:00:00Z');
  now = (): number => this.#now;
  advance(ms: number): void {
    this.#now += ms;
  }
}

export type TestPlatform = TestDatabase & {
  readonly url: string;
  readonly hallId: string;
  readonly clock: TestClock;
  /** A one-time code for the demo hall. */
  readonly code: (lifetimeMs?: number) => Promise<string>;
  /** A terminal that is not enrolled, with its own clock when given. */
  readonly terminal: (clock?: Clock) => TestTerminal;
  readonly enrolled: () => Promise<TestTerminal>;
};

const TEST_SECRET = Buffer.alloc(32, 'secret');
const HOUR_MS = 60 * 60 * 1000;

/** The platform's real server over a PostgreSQL of its own, with the demo hall and a clock that stands still. */
export async function startTestPlatform(): Promise<TestPlatform> {
  const parts = await startTestDatabase();
  const { database } = parts;
  const clock = new TestClock();
  const hallId = await seedDemo(database, clock, []);
  const log = pino({ level: 'silent' });
  const changes = createHallChanges({ databaseUrl: parts.url, log });
  const server = createServer({ database, clock, secret: TEST_SECRET, changes, pages: undefined, log });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const code = async (lifetimeMs = HOUR_MS): Promise<string> => {
    const text = newEnrolCode();
    const expiresAt = new Date(clock.now() + lifetimeMs);
    await addEnrolCode(database, { code: text, hallId, terminalLabel: '一号机', expiresAt });
    return text;
  };
  const terminal = (own: Clock = clock): TestTerminal => new TestTerminal(url, own);
  return {
    ...parts,
    url,
    hallId,
    clock,
    code,
    terminal,
    enrolled: async () => {
      const one = terminal();
      await one.enrol(await code());
      return one;
    },
    stop: async () => {
      await server.close();
      await changes.close();
      await parts.stop();
    },
  };
}
