import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { businessDateAt, hallInstant } from '#domain/time/hall-time.ts';
import { reopenHall } from '../testing/early-closings.ts';
import { refusalOf } from '../testing/refusal.ts';
import { TestClerk } from '../testing/test-clerk.ts';
import { startTestPlatform, TEST_PIN, type TestPlatform } from '../testing/test-platform.ts';
import { giveTicketWithCode, type TicketWithCode } from '../testing/ticket-with-code.ts';
import { Watched } from '../testing/watched.ts';
import { closePastDays } from './past-days.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const FUND = { queueId: 'fund', serviceId: 'fund-loan' };
let platform: TestPlatform;
let admin: TestClerk;
let people = 0;

beforeAll(async () => {
  platform = await startTestPlatform();
}, 60_000);
afterAll(() => platform.stop());
/** Ten in the morning of a day of which nothing is left from before. */
beforeEach(async () => {
  const { clock, database } = platform;
  await database.deleteFrom('closingMoves').execute();
  await database.deleteFrom('appointments').execute();
  clock.advance(hallInstant(businessDateAt(clock.now() + DAY_MS), 10 * 60) - clock.now());
  await endPastDays();
  admin = new TestClerk(platform.url);
  await admin.signIn('admin', TEST_PIN);
});

async function endPastDays() {
  // A terminal that is heard today says that yesterday is over.
  await platform.enrolled();
  await closePastDays(platform.database, platform.clock, true, async () => platform.clock.now());
}
async function followed({ token }: TicketWithCode) {
  const page = new Watched(await new TestClerk(platform.url).desk.ticket.watch({ token }));
  const view = await page.until(() => true);
  await page.close();
  return view;
}
const appointmentOf = ({ token }: TicketWithCode) =>
  new TestClerk(platform.url).desk.appointment.view({ code: token });
const clerkAt = (counterId: string) => platform.clerk(`person-${people++}`, counterId);
const close = () => admin.desk.hall.closeEarly({ reason: '火警' });
const press = () => ({ actionKey: uuidv7() });
const on = ({ ticketId }: { readonly ticketId: string }) => ({ ...press(), ticketId });
async function giveUp(clerk: TestClerk, ticket: TicketWithCode) {
  await clerk.desk.staff.recall(on(ticket));
  await clerk.desk.staff.recall(on(ticket));
  return clerk.desk.staff.noShow(on(ticket));
}
const at = (minutes: number) => new Date(platform.clock.now() + minutes * MINUTE_MS).toISOString();

describe('an early closing that is taken back', () => {
  it('brings everybody back to where he stood, and gives numbers and calls again', async () => {
    const [served, missing, held, first, second] = [
      await giveTicketWithCode(platform, FUND),
      await giveTicketWithCode(platform, FUND),
      await giveTicketWithCode(platform, FUND),
      await giveTicketWithCode(platform, FUND),
      await giveTicketWithCode(platform, { ...FUND, priorityClass: 'elderly' }),
    ];
    const clerk = await clerkAt('c12');
    for (const ticket of [missing, held]) {
      const { number } = ticket;
      await clerk.desk.staff.call({ ...press(), label: `F${number}` });
      if (ticket === missing) await giveUp(clerk, missing);
      else await clerk.desk.staff.hold(on(held));
    }
    await clerk.desk.staff.call({ ...press(), label: `F${served.number}` });
    await clerk.desk.staff.serve(on(served));
    const before = await Promise.all([first, second].map(followed));

    expect(await close()).toEqual({ closed: 4, withAppointment: 4 });
    // One that a terminal gave before it heard.
    const late = await giveTicketWithCode(platform, { ...FUND, issuedOffline: true });
    expect(await followed(late)).toMatchObject({ state: 'closed', appointment: { moved: null } });
    expect(await refusalOf(clerk.desk.staff.next(press()))).toBe('COUNTER_BUSY');
    platform.clock.advance(10 * MINUTE_MS);

    expect(await reopenHall(admin)).toEqual({ back: 5, stillClosed: 0, movedBack: 0 });
    const reopenedAt = at(0);
    const after = await Promise.all([first, second].map(followed));
    for (const [index, view] of after.entries()) {
      const { state, ahead, before: why, label } = before[index] ?? {};
      expect(view).toMatchObject({ state, ahead, before: why, label, reopenedAt, appointment: null });
    }
    expect(await followed(missing)).toMatchObject({ state: 'no-show', reopenedAt, appointment: null });
    expect(await followed(held)).toMatchObject({ state: 'held', reopenedAt, appointment: null });
    expect(await followed(served)).toMatchObject({ state: 'serving', reopenedAt: null });
    expect(await followed(late)).toMatchObject({ state: 'waiting', reopenedAt, appointment: null });
    for (const ticket of [first, second, missing, held, late]) {
      expect(await appointmentOf(ticket)).toMatchObject({ state: 'withdrawn' });
    }
    expect((await followed(await giveTicketWithCode(platform, FUND))).reopenedAt).toBeNull();

    await clerk.desk.staff.finish(on(served));
    expect((await clerk.desk.staff.resume(on(held))).ticket.state).toBe('called');
    await clerk.desk.staff.serve(on(held));
    await clerk.desk.staff.finish(on(held));
    expect((await clerk.desk.staff.next(press())).ticket.ticketId).toBe(second.ticketId);
    await clerk.desk.staff.serve(on(second));
    await clerk.desk.staff.finish(on(second));
    expect((await clerk.desk.staff.next(press())).ticket.ticketId).toBe(first.ticketId);
    expect((await clerk.desk.staff.reinstate(on(missing))).ticket.state).toBe('waiting');
    const learned = await platform.database
      .selectFrom('tickets')
      .select('learned')
      .where('ticketId', 'in', [first.ticketId, late.ticketId])
      .execute();
    expect(learned).toEqual([{ learned: true }, { learned: true }]);
  });

  it('does nothing when it is repeated, and nothing to a later closing', async () => {
    const ticket = await giveTicketWithCode(platform, FUND);
    await close();
    const first = at(0);
    await reopenHall(admin);
    expect(await admin.desk.hall.reopen({ closedAt: first })).toMatchObject({ back: 0 });
    platform.clock.advance(MINUTE_MS);
    const { appointment } = await followed(ticket);
    expect(appointment).toBeNull();
    expect(await close()).toEqual({ closed: 1, withAppointment: 1 });
    expect(await admin.desk.hall.reopen({ closedAt: first })).toEqual({
      back: 0,
      stillClosed: 0,
      movedBack: 0,
    });
    expect(await followed(ticket)).toMatchObject({ state: 'closed', reopenedAt: null });
    expect(await reopenHall(admin)).toMatchObject({ back: 1 });
  });

  it('leaves what somebody has changed: an agreed time counts instead of the number, a cancelled one does not', async () => {
    const [agreed, cancelled] = [
      await giveTicketWithCode(platform, FUND),
      await giveTicketWithCode(platform, FUND),
    ];
    const clerk = await clerkAt('c12');
    await close();
    const { from } = (await followed(agreed)).appointment ?? {};
    const { appointments } = await clerk.desk.appointments.find({ code: `MSB1:${agreed.token}` });
    const seenFrom = from ?? '';
    const later = (hours: number) => new Date(Date.parse(seenFrom) + hours * HOUR_MS).toISOString();
    const move = { appointmentId: appointments[0]?.appointmentId ?? '', seenFrom };
    await clerk.desk.appointments.move({ ...move, from: later(24), to: later(24.5) });
    await new TestClerk(platform.url).desk.appointment.cancel({ code: cancelled.token });

    expect(await reopenHall(admin)).toEqual({ back: 1, stillClosed: 1, movedBack: 0 });
    expect(await followed(agreed)).toMatchObject({ state: 'closed', appointment: { from: later(24) } });
    expect(await followed(cancelled)).toMatchObject({ state: 'waiting', appointment: null });
    expect(await appointmentOf(cancelled)).toMatchObject({ state: 'cancelled' });
    // Closed once more, he who gave his time away is not given another that he would have to give away.
    expect(await close()).toEqual({ closed: 1, withAppointment: 0 });
  });

  it('keeps the time of who went home with it and was not there when he was called again', async () => {
    const [gone, there, forgotten] = [
      await giveTicketWithCode(platform, FUND),
      await giveTicketWithCode(platform, FUND),
      await giveTicketWithCode(platform, FUND),
    ];
    await close();
    const told = await Promise.all([gone, there, forgotten].map(followed));
    await reopenHall(admin);
    const clerk = await clerkAt('c12');
    await clerk.desk.staff.next(press());
    await giveUp(clerk, gone);
    await clerk.desk.staff.next(press());
    await clerk.desk.staff.serve(on(there));
    await clerk.desk.staff.finish(on(there));
    expect(await followed(gone)).toMatchObject({ state: 'no-show', appointment: null });

    // Eight in the morning: the time that was told is still to come.
    platform.clock.advance(DAY_MS - 2 * HOUR_MS);
    await endPastDays();
    for (const [ticket, before] of [
      [gone, told[0]],
      [forgotten, told[2]],
    ] as const) {
      expect(await followed(ticket)).toMatchObject({ state: 'closed', appointment: before?.appointment });
      expect(await appointmentOf(ticket)).toMatchObject({ state: 'booked', from: before?.appointment?.from });
    }
    expect(await appointmentOf(there)).toMatchObject({ state: 'withdrawn' });
    expect(await followed(there)).toMatchObject({ state: 'past', appointment: null });
  });

  it('lets a clerk give another time than the one that may count again, on a later day', async () => {
    const ticket = await giveTicketWithCode(platform, FUND);
    await close();
    const { from: seenFrom } = await appointmentOf(ticket);
    await reopenHall(admin);
    const { appointmentId } = await platform.database
      .selectFrom('appointments')
      .select('appointmentId')
      .where('insteadOf', '=', ticket.ticketId)
      .executeTakeFirstOrThrow();
    const clerk = await clerkAt('c12');
    const later = (from: number) => ({
      appointmentId,
      seenFrom,
      from: new Date(from).toISOString(),
      to: new Date(from + HOUR_MS / 2).toISOString(),
    });
    const agreed = Date.parse(seenFrom) + DAY_MS;
    expect(await refusalOf(clerk.desk.appointments.move(later(platform.clock.now() + HOUR_MS)))).toBe(
      'SLOT_UNAVAILABLE',
    );
    await clerk.desk.appointments.move(later(agreed));
    const from = new Date(agreed).toISOString();
    // His number is called all the same.
    expect(await appointmentOf(ticket)).toMatchObject({ state: 'withdrawn', from });
    expect(await followed(ticket)).toMatchObject({ state: 'waiting' });
    platform.clock.advance(DAY_MS - 2 * HOUR_MS);
    await endPastDays();
    expect(await appointmentOf(ticket)).toMatchObject({ state: 'booked', from });
  });

  it('keeps a time from others until the day has ended, unless it is cancelled, which lasts', async () => {
    const [kept, given] = [
      await giveTicketWithCode(platform, FUND),
      await giveTicketWithCode(platform, FUND),
    ];
    await close();
    const [keptFrom, givenFrom] = [(await appointmentOf(kept)).from, (await appointmentOf(given)).from];
    const clerk = await clerkAt('c12');
    const businessDate = businessDateAt(Date.parse(givenFrom));
    const free = async () => {
      const { times } = await clerk.desk.appointments.free({ serviceId: 'fund-loan', businessDate });
      return times.map(({ from }) => from).filter((from) => from === keptFrom || from === givenFrom);
    };
    expect(await free()).toEqual([]);
    await reopenHall(admin);
    expect(await free()).toEqual([]);
    await new TestClerk(platform.url).desk.appointment.cancel({ code: given.token });
    expect(await free()).toEqual([givenFrom]);

    platform.clock.advance(DAY_MS - 2 * HOUR_MS);
    await endPastDays();
    expect(await appointmentOf(kept)).toMatchObject({ state: 'booked', from: keptFrom });
    expect(await appointmentOf(given)).toMatchObject({ state: 'cancelled' });
  });

  it('moves appointments of the day back whose time is to come, and keeps the other time for who does not come', async () => {
    const clerk = await clerkAt('c12');
    const book = (minutes: number) =>
      clerk.desk.appointments.book({
        ...press(),
        serviceId: 'fund-loan',
        from: at(minutes),
        to: at(minutes + 30),
      });
    const [early, kept, changed, late] = [await book(0), await book(240), await book(270), await book(300)];
    const seen = async ({ code }: { code: string }) =>
      new TestClerk(platform.url).desk.appointment.view({ code });
    await close();
    const told = await Promise.all([early, kept, changed, late].map(seen));
    const changedFrom = told[2]?.from ?? '';
    const elsewhere = (minutes: number) =>
      new Date(Date.parse(changedFrom) + DAY_MS + minutes * MINUTE_MS).toISOString();
    await clerk.desk.appointments.move({
      appointmentId: changed.appointmentId,
      seenFrom: changedFrom,
      from: elsewhere(0),
      to: elsewhere(30),
    });
    platform.clock.advance(2 * HOUR_MS);

    expect(await reopenHall(admin)).toEqual({ back: 0, stillClosed: 0, movedBack: 2 });
    expect(await seen(kept)).toMatchObject({ from: kept.from, state: 'booked', moved: null });
    expect(await seen(late)).toMatchObject({ from: late.from, state: 'booked', moved: null });
    // Nobody can come to a time that is over.
    expect(await seen(early)).toMatchObject({ from: told[0]?.from, moved: { from: early.from } });
    expect(await seen(changed)).toMatchObject({ from: elsewhere(0), moved: { by: 'staff' } });

    platform.clock.advance(2 * HOUR_MS);
    await giveTicketWithCode(platform, { ...FUND, appointmentId: kept.appointmentId });
    platform.clock.advance(DAY_MS);
    await endPastDays();
    expect(await seen(kept)).toMatchObject({ from: kept.from, state: 'checked-in' });
    expect(await seen(late)).toMatchObject({
      from: told[3]?.from,
      moved: { from: late.from, by: 'closing' },
    });
    expect(await platform.database.selectFrom('closingMoves').selectAll().execute()).toEqual([]);
  });

  it('sends on who comes back to a queue that is gone meanwhile', async () => {
    const ticket = await giveTicketWithCode(platform, FUND);
    await close();
    const { hall } = await admin.desk.hall.hall();
    const without = {
      ...hall,
      queues: hall.queues.filter(({ queueId }) => queueId !== 'fund'),
      counters: hall.counters
        .map(({ queueIds, ...counter }) => ({
          ...counter,
          queueIds: queueIds.filter((queueId) => queueId !== 'fund'),
        }))
        .filter(({ queueIds }) => queueIds.length > 0),
      services: hall.services.map((service) =>
        service.queueId === 'fund' ? { ...service, queueId: 'general' } : service,
      ),
    };
    const { version } = await admin.desk.hall.publish({ hall: without });
    await reopenHall(admin);
    const clerk = await clerkAt('c02');
    expect((await clerk.desk.staff.next(press())).ticket.ticketId).toBe(ticket.ticketId);
    expect((await admin.desk.hall.undo({ version: version - 1 })).version).toBe(version + 1);
  });
});

describe('a number sent on in a hall that has closed', () => {
  it('to where nobody sits has a time when the day ends, and so has who was called and left alone', async () => {
    const [sentOn, leftAlone, served] = [
      await giveTicketWithCode(platform, FUND),
      await giveTicketWithCode(platform, FUND),
      await giveTicketWithCode(platform, FUND),
    ];
    const [first, second, third] = [await clerkAt('c12'), await clerkAt('c02'), await clerkAt('c03')];
    const call = (clerk: TestClerk, { number }: TicketWithCode) =>
      clerk.desk.staff.call({ ...press(), label: `F${number}` });
    await call(first, sentOn);
    await call(second, leftAlone);
    await call(third, served);
    await third.desk.staff.serve(on(served));
    await close();
    await first.desk.staff.transfer({ ...on(sentOn), queueId: 'household' });
    expect(await followed(sentOn)).toMatchObject({ state: 'waiting' });
    for (const clerk of [second, third]) await clerk.desk.staff.signOut();
    // Seven in the morning: the times of the day are still to come.
    platform.clock.advance(DAY_MS - 3 * HOUR_MS);
    await endPastDays();
    const times = await Promise.all([sentOn, leftAlone].map(followed));
    for (const view of times) expect(view).toMatchObject({ state: 'closed', appointment: { moved: null } });
    expect(await followed(served)).toMatchObject({ state: 'past', appointment: null });
    await endPastDays();
    expect(await Promise.all([sentOn, leftAlone].map(followed))).toMatchObject(
      times.map(({ appointment }) => ({ appointment })),
    );
  });
});

describe('a number put aside in a hall that has closed', () => {
  it('ends with a time like those that waited, also when it was pressed in the moment of the closing', async () => {
    const [held, missing] = [
      await giveTicketWithCode(platform, FUND),
      await giveTicketWithCode(platform, FUND),
    ];
    const clerk = await clerkAt('c12');
    await clerk.desk.staff.next(press());
    // Whichever comes first: he is told, and has a time.
    const [{ ticket }, closing] = await Promise.all([clerk.desk.staff.hold(on(held)), close()]);
    expect(closing.closed + (ticket.state === 'closed' ? 1 : 0)).toBeGreaterThanOrEqual(2);
    for (const each of [held, missing]) {
      expect(await followed(each)).toMatchObject({ state: 'closed', appointment: { moved: null } });
    }
    await reopenHall(admin);
    expect((await followed(held)).state).toBe('held');
  });

  it('is treated so when nobody came either', async () => {
    const [called, waiting] = [
      await giveTicketWithCode(platform, FUND),
      await giveTicketWithCode(platform, FUND),
    ];
    const clerk = await clerkAt('c12');
    await clerk.desk.staff.next(press());
    expect(await close()).toEqual({ closed: 1, withAppointment: 1 });
    expect((await giveUp(clerk, called)).ticket.state).toBe('closed');
    const [mine, others] = [await followed(called), await followed(waiting)];
    expect(mine).toMatchObject({ state: 'closed' });
    expect(Date.parse(mine.appointment?.from ?? '')).toBeGreaterThanOrEqual(
      Date.parse(others.appointment?.from ?? ''),
    );
    expect(await refusalOf(clerk.desk.staff.reinstate(on(called)))).toBe('TICKET_STATE');
    await reopenHall(admin);
    expect((await followed(called)).state).toBe('no-show');
  });

  it('is seen by the closing when its press was under way before', async () => {
    const ticket = await giveTicketWithCode(platform, FUND);
    const clerk = await clerkAt('c12');
    await clerk.desk.staff.next(press());
    const { database } = platform;
    // As a press that has written, and not committed yet.
    const pressing = await database.startTransaction().execute();
    await pressing
      .updateTable('tickets')
      .set({ state: 'held', calls: 0 })
      .where('ticketId', '=', ticket.ticketId)
      .execute();
    const closing = close();
    const settled = await Promise.race([
      closing,
      new Promise((resolve) => setTimeout(resolve, 300, 'waits')),
    ]);
    expect(settled).toBe('waits');
    await pressing.commit().execute();
    expect(await closing).toEqual({ closed: 1, withAppointment: 1 });
    expect((await followed(ticket)).state).toBe('closed');
  });
});
