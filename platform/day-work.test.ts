import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { startDayWork } from './day-work.ts';
import { startTestPlatform, type TestPlatform } from './testing/test-platform.ts';
import { giveTickets } from './testing/waiting-tickets.ts';

const TEN_MINUTES_MS = 10 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
const PATIENCE = { timeout: 60_000, interval: 50 };
let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
}, 60_000);
afterAll(() => platform.stop());
afterEach(() => {
  vi.useRealTimers();
});

const states = async () => {
  const rows = await platform.database
    .selectFrom('tickets')
    .select(['state', 'learned'])
    .orderBy('arrival')
    .execute();
  return rows.map(({ state, learned }) => (learned ? `${state}, learned` : state));
};

it('ends no day by the clock of the platform alone', async () => {
  await giveTickets(platform, ['ordinary', 'elderly']);
  const { database, clock, hallId } = platform;
  const clerk = await platform.clerk('first', 'c02');
  await clerk.desk.staff.next({ actionKey: uuidv7() });
  clock.advance(DAY_MS);
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const stop = startDayWork(database, clock, pino({ level: 'silent' }));
  await vi.waitFor(async () => expect(await states()).toEqual(['waiting', 'called, learned']), PATIENCE);
  const runs = () => database.selectFrom('priorityRuns').select('queueId').execute();
  expect(await runs()).not.toEqual([]);
  const terminal = await platform.enrolled();
  await terminal.hello();
  await vi.waitFor(async () => {
    vi.advanceTimersByTime(10_000);
    expect(await states()).toEqual(['closed', 'closed, learned']);
    expect(await runs()).toEqual([]);
  }, PATIENCE);
  await stop();
  await database.deleteFrom('tickets').where('hallId', '=', hallId).execute();
});

it('ends days that are over, keeps who did not come, and learns from calls', async () => {
  await giveTickets(platform, ['ordinary', 'ordinary', 'ordinary']);
  const clerk = await platform.clerk('early', 'c02');
  const { ticket } = await clerk.desk.staff.next({ actionKey: uuidv7() });
  const on = () => ({ actionKey: uuidv7(), ticketId: ticket.ticketId });
  await clerk.desk.staff.recall(on());
  await clerk.desk.staff.recall(on());
  await clerk.desk.staff.noShow(on());
  await clerk.desk.staff.next({ actionKey: uuidv7() });
  platform.clock.advance(DAY_MS);
  await giveTickets(platform, ['ordinary']);
  const stop = startDayWork(platform.database, platform.clock, pino({ level: 'silent' }));
  await vi.waitFor(
    async () => expect(await states()).toEqual(['no-show, learned', 'closed, learned', 'closed', 'waiting']),
    PATIENCE,
  );
  await stop();
});

it('lets terminals contradict a clock that was ahead at the start, or was set since, before it ends a day', async () => {
  const { database, clock, hallId } = platform;
  await database.deleteFrom('tickets').where('hallId', '=', hallId).execute();
  let now = 0;
  const elapsed = vi.fn<() => number>(() => now);
  const stayAs = async (...expected: string[]): Promise<void> => {
    const before = elapsed.mock.calls.length;
    await vi.waitFor(async () => {
      vi.advanceTimersByTime(10_000);
      const isOther = (await states()).join() !== expected.join();
      // Each round asks once, and twice on a date that is new: behind three times, one of them was whole.
      expect(isOther || elapsed.mock.calls.length >= before + 3).toBe(true);
    }, PATIENCE);
    expect(await states()).toEqual(expected);
  };
  const untilAre = (...ends: string[]) =>
    vi.waitFor(async () => {
      vi.advanceTimersByTime(10_000);
      expect(await states()).toEqual(ends);
    }, PATIENCE);
  await giveTickets(platform, ['ordinary']);
  clock.advance(3 * DAY_MS);
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  // On one machine the database has the same clock.
  const timeElsewhere = async () => clock.now();
  const stop = startDayWork(database, clock, pino({ level: 'silent' }), { timeElsewhere, elapsed });
  await stayAs('waiting');
  now += TEN_MINUTES_MS - 1;
  await stayAs('waiting');
  now += 1;
  await untilAre('closed');
  await giveTickets(platform, ['ordinary']);
  clock.advance(3 * DAY_MS);
  await stayAs('closed', 'waiting');
  now += TEN_MINUTES_MS;
  await untilAre('closed', 'closed');
  await stop();
});
