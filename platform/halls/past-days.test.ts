import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { businessDateAt, hallInstant } from '#domain/time/hall-time.ts';
import { refusalOf } from '../testing/refusal.ts';
import type { TestClerk } from '../testing/test-clerk.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import { giveTickets } from '../testing/waiting-tickets.ts';
import { Watched } from '../testing/watched.ts';
import { closePastDays } from './past-days.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
let platform: TestPlatform;
let people = 0;

beforeAll(async () => {
  platform = await startTestPlatform();
}, 60_000);
afterAll(() => platform.stop());
/** Ten in the morning of a day of which nothing is left from before. */
beforeEach(async () => {
  const { clock, database } = platform;
  await database.deleteFrom('ticketEvents').execute();
  await database.deleteFrom('tickets').execute();
  await database.deleteFrom('priorityRuns').execute();
  clock.advance(hallInstant(businessDateAt(clock.now() + DAY_MS), 10 * 60) - clock.now());
});

const agreed = async () => platform.clock.now();
const endDays = (timeElsewhere = agreed, isDateOld = true) =>
  closePastDays(platform.database, platform.clock, isDateOld, timeElsewhere);
const press = (ticketId: string) => ({ actionKey: uuidv7(), ticketId });
async function states(): Promise<string[]> {
  const rows = await platform.database.selectFrom('tickets').select('state').orderBy('arrival').execute();
  return rows.map(({ state }) => state);
}

describe('a day of a hall whose terminals are not heard any more', () => {
  it('ends when the hall has been open for another whole day, by all clocks that are asked', async () => {
    await giveTickets(platform, ['ordinary', 'ordinary']);
    // The hall of the demo says nothing of its hours: it is open the whole next day.
    platform.clock.advance(DAY_MS + 14 * HOUR_MS - 1);
    expect(await endDays()).toEqual({ closed: 0, isWhole: false });
    platform.clock.advance(1);
    expect(await endDays(async () => platform.clock.now() - 10 * MINUTE_MS)).toMatchObject({ closed: 0 });
    expect(await endDays(async () => platform.clock.now() + 10 * MINUTE_MS)).toMatchObject({ closed: 0 });
    // The database's own, which knows nothing of the day of a test.
    expect(await closePastDays(platform.database, platform.clock, true)).toMatchObject({ closed: 0 });
    expect(await endDays(agreed, false)).toMatchObject({ closed: 0 });
    expect(await states()).toEqual(['waiting', 'waiting']);
    expect(await endDays()).toEqual({ closed: 2, isWhole: true });
    expect(await states()).toEqual(['closed', 'closed']);
  });

  it('does not end while one of them comes with another time', async () => {
    await giveTickets(platform, ['ordinary']);
    const right = await platform.enrolled();
    const contradicting = right.timedBy({ now: () => platform.clock.now() - 3 * DAY_MS });
    platform.clock.advance(3 * DAY_MS);
    expect(await refusalOf(contradicting.hello())).toBe('CLOCK_WRONG');
    expect(await endDays()).toEqual({ closed: 0, isWhole: false });
    // It came no more: somebody took it away.
    platform.clock.advance(DAY_MS);
    expect(await endDays()).toEqual({ closed: 1, isWhole: true });
  });

  it('ends at once when one was heard on the next', async () => {
    await giveTickets(platform, ['ordinary']);
    platform.clock.advance(14 * HOUR_MS);
    expect(await endDays()).toEqual({ closed: 0, isWhole: false });
    await platform.enrolled();
    expect(await endDays(async () => 0, false)).toEqual({ closed: 1, isWhole: true });
  });
});

describe('a service over midnight', () => {
  let clerk: TestClerk;
  let ticketId: string;

  beforeEach(async () => {
    platform.clock.advance(13 * HOUR_MS);
    clerk = await platform.clerk(`late-${people++}`, 'c02');
    await giveTickets(platform, ['ordinary', 'ordinary', 'ordinary']);
    ({ ticketId } = (await clerk.desk.staff.next({ actionKey: uuidv7() })).ticket);
    await clerk.desk.staff.serve(press(ticketId));
    platform.clock.advance(2 * HOUR_MS);
    await platform.enrolled();
  });

  it('stays with its clerk until he has finished it, and everybody else’s number ends', async () => {
    const page = new Watched(await clerk.views());
    const view = await page.until(() => true);
    expect(view).toMatchObject({ counter: { counterId: 'c02' }, current: { ticketId, state: 'serving' } });
    expect(await endDays()).toEqual({ closed: 2, isWhole: false });
    expect(await endDays()).toEqual({ closed: 0, isWhole: false });
    await giveTickets(platform, ['ordinary']);
    expect(await refusalOf(clerk.desk.staff.next({ actionKey: uuidv7() }))).toBe('COUNTER_BUSY');
    expect(await refusalOf(clerk.desk.staff.pause({ actionKey: uuidv7() }))).toBe('COUNTER_BUSY');
    expect(await refusalOf(clerk.desk.staff.hold(press(ticketId)))).toBe('TICKET_STATE');
    const rival = await platform.clerk(`rival-${people++}`);
    expect(await refusalOf(rival.desk.staff.openCounter({ actionKey: uuidv7(), counterId: 'c02' }))).toBe(
      'COUNTER_TAKEN',
    );
    const { ticket } = await clerk.desk.staff.finish(press(ticketId));
    expect(ticket.state).toBe('finished');
    // He sat down on the day before.
    await page.until(({ counter }) => counter === null);
    await page.close();
    expect(await endDays()).toEqual({ closed: 0, isWhole: true });
  });

  it('ends when nobody sits there any more', async () => {
    await clerk.desk.staff.signOut();
    expect(await endDays()).toEqual({ closed: 3, isWhole: true });
  });
});
