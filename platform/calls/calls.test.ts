import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { closeEarly } from '../halls/early-closing.ts';
import type { TestClerk } from '../testing/test-clerk.ts';
import { waitsForLock } from '../testing/test-database.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import { type GivenTicket, giveTickets } from '../testing/waiting-tickets.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const PATIENCE_MS = 60_000;

let platform: TestPlatform;
let clerk: TestClerk;
let other: TestClerk;
let person = 0;

beforeAll(async () => {
  platform = await startTestPlatform();
}, PATIENCE_MS);
afterAll(() => platform.stop());
/** A new day with two clerks of its own at counters for the same queue. */
beforeEach(async () => {
  platform.clock.advance(DAY_MS);
  clerk = await platform.clerk(`clerk-${person++}`, 'c02');
  other = await platform.clerk(`clerk-${person++}`, 'c03');
});

const next = async (of: TestClerk, actionKey = uuidv7()) => (await of.desk.staff.next({ actionKey })).ticket;
const key = () => ({ actionKey: uuidv7() });
const on = (ticket: { readonly ticketId: string }) => ({ ...key(), ticketId: ticket.ticketId });
const refusal = async (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'done',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  );

async function finish(of: TestClerk, ticket: { readonly ticketId: string }): Promise<void> {
  await of.desk.staff.serve(on(ticket));
  await of.desk.staff.finish(on(ticket));
}

describe('next', () => {
  it('calls in the order of arrival, and priority by the rules of the hall', async () => {
    const given = await giveTickets(platform, ['ordinary', 'ordinary', 'elderly', 'elderly', 'pregnant']);
    const called: (string | undefined)[] = [];
    for (const _ of given) {
      const ticket = await next(clerk);
      called.push(given.find(({ ticketId }) => ticketId === ticket.ticketId) && ticket.label);
      await finish(clerk, ticket);
    }
    // Two with priority, one ordinary: the hall's default.
    const labels = [2, 3, 0, 4, 1].map((index) => `A${String(given[index]?.number).padStart(3, '0')}`);
    expect(called).toEqual(labels);
    expect(await refusal(next(clerk))).toBe('NOBODY_WAITING');
  });

  it('goes by arrival when the places are equal or the clock of the platform is set back', async () => {
    const first = await giveTickets(platform, ['ordinary', 'ordinary']);
    platform.clock.advance(-60 * 60 * 1000);
    const later = await giveTickets(platform, ['ordinary']);
    platform.clock.advance(60 * 60 * 1000);
    const rows = await platform.database
      .selectFrom('tickets')
      .select(['ticketId', 'place'])
      .where('businessDate', '=', businessDateAt(platform.clock.now()))
      .orderBy('place')
      .orderBy('arrival')
      .execute();
    const called: string[] = [];
    for (const _ of [...first, ...later]) {
      const ticket = await next(clerk);
      called.push(ticket.ticketId);
      await finish(clerk, ticket);
    }
    expect(called).toEqual(rows.map(({ ticketId }) => ticketId));
    expect(called.indexOf(first[0]?.ticketId ?? '')).toBeLessThan(called.indexOf(first[1]?.ticketId ?? ''));
  });

  it('merges the queues of a counter into one order', async () => {
    await clerk.desk.staff.openCounter({ actionKey: uuidv7(), counterId: 'c04' });
    const [one] = await giveTickets(platform, ['ordinary'], { queueId: 'enterprise' });
    platform.clock.advance(1000);
    const [two] = await giveTickets(platform, ['ordinary']);
    platform.clock.advance(1000);
    const [three] = await giveTickets(platform, ['ordinary'], { queueId: 'enterprise' });
    const called: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      const ticket = await next(clerk);
      called.push(ticket.ticketId);
      await finish(clerk, ticket);
    }
    expect(called).toEqual([one?.ticketId, two?.ticketId, three?.ticketId]);
  });

  it('is one call however often the same press arrives, and answers with the ticket as it stands', async () => {
    await giveTickets(platform, ['ordinary', 'ordinary']);
    const actionKey = uuidv7();
    const answers = await Promise.all([
      next(clerk, actionKey),
      next(clerk, actionKey),
      next(clerk, actionKey),
    ]);
    expect(new Set(answers.map(({ ticketId }) => ticketId)).size).toBe(1);
    const [ticket] = answers;
    if (!ticket) throw new Error('no answer');
    await finish(clerk, ticket);
    expect(await next(clerk, actionKey)).toMatchObject({ ticketId: ticket.ticketId, state: 'finished' });
    expect(await next(clerk)).not.toMatchObject({ ticketId: ticket.ticketId });
  });

  it('two windows of one clerk bring one citizen to his counter', async () => {
    await giveTickets(platform, ['ordinary', 'ordinary', 'ordinary']);
    const answers = await Promise.all([refusal(next(clerk)), refusal(next(clerk)), refusal(next(clerk))]);
    expect(answers.toSorted((one, two) => (one < two ? -1 : 1))).toEqual([
      'COUNTER_BUSY',
      'COUNTER_BUSY',
      'done',
    ]);
  });

  it('is refused without a counter, and in a break', async () => {
    await giveTickets(platform, ['ordinary']);
    const nowhere = await platform.clerk(`clerk-${person++}`);
    expect(await refusal(next(nowhere))).toBe('COUNTER_CLOSED');
    await clerk.desk.staff.pause({ actionKey: uuidv7() });
    expect(await refusal(next(clerk))).toBe('COUNTER_CLOSED');
  });

  it('passes over a ticket that was given back', async () => {
    const [gone, stays] = await giveTickets(platform, ['ordinary', 'ordinary']);
    await platform.database
      .updateTable('tickets')
      .set({ state: 'cancelled' })
      .where('ticketId', '=', gone?.ticketId ?? '')
      .execute();
    expect(await next(clerk)).toMatchObject({ ticketId: stays?.ticketId });
  });

  it('passes over a ticket that is being sent to another queue', async () => {
    const [moves, stays] = await giveTickets(platform, ['ordinary', 'ordinary']);
    const { database } = platform;
    const sending = await database.startTransaction().execute();
    await sending
      .updateTable('tickets')
      .set({ queueId: 'social' })
      .where('ticketId', '=', moves?.ticketId ?? '')
      .execute();
    const called = next(clerk);
    await expect.poll(() => waitsForLock(database)).toHaveLength(1);
    await sending.commit().execute();
    expect(await called).toMatchObject({ ticketId: stays?.ticketId });
  });
});

describe('a ticket at a counter', () => {
  it('is recalled, given up after three calls and let in again behind three others', async () => {
    const given: GivenTicket[] = [];
    for (let index = 0; index < 6; index += 1) {
      given.push(...(await giveTickets(platform, ['ordinary'])));
      platform.clock.advance(1000);
    }
    const ticket = await next(clerk);
    expect(ticket).toMatchObject({ state: 'called', calls: 1, counterId: 'c02' });
    expect(await refusal(clerk.desk.staff.noShow(on(ticket)))).toBe('CALLS_LEFT');
    await clerk.desk.staff.recall(on(ticket));
    const twice = on(ticket);
    expect((await clerk.desk.staff.recall(twice)).ticket.calls).toBe(3);
    expect((await clerk.desk.staff.recall(twice)).ticket.calls).toBe(3);
    const absent = (await clerk.desk.staff.noShow(on(ticket))).ticket;
    expect(absent).toMatchObject({ state: 'no-show', counterId: null });
    // Any counter lets him in again.
    expect((await other.desk.staff.reinstate(on(ticket))).ticket).toMatchObject({
      state: 'waiting',
      calls: 0,
    });
    const called: string[] = [];
    for (let index = 0; index < 4; index += 1) {
      const each = await next(clerk);
      called.push(each.ticketId);
      await finish(clerk, each);
    }
    expect(called).toEqual([1, 2, 3, 0].map((index) => given[index]?.ticketId));
  });

  it('is held and taken up again, there or elsewhere', async () => {
    await giveTickets(platform, ['ordinary', 'ordinary']);
    const ticket = await next(clerk);
    expect((await clerk.desk.staff.hold(on(ticket))).ticket).toMatchObject({
      state: 'held',
      counterId: 'c02',
    });
    await next(clerk);
    expect(await refusal(clerk.desk.staff.resume(on(ticket)))).toBe('COUNTER_BUSY');
    const resumed = (await other.desk.staff.resume(on(ticket))).ticket;
    expect(resumed).toMatchObject({ state: 'called', counterId: 'c03', calls: 1 });
  });

  it('is sent to another queue with its place kept', async () => {
    const [, first] = await giveTickets(platform, ['ordinary', 'ordinary']);
    platform.clock.advance(1000);
    const [native] = await giveTickets(platform, ['ordinary'], { queueId: 'estate' });
    const ticket = await next(clerk);
    const sent = (await clerk.desk.staff.transfer({ ...on(ticket), queueId: 'estate' })).ticket;
    expect(sent).toMatchObject({
      state: 'waiting',
      queueId: 'estate',
      transferredFrom: 'general',
      place: ticket.place,
    });
    expect(sent.label).toBe(ticket.label);
    expect(await refusal(clerk.desk.staff.transfer({ ...on(ticket), queueId: 'nowhere' }))).toBe(
      'QUEUE_UNKNOWN',
    );
    const estate = await platform.clerk(`clerk-${person++}`, 'c07');
    expect(await next(estate)).toMatchObject({ ticketId: ticket.ticketId });
    expect(await next(clerk)).toMatchObject({ ticketId: first?.ticketId });
    await finish(estate, ticket);
    expect(await next(estate)).toMatchObject({ ticketId: native?.ticketId });
  });

  it('is nobody else’s to serve or finish', async () => {
    await giveTickets(platform, ['ordinary']);
    const ticket = await next(clerk);
    for (const asked of [other.desk.staff.serve, other.desk.staff.recall, other.desk.staff.hold]) {
      expect(await refusal(asked(on(ticket)))).toBe('TICKET_ELSEWHERE');
    }
    expect(await refusal(other.desk.staff.finish(on(ticket)))).toBe('TICKET_STATE');
  });

  it('refuses what does not fit how it stands now, and does nothing', async () => {
    await giveTickets(platform, ['ordinary']);
    const ticket = await next(clerk);
    expect(await refusal(clerk.desk.staff.finish(on(ticket)))).toBe('TICKET_STATE');
    expect(await refusal(clerk.desk.staff.resume(on(ticket)))).toBe('TICKET_STATE');
    expect(await refusal(clerk.desk.staff.serve({ ...key(), ticketId: 'nobody' }))).toBe('TICKET_UNKNOWN');
    await finish(clerk, ticket);
    expect(await refusal(clerk.desk.staff.recall(on(ticket)))).toBe('TICKET_STATE');
  });

  it('is not another’s, and no other action, under a key that was used', async () => {
    await giveTickets(platform, ['ordinary', 'ordinary']);
    const pressed = key();
    const ticket = await next(clerk, pressed.actionKey);
    const recalled = on(ticket);
    await clerk.desk.staff.recall(recalled);
    expect(await refusal(clerk.desk.staff.serve(recalled))).toBe('TICKET_STATE');
    expect(await refusal(clerk.desk.staff.serve({ ...on(ticket), ...pressed }))).toBe('TICKET_STATE');
    const second = await next(other);
    expect(await refusal(other.desk.staff.recall({ ...recalled, ticketId: second.ticketId }))).toBe(
      'TICKET_STATE',
    );
    await finish(clerk, ticket);
    expect(await refusal(next(clerk, recalled.actionKey))).toBe('TICKET_STATE');
  });

  it('put aside by one press and called by number is one call however often that press arrives', async () => {
    await giveTickets(platform, ['ordinary']);
    const ticket = await next(clerk);
    await clerk.desk.staff.hold(on(ticket));
    const typed = { ...key(), label: ticket.label };
    expect((await clerk.desk.staff.call(typed)).ticket).toMatchObject({ state: 'called', calls: 1 });
    expect((await clerk.desk.staff.call(typed)).ticket).toMatchObject({ state: 'called', calls: 1 });
  });

  it('is not let in again once the hall has closed', async () => {
    await giveTickets(platform, ['ordinary']);
    const ticket = await next(clerk);
    await clerk.desk.staff.recall(on(ticket));
    await clerk.desk.staff.recall(on(ticket));
    await clerk.desk.staff.noShow(on(ticket));
    const admin = await platform.addStaff(`admin-${person++}`, 'administrator');
    const { hallId, database, clock } = platform;
    const closing = await closeEarly(database, clock, { hallId, staffId: admin }, '停电');
    expect(closing.isOk()).toBe(true);
    expect(await refusal(clerk.desk.staff.reinstate(on(ticket)))).toBe('TICKET_STATE');
  });

  it('that was refused may be asked again under the same key', async () => {
    await giveTickets(platform, ['ordinary']);
    const ticket = await next(clerk);
    const asked = on(ticket);
    expect(await refusal(clerk.desk.staff.noShow(asked))).toBe('CALLS_LEFT');
    await clerk.desk.staff.recall(on(ticket));
    await clerk.desk.staff.recall(on(ticket));
    expect((await clerk.desk.staff.noShow(asked)).ticket.state).toBe('no-show');
  });

  it('of yesterday can be finished, and nothing else', async () => {
    await giveTickets(platform, ['ordinary', 'ordinary']);
    const ticket = await next(clerk);
    await clerk.desk.staff.serve(on(ticket));
    const away = await next(other);
    await other.desk.staff.hold(on(away));
    platform.clock.advance(DAY_MS);
    const morning = await platform.clerk(`clerk-${person++}`, 'c02');
    expect(await refusal(morning.desk.staff.resume(on(away)))).toBe('TICKET_STATE');
    expect((await morning.desk.staff.finish(on(ticket))).ticket.state).toBe('finished');
  });
});

describe('a number of choice', () => {
  it('is found as it is typed, also when it was put aside', async () => {
    const given = await giveTickets(platform, ['ordinary', 'ordinary', 'ordinary']);
    const wanted = given[2];
    const typed = `ａ ${wanted?.number}`;
    const ticket = (await clerk.desk.staff.call({ ...key(), label: typed })).ticket;
    expect(ticket.ticketId).toBe(wanted?.ticketId);
    expect(await refusal(other.desk.staff.call({ ...key(), label: typed }))).toBe('TICKET_STATE');
    await clerk.desk.staff.hold(on(ticket));
    expect((await other.desk.staff.call({ ...key(), label: ticket.label })).ticket.counterId).toBe('c03');
    for (const label of ['Z001', 'A', '999', 'A99999']) {
      expect(await refusal(clerk.desk.staff.call({ ...key(), label }))).toBe('TICKET_UNKNOWN');
    }
  });

  it('takes nobody’s turn', async () => {
    const given = await giveTickets(platform, ['ordinary', 'elderly', 'elderly', 'elderly']);
    const label = `A${String(given[3]?.number).padStart(3, '0')}`;
    const chosen = (await clerk.desk.staff.call({ ...key(), label })).ticket;
    await finish(clerk, chosen);
    const called: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      const ticket = await next(clerk);
      called.push(ticket.ticketId);
      await finish(clerk, ticket);
    }
    expect(called).toEqual([1, 2, 0].map((index) => given[index]?.ticketId));
  });
});

it('people whose queue was taken out of the hall are called by a counter for any matter', async () => {
  const given = await giveTickets(platform, ['ordinary'], { queueId: 'fund' });
  const { document } = await platform.database
    .selectFrom('halls')
    .select('document')
    .where('hallId', '=', platform.hallId)
    .executeTakeFirstOrThrow();
  const version = document.version + 1;
  const without = {
    ...document,
    version,
    queues: document.queues.filter(({ queueId }) => queueId !== 'fund'),
    counters: document.counters.filter(({ counterId }) => counterId !== 'c12'),
    services: document.services.filter(({ queueId }) => queueId !== 'fund'),
  };
  const earlier = { hallId: platform.hallId, version: document.version, document: JSON.stringify(document) };
  await platform.database
    .insertInto('hallVersions')
    .values({ ...earlier, changedAt: new Date(), changedBy: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const publish = (hall: typeof document) =>
    platform.database
      .updateTable('halls')
      .set({ document: JSON.stringify(hall), version: hall.version })
      .where('hallId', '=', platform.hallId)
      .execute();
  await publish(without);
  const department = await platform.clerk(`clerk-${person++}`, 'c07');
  expect(await refusal(next(department))).toBe('NOBODY_WAITING');
  const label = `F${String(given[0]?.number).padStart(3, '0')}`;
  expect(await next(clerk)).toMatchObject({ label, queueId: 'fund' });
  await publish({ ...document, version: version + 1 });
});
