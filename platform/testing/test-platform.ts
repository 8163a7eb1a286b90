import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '#domain/time/clock.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { seedDemo } from '../halls/demo-hall.ts';
import { createHallChanges } from '../live/hall-changes.ts';
import { createServer, type ServerParts } from '../server.ts';
import { hashPin } from '../staff/pin.ts';
import { addEnrolCode, newEnrolCode } from '../terminals/enrolment.ts';
import { TestClerk } from './test-clerk.ts';
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
  /** A member of the staff, with the PIN `135790`; returns his id, which is his login, too. */
  readonly addStaff: (staffId: string, role?: 'clerk' | 'administrator') => Promise<string>;
  /** A browser of a new member of the staff, signed in, and sitting at a counter when one is named. */
  readonly clerk: (staffId: string, counterId?: string) => Promise<TestClerk>;
  /** Another platform process on the same database, with other parts when given. */
  readonly another: (
    changes?: Changes,
  ) => Promise<{ readonly url: string; readonly stop: () => Promise<void> }>;
};

type Changes = Partial<Pick<ServerParts, 'log' | 'pages' | 'streams' | 'trustProxy' | 'voice'>>;

export const TEST_PIN = '135790';
const TEST_SECRET = Buffer.alloc(32, 'secret');
const HOUR_MS = 60 * 60 * 1000;

/** The platform's real server over a PostgreSQL of its own, with the demo hall and a clock that stands still. */
export async function startTestPlatform(): Promise<TestPlatform> {
  const parts = await startTestDatabase();
  const { database } = parts;
  const clock = new TestClock();
  const hallId = await seedDemo(database, clock, []);
  const { url, stop } = await serve(database, parts.url, clock);
  const code = async (lifetimeMs = HOUR_MS): Promise<string> => {
    const text = newEnrolCode();
    const expiresAt = new Date(clock.now() + lifetimeMs);
    await addEnrolCode(database, { code: text, hallId, terminalLabel: '一号机', expiresAt });
    return text;
  };
  const pinHash = hashPin(TEST_PIN);
  const addStaff = async (staffId: string, role: 'clerk' | 'administrator' = 'clerk'): Promise<string> => {
    const person = { hallId, staffId, login: staffId, name: `职员 ${staffId}`, role, pinHash: await pinHash };
    await database.insertInto('staff').values(person).execute();
    return staffId;
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
    addStaff,
    clerk: async (staffId, counterId) => {
      const clerk = new TestClerk(url);
      await clerk.signIn(await addStaff(staffId), TEST_PIN);
      if (counterId !== undefined) await clerk.desk.staff.openCounter({ actionKey: uuidv7(), counterId });
      return clerk;
    },
    another: async (changes) => {
      const own = openDatabase({ url: parts.url, maxConnections: 12, onIdleError: () => undefined });
      const other = await serve(own, parts.url, clock, changes);
      return {
        url: other.url,
        stop: async () => {
          await other.stop();
          await own.destroy();
        },
      };
    },
    stop: async () => {
      await stop();
      await parts.stop();
    },
  };
}

async function serve(database: Database, databaseUrl: string, clock: Clock, own: Changes = {}) {
  const log = pino({ level: process.env['PLATFORM_LOG_LEVEL'] ?? 'silent' });
  const changes = createHallChanges({ databaseUrl, log });
  const shared = { database, clock, secret: TEST_SECRET, changes, pages: undefined, log };
  const server = createServer({ ...shared, ...own });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    stop: async () => {
      await server.close();
      await changes.close();
    },
  };
}
