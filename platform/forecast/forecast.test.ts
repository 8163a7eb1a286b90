import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestClerk } from '../testing/test-clerk.ts';
import { TestClerk as Browser } from '../testing/test-clerk.ts';
import { startTestPlatform, TEST_PIN, type TestPlatform } from '../testing/test-platform.ts';
import { type GivenTicket, giveTickets } from '../testing/waiting-tickets.ts';
import { learnFromCalls } from './forecast.ts';
import { selectForecasts } from './forecast-store.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
let platform: TestPlatform;
let clerk: TestClerk;
let people = 0;

beforeAll(async () => {
  platform = await startTestPlatform();
}, 60_000);
afterAll(() => platform.stop());
beforeEach(async () => {
  platform.clock.advance(DAY_MS);
  await platform.database.deleteFrom('forecasts').execute();
  await platform.database.deleteFrom('tickets').execute();
  clerk = await platform.clerk(`person-${people++}`, 'c07');
});

const ESTATE = { queueId: 'estate', serviceId: 'estate-first' };
const learn = () => learnFromCalls(platform.database, platform.clock);
const give = (count: number): Promise<GivenTicket[]> =>
  giveTickets(platform, Array(count).fill('ordinary'), ESTATE);

/** One after another, each so many minutes at the counter. */
async function serve(count: number, minutes: number): Promise<void> {
  for (let served = 0; served < count; served += 1) {
    const { ticket } = await clerk.desk.staff.next({ actionKey: uuidv7() });
    const on = () => ({ actionKey: uuidv7(), ticketId: ticket.ticketId });
    await clerk.desk.staff.serve(on());
    platform.clock.advance(minutes * MINUTE_MS);
    await clerk.desk.staff.finish(on());
  }
}

async function accuracy() {
  const admin = new Browser(platform.url);
  await admin.signIn('admin', TEST_PIN);
  const { queues } = await admin.desk.hall.accuracy();
  return queues.find(({ queueId }) => queueId === 'estate');
}

async function foretoldNow(): Promise<number> {
  const [ticket] = await give(1);
  const row = await platform.database
    .selectFrom('tickets')
    .select('foretoldMiddle')
    .where('ticketId', '=', ticket?.ticketId ?? '')
    .executeTakeFirstOrThrow();
  return row.foretoldMiddle ?? Number.NaN;
}

describe('forecasts', () => {
  it('are measured by each first call, once, whichever process learns', async () => {
    await give(6);
    await serve(4, 10);
    expect((await accuracy())?.tickets).toBe(0);
    const learned = await Promise.all([learn(), learn(), learn()]);
    expect(learned.reduce((sum, each) => sum + each, 0)).toBe(4);
    const measured = await accuracy();
    expect(measured?.tickets).toBe(4);
    expect(measured?.meanErrorMinutes).toBeGreaterThan(0);
    expect(await learn()).toBe(0);
    await serve(1, 10);
    await learn();
    expect((await accuracy())?.tickets).toBe(5);
  });

  it('learn that a queue is quicker than its administrator thought', async () => {
    const before = await foretoldNow();
    await give(29);
    await serve(30, 2);
    await learn();
    expect(await foretoldNow()).toBeLessThan(before / 2);
  });

  it('learn nothing of who was sent on, or came without anybody knowing the queue', async () => {
    const [sent] = await give(1);
    const fund = await platform.clerk(`person-${people++}`, 'c12');
    const ticketId = sent?.ticketId ?? '';
    await clerk.desk.staff.transfer({ actionKey: uuidv7(), ticketId, queueId: 'fund' });
    await fund.desk.staff.next({ actionKey: uuidv7() });
    expect(await learn()).toBe(1);
    const known = await selectForecasts(platform.database, platform.hallId);
    expect(known.find(({ queueId }) => queueId === 'fund')?.accuracy?.days).toEqual({});
  });

  it('learn of all calls although they are more than are taken at once', async () => {
    await give(1);
    const [row] = await platform.database.selectFrom('tickets').selectAll().execute();
    if (!row) throw new Error('no ticket');
    const { arrival: _arrival, ...ticket } = row;
    const lease = { ...ticket, firstCalledAt: new Date(platform.clock.now()) };
    const many = Array.from({ length: 1_200 }, (_, index) => ({
      ...lease,
      ticketId: uuidv7(),
      ticketNumber: 1_000 + index,
    }));
    await platform.database.insertInto('tickets').values(many).execute();
    expect(await learn()).toBe(1_200);
    expect((await accuracy())?.tickets).toBe(1_200);
  });

  it('that were written by rules that nobody knows any more begin anew', async () => {
    await platform.database
      .insertInto('forecasts')
      .values({
        hallId: platform.hallId,
        queueId: 'estate',
        model: '{"version":0,"old":true}',
        accuracy: '{}',
        learnedAt: new Date(platform.clock.now()),
      })
      .execute();
    expect(await foretoldNow()).toBeGreaterThan(0);
    await serve(1, 5);
    await learn();
    expect((await accuracy())?.tickets).toBe(1);
  });
});
