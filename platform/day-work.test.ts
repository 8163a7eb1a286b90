import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startDayWork } from './day-work.ts';
import { startTestPlatform, type TestPlatform } from './testing/test-platform.ts';
import { giveTickets } from './testing/waiting-tickets.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const PATIENCE = { timeout: 60_000, interval: 50 };
let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
}, 60_000);
afterAll(() => platform.stop());

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
  vi.useRealTimers();
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
