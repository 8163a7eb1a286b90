import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { slotCapacity } from '#domain/appointment/slots.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { reopenHall } from '../testing/early-closings.ts';
import { handIn, issuedFrom, leaseOf } from '../testing/issuing.ts';
import { refusalOf } from '../testing/refusal.ts';
import { TestClerk } from '../testing/test-clerk.ts';
import { startTestPlatform, TEST_PIN, type TestPlatform } from '../testing/test-platform.ts';
import { giveTicketWithCode, newCode, type TicketWithCode } from '../testing/ticket-with-code.ts';
import { giveTickets } from '../testing/waiting-tickets.ts';
import { Watched } from '../testing/watched.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const FUND = { queueId: 'fund', serviceId: 'fund-loan' };
let platform: TestPlatform;
let admin: TestClerk;
let people = 0;

beforeAll(async () => {
  platform = await startTestPlatform();
}, 60_000);
afterAll(() => platform.stop());
beforeEach(async () => {
  platform.clock.advance(DAY_MS);
  admin = new TestClerk(platform.url);
  await admin.signIn('admin', TEST_PIN);
});

/** What a phone shows that has scanned the paper. */
async function followed({ token }: TicketWithCode) {
  const page = new Watched(await new TestClerk(platform.url).desk.ticket.watch({ token }));
  const view = await page.until(() => true);
  await page.close();
  return view;
}

const clerkAt = (counterId: string) => platform.clerk(`person-${people++}`, counterId);
const today = () => businessDateAt(platform.clock.now());
const close = () => admin.desk.hall.closeEarly({ reason: '停电' });

describe('a hall that closes early', () => {
  it('tells each who waits or stands aside, and gives a time to whom it can', async () => {
    const [served, called, held, waiting, plain, last] = [
      await giveTicketWithCode(platform, FUND),
      await giveTicketWithCode(platform, FUND),
      await giveTicketWithCode(platform),
      await giveTicketWithCode(platform, FUND),
      await giveTicketWithCode(platform),
      await giveTicketWithCode(platform, FUND),
    ];
    const on = (ticket: TicketWithCode) => ({ actionKey: uuidv7(), ticketId: ticket.ticketId });
    const next = (clerk: TestClerk) => clerk.desk.staff.next({ actionKey: uuidv7() });
    const clerk = await clerkAt('c12');
    const other = await clerkAt('c02');
    await next(clerk);
    await clerk.desk.staff.serve(on(served));
    await next(other);
    await other.desk.staff.hold(on(held));
    await publishSecondFundCounter();
    const second = await clerkAt('c13');
    await next(second);

    expect(await close()).toEqual({ closed: 4, withAppointment: 2 });
    expect(await followed(served)).toMatchObject({ state: 'serving', appointment: null });
    for (const ticket of [held, plain]) {
      expect(await followed(ticket)).toMatchObject({ state: 'closed', appointment: null });
    }
    const times = [];
    for (const ticket of [waiting, last]) {
      const view = await followed(ticket);
      expect(view).toMatchObject({ state: 'closed', counterLabel: null, ahead: null });
      times.push(view.appointment?.from);
    }
    // Sunday: the hall of the demo says nothing of its hours, and opens on Monday at nine.
    expect(times).toEqual(['2026-11-23T01:00:00.000Z', '2026-11-23T01:00:00.000Z']);
    // Called before it closed, he comes to the counter like any other.
    expect(await followed(called)).toMatchObject({ state: 'called', appointment: null });
    await second.desk.staff.serve(on(called));
    await second.desk.staff.finish(on(called));
    expect(await refusalOf(next(second))).toBe('NOBODY_WAITING');
    await clerk.desk.staff.finish(on(served));
  });

  it('tells those who did not come that nobody lets them in again, and gives them a time behind the others', async () => {
    const [missing, waiting] = [
      await giveTicketWithCode(platform, FUND),
      await giveTicketWithCode(platform, FUND),
    ];
    const lateMissing = await giveTicketWithCode(platform);
    const on = ({ ticketId }: TicketWithCode) => ({ actionKey: uuidv7(), ticketId });
    const giveUp = async (clerk: TestClerk, ticket: TicketWithCode) => {
      await clerk.desk.staff.recall(on(ticket));
      await clerk.desk.staff.recall(on(ticket));
      await clerk.desk.staff.noShow(on(ticket));
    };
    const clerk = await clerkAt('c12');
    await clerk.desk.staff.next({ actionKey: uuidv7() });
    await giveUp(clerk, missing);
    expect((await followed(missing)).state).toBe('no-show');
    const other = await clerkAt('c02');
    await other.desk.staff.next({ actionKey: uuidv7() });

    expect(await close()).toEqual({ closed: 2, withAppointment: 2 });
    const [of, behind] = [await followed(waiting), await followed(missing)];
    expect(behind.state).toBe('closed');
    expect(Date.parse(behind.appointment?.from ?? '')).toBeGreaterThanOrEqual(
      Date.parse(of.appointment?.from ?? ''),
    );
    // Called before the hall closed, and given up behind that.
    await giveUp(other, lateMissing);
    expect(await followed(lateMissing)).toMatchObject({ state: 'closed', appointment: null });
    expect(await refusalOf(other.desk.staff.reinstate(on(lateMissing)))).toBe('TICKET_STATE');
  });

  it('still calls who stood at a counter then and was sent on, and nobody else', async () => {
    const [served, waiting] = [await giveTicketWithCode(platform), await giveTicketWithCode(platform, FUND)];
    const press = () => ({ actionKey: uuidv7() });
    const on = ({ ticketId }: TicketWithCode) => ({ ...press(), ticketId });
    const clerk = await clerkAt('c02');
    const fund = await clerkAt('c12');
    await clerk.desk.staff.next(press());
    await clerk.desk.staff.serve(on(served));
    await close();
    expect(await refusalOf(fund.desk.staff.next(press()))).toBe('NOBODY_WAITING');
    await clerk.desk.staff.transfer({ ...on(served), queueId: 'fund' });
    // Came too late: closed, and called by nobody.
    await giveTicketWithCode(platform, { ...FUND, issuedOffline: true });
    expect((await followed(served)).state).toBe('waiting');
    const { ticket } = await fund.desk.staff.next(press());
    expect(ticket.ticketId).toBe(served.ticketId);
    await fund.desk.staff.serve(on(served));
    await fund.desk.staff.finish(on(served));
    expect(await refusalOf(fund.desk.staff.next(press()))).toBe('NOBODY_WAITING');
    expect((await followed(waiting)).state).toBe('closed');
  });

  it('says so on the board, and to terminals with the next counts, until it opens again', async () => {
    const terminal = await platform.enrolled();
    const queues = () => terminal.client.queues({ businessDate: today() });
    const board = new Watched(
      await new TestClerk(platform.url).desk.board.watch({ hallId: platform.hallId }),
    );
    await board.until((view) => view.open && view.closedEarly === null);
    await giveTicketWithCode(platform, FUND);
    await close();
    expect((await queues()).closedEarly).toEqual({ reason: '停电' });
    const shown = await board.until((view) => view.closedEarly !== null);
    expect(shown).toMatchObject({ open: false, closedEarly: { reason: '停电', gaveTimes: true } });
    expect(await refusalOf(close())).toBe('HALL_CLOSED');
    await reopenHall(admin);
    expect((await queues()).closedEarly).toBeNull();
    await board.until((view) => view.open && view.closedEarly === null);
    await board.close();
  });

  it('tells at any terminal, by the paper or the card, when to come instead', async () => {
    const idNumber = '11010519491231002X';
    const clerk = await clerkAt('c02');
    const at = (minutes: number) => new Date(platform.clock.now() + minutes * 60_000).toISOString();
    const booked = await clerk.desk.appointments.book({
      actionKey: uuidv7(),
      serviceId: 'fund-loan',
      from: at(60),
      to: at(90),
      idNumber,
    });
    const called = await giveTicketWithCode(platform);
    const ticket = await giveTicketWithCode(platform, FUND);
    const plain = await giveTicketWithCode(platform);
    const other = await giveTicketWithCode(platform);
    const { client } = await platform.enrolled();
    const codeOf = ({ token }: TicketWithCode) => `MSB1:${token}`;
    const onCalled = () => ({ actionKey: uuidv7(), ticketId: called.ticketId });
    const told = async (asked: Parameters<typeof client.appointments.find>[0]) => {
      const { appointments, later, closed } = await client.appointments.find(asked);
      expect(appointments).toEqual([]);
      return { later, closed };
    };
    await clerk.desk.staff.next({ actionKey: uuidv7() });
    const waiting = await client.appointments.find({ code: codeOf(ticket) });
    expect(waiting).toEqual({ appointments: [], later: [], closed: [] });
    await close();

    const { label, appointment } = await followed(ticket);
    const instead = { from: appointment?.from, insteadOf: label };
    const labelOf = async (closed: TicketWithCode) => (await followed(closed)).label;
    const slip = { code: codeOf(ticket) };
    expect(await told({ code: codeOf(ticket) })).toMatchObject({ later: [{ ...instead, slip }], closed: [] });
    expect(await told({ code: `http://hall/t/${ticket.token}` })).toMatchObject({ later: [{ slip }] });
    expect(await told({ code: codeOf(plain) })).toEqual({ later: [], closed: [await labelOf(plain)] });
    expect(await told({ code: codeOf(called) })).toEqual({ later: [], closed: [] });
    for (let call = 0; call < 2; call += 1) await clerk.desk.staff.recall(onCalled());
    await clerk.desk.staff.noShow(onCalled());
    expect(await told({ code: codeOf(called) })).toEqual({ later: [], closed: [await labelOf(called)] });
    const { appointmentId } = booked;
    const moved = { appointmentId, insteadOf: null, slip: { code: booked.code } };
    expect(await told({ code: booked.code })).toMatchObject({ later: [moved] });
    expect(await told({ idNumber, codes: [codeOf(ticket), codeOf(other)] })).toMatchObject({
      later: expect.arrayContaining([
        expect.objectContaining(instead),
        expect.objectContaining({ appointmentId }),
      ]),
      closed: [await labelOf(other)],
    });
    expect(await told({ idNumber: '110105194912310038' })).toEqual({ later: [], closed: [] });
  });

  it('closes what a terminal gave before it heard, with a time where the others have theirs', async () => {
    const first = await giveTicketWithCode(platform, FUND);
    await close();
    const late = await giveTicketWithCode(platform, { ...FUND, issuedOffline: true });
    const [before, after] = [await followed(first), await followed(late)];
    expect(after.state).toBe('closed');
    expect(Date.parse(after.appointment?.from ?? '')).toBeGreaterThanOrEqual(
      Date.parse(before.appointment?.from ?? ''),
    );
  });

  it('gives a time to whose terminal was cut off until a later day, unless he has given his number back', async () => {
    const { terminal, lease } = await terminalWithNumbers();
    await close();
    const [late, givenBack] = [newCode(), newCode()];
    const cut = (index: number, { codeHash }: { codeHash: string }) =>
      issuedFrom(lease, index, platform.clock.now(), {
        serviceId: FUND.serviceId,
        issuedOffline: true,
        codeHash,
      });
    const [issued, returned] = [cut(0, late), cut(1, givenBack)];
    const { ticketId } = returned.body;
    const cancelledAt = new Date(platform.clock.now()).toISOString();
    platform.clock.advance(DAY_MS);
    const cancel = {
      key: uuidv7(),
      aggregate: returned.aggregate,
      sequence: 2,
      body: { kind: 'ticket.cancelled' as const, ticketId, cancelledAt },
    };
    expect(await handIn(terminal, issued, returned, cancel)).toEqual(['accepted', 'accepted', 'accepted']);
    const view = await followed({ ...issued.body, ...late });
    expect(view).toMatchObject({ state: 'closed', appointment: { moved: null } });
    expect(businessDateAt(Date.parse(view.appointment?.from ?? '')) > today()).toBe(true);
    expect(await followed({ ...returned.body, ...givenBack })).toMatchObject({ appointment: null });
  });

  it('gives no half hour to more people than its counters can see beside others, in their order', async () => {
    const tickets = await giveTickets(platform, Array(20).fill('ordinary'), FUND);
    await close();
    const { hall } = await admin.desk.hall.hall();
    const counters = hall.counters.filter(({ queueIds }) => queueIds.includes('fund')).length;
    const rows = await platform.database
      .selectFrom('appointments')
      .select(['insteadOf', 'fromAt', 'toAt'])
      .where('hallId', '=', platform.hallId)
      .orderBy('fromAt')
      .execute();
    const bySlot = Map.groupBy(rows, ({ fromAt }) => fromAt.getTime());
    for (const people of bySlot.values()) {
      expect(people.length).toBeLessThanOrEqual(slotCapacity(counters, 12));
    }
    const place = new Map(tickets.map(({ ticketId }, index) => [ticketId, index]));
    const order = rows.flatMap(({ insteadOf, fromAt }) => {
      const index = place.get(insteadOf ?? '');
      return index === undefined ? [] : [{ index, from: fromAt.getTime() }];
    });
    expect(order).toHaveLength(20);
    const times = order.toSorted((one, two) => one.index - two.index).map(({ from }) => from);
    expect(times).toEqual(times.toSorted((one, two) => one - two));
  });

  it('closes nobody twice and loses nobody while tickets come in and are called', async () => {
    const clerk = await clerkAt('c02');
    const coming = Array.from({ length: 6 }, () => giveTickets(platform, Array(5).fill('ordinary')));
    const calling = (async () => {
      for (let times = 0; times < 5; times += 1) {
        const called = await clerk.desk.staff.next({ actionKey: uuidv7() }).catch(() => undefined);
        if (!called) continue;
        const on = () => ({ actionKey: uuidv7(), ticketId: called.ticket.ticketId });
        await clerk.desk.staff.serve(on()).catch(() => undefined);
        await clerk.desk.staff.finish(on()).catch(() => undefined);
      }
    })();
    const [closing] = await Promise.all([close(), calling, ...coming]);
    const rows = await platform.database
      .selectFrom('tickets')
      .select(['state', 'endedAt'])
      .where('businessDate', '=', today())
      .execute();
    expect(rows).toHaveLength(30);
    expect(rows.filter(({ state }) => !['closed', 'finished', 'called', 'serving'].includes(state))).toEqual(
      [],
    );
    const closed = rows.filter(({ state }) => state === 'closed');
    expect(closed.length).toBeGreaterThanOrEqual(closing.closed);
    expect(closed.every(({ endedAt }) => endedAt !== null)).toBe(true);
  });
});

async function terminalWithNumbers() {
  const terminal = await platform.enrolled();
  return { terminal, lease: await leaseOf(terminal, FUND.queueId, today()) };
}

/** So that one is called and one is served at the same time. */
async function publishSecondFundCounter(): Promise<void> {
  const { hall } = await admin.desk.hall.hall();
  const counters = hall.counters.map((counter) =>
    counter.counterId === 'c13' ? { ...counter, queueIds: [...counter.queueIds, 'fund'] } : counter,
  );
  await admin.desk.hall.publish({ hall: { ...hall, counters } });
}
