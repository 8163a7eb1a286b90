import { setTimeout } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lockQueue } from '../calls/queue-lock.ts';
import { refusalOf } from '../testing/refusal.ts';
import { TestClerk } from '../testing/test-clerk.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import { giveTicketWithCode } from '../testing/ticket-with-code.ts';
import { giveTickets } from '../testing/waiting-tickets.ts';
import { Watched } from '../testing/watched.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
let platform: TestPlatform;
let people = 0;

beforeAll(async () => {
  platform = await startTestPlatform();
}, 60_000);
afterAll(() => platform.stop());
beforeEach(() => platform.clock.advance(DAY_MS));

/** A phone has no session. */
const phone = () => new TestClerk(platform.url).desk.ticket;
const follow = async (token: string) => new Watched(await phone().watch({ token }));
const clerkAt = (counterId: string) => platform.clerk(`person-${people++}`, counterId);
const key = () => ({ actionKey: uuidv7() });

describe('the page of a ticket', () => {
  it('follows it from its place to the counter and to its end', async () => {
    await giveTickets(platform, ['ordinary']);
    const ticket = await giveTicketWithCode(platform);
    await giveTickets(platform, ['elderly']);
    const page = await follow(ticket.token);
    const waiting = await page.until(({ ahead }) => ahead === 2);
    expect(waiting).toMatchObject({
      state: 'waiting',
      label: 'A002',
      isNext: false,
      before: { earlier: 1, byPriority: 1, byTurn: 0, byAgeing: 0 },
      serviceName: { 'zh-CN': '婚姻登记预约' },
      fromMinutes: null,
      counterLabel: null,
    });

    const clerk = await clerkAt('c02');
    const first = await clerk.desk.staff.next(key());
    const moved = await page.until(({ ahead }) => ahead === 1);
    // Somebody calls now, so there is a time to tell.
    expect(moved.fromMinutes).toBeTypeOf('number');
    expect(moved.toMinutes).toBeGreaterThan(moved.fromMinutes ?? 0);
    await clerk.desk.staff.serve({ ...key(), ticketId: first.ticket.ticketId });
    await clerk.desk.staff.finish({ ...key(), ticketId: first.ticket.ticketId });

    const on = () => ({ ...key(), ticketId: ticket.ticketId });
    await clerk.desk.staff.call({ ...key(), label: 'A002' });
    expect(await page.until(({ state }) => state === 'called')).toMatchObject({
      counterLabel: { 'zh-CN': '2号窗口 综合受理' },
      ahead: null,
    });
    await clerk.desk.staff.serve(on());
    await page.until(({ state }) => state === 'serving');
    await clerk.desk.staff.finish(on());
    expect(await page.until(({ state }) => state === 'finished')).toMatchObject({ counterLabel: null });
    await page.close();
  });

  it('counts who goes before at the counters that are open, from other queues of theirs, too', async () => {
    const enterprise = { queueId: 'enterprise', serviceId: 'business-start' };
    await giveTickets(platform, ['ordinary', 'ordinary'], enterprise);
    const ticket = await giveTicketWithCode(platform);
    const page = await follow(ticket.token);
    // It calls both queues.
    const both = await clerkAt('c04');
    await page.until(({ ahead }) => ahead === 2);
    const first = await both.desk.staff.next(key());
    expect(first.ticket.queueId).toBe('enterprise');
    expect(await page.until(({ ahead }) => ahead === 1)).toMatchObject({
      isNext: false,
      before: { earlier: 1 },
    });
    const own = await clerkAt('c02');
    expect(await page.until(({ ahead }) => ahead === 0)).toMatchObject({ isNext: false });
    await both.desk.staff.serve({ ...key(), ticketId: first.ticket.ticketId });
    await both.desk.staff.finish({ ...key(), ticketId: first.ticket.ticketId });
    const second = await both.desk.staff.next(key());
    expect(second.ticket.queueId).toBe('enterprise');
    await page.until(({ isNext }) => isNext);
    expect((await own.desk.staff.next(key())).ticket.ticketId).toBe(ticket.ticketId);
    await page.close();
  });

  it('gives the place back, once and for all', async () => {
    const ticket = await giveTicketWithCode(platform);
    const page = await follow(ticket.token);
    await phone().cancel({ token: ticket.token });
    await page.until(({ state }) => state === 'cancelled');
    await page.close();
    expect(await refusalOf(phone().cancel({ token: ticket.token }))).toBe('done');
    const clerk = await clerkAt('c02');
    expect(await refusalOf(clerk.desk.staff.next(key()))).toBe('NOBODY_WAITING');
    const events = await platform.database
      .selectFrom('ticketEvents')
      .select('kind')
      .where('ticketId', '=', ticket.ticketId)
      .execute();
    expect(events).toEqual([{ kind: 'cancel' }]);
  });

  it('leaves connections to the clerks while many give their places back at once', async () => {
    const tickets = [];
    for (let nth = 0; nth < 24; nth += 1) tickets.push(await giveTicketWithCode(platform));
    const clerk = await clerkAt('c02');
    const busy = await platform.database.startTransaction().execute();
    await lockQueue(busy, platform.hallId);
    const cancelled = tickets.map(({ token }) => phone().cancel({ token }));
    await setTimeout(300);
    const session = await Promise.race([clerk.desk.staff.session(), setTimeout(3_000)]);
    await busy.commit().execute();
    await Promise.all(cancelled);
    expect(session?.session?.counterId).toBe('c02');
  });

  it('says the end once, and is quiet while others are called', async () => {
    const ticket = await giveTicketWithCode(platform);
    await phone().cancel({ token: ticket.token });
    const page = await phone().watch({ token: ticket.token });
    expect((await page.next()).value).toMatchObject({ state: 'cancelled' });
    const next = page.next();
    await giveTickets(platform, ['ordinary', 'ordinary']);
    const clerk = await clerkAt('c02');
    await clerk.desk.staff.next(key());
    platform.clock.advance(20_000);
    await giveTickets(platform, ['ordinary']);
    // The one state behind it is that of later: nothing was said in between.
    const later = (await next).value;
    expect(later).toMatchObject({ state: 'cancelled', at: new Date(platform.clock.now()).toISOString() });
    await page.return?.();
  });

  it('does not give back what is being served, or is of another day', async () => {
    const ticket = await giveTicketWithCode(platform);
    const clerk = await clerkAt('c02');
    await clerk.desk.staff.next(key());
    await clerk.desk.staff.serve({ ...key(), ticketId: ticket.ticketId });
    expect(await refusalOf(phone().cancel({ token: ticket.token }))).toBe('TICKET_STATE');
    const old = await giveTicketWithCode(platform);
    platform.clock.advance(DAY_MS);
    expect(await refusalOf(phone().cancel({ token: old.token }))).toBe('TICKET_STATE');
    const page = await follow(old.token);
    expect(await page.until(() => true)).toMatchObject({ state: 'past', ahead: null });
    await page.close();
  });

  it('is nobody’s whose code nobody has', async () => {
    const token = 'A'.repeat(22);
    expect(await refusalOf(phone().watch({ token }))).toBe('TICKET_UNKNOWN');
    expect(await refusalOf(phone().cancel({ token }))).toBe('TICKET_UNKNOWN');
    expect(await refusalOf(phone().cancel({ token: '../../etc/passwd' }))).toBe('BAD_REQUEST');
  });
});
