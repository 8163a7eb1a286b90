import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CommandBody } from '#contract/platform/commands.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { reopenHall } from '../testing/early-closings.ts';
import { refusalOf } from '../testing/refusal.ts';
import { TestClerk } from '../testing/test-clerk.ts';
import { startTestPlatform, TEST_PIN, type TestPlatform } from '../testing/test-platform.ts';
import type { TestTerminal } from '../testing/test-terminal.ts';
import { giveTicketWithCode } from '../testing/ticket-with-code.ts';
import { giveTickets } from '../testing/waiting-tickets.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Made up, with a right check digit. */
const ID_NUMBER = '11010519491231002X';
let platform: TestPlatform;
let admin: TestClerk;
let clerk: TestClerk;
let terminal: TestTerminal;
let people = 0;

beforeAll(async () => {
  platform = await startTestPlatform();
}, 60_000);
afterAll(() => platform.stop());
/** A day of its own for each test; ten o'clock in the hall. */
beforeEach(async () => {
  platform.clock.advance(DAY_MS);
  admin = new TestClerk(platform.url);
  await admin.signIn('admin', TEST_PIN);
  clerk = await platform.clerk(`person-${people++}`);
  terminal = await platform.enrolled();
});

const at = (minutes: number) => new Date(platform.clock.now() + minutes * MINUTE_MS).toISOString();
const slot = (from = 60) => ({ serviceId: 'fund-loan', from: at(from), to: at(from + 30) });
const book = (changes: object = {}) =>
  clerk.desk.appointments.book({ actionKey: uuidv7(), ...slot(), ...changes });
const today = () => businessDateAt(platform.clock.now());
const listed = async () => (await admin.desk.appointments.day({ businessDate: today() })).appointments;
const page = (code: string) => new TestClerk(platform.url).desk.appointment.view({ code });
const found = async (asked: { idNumber: string } | { code: string }) =>
  (await terminal.client.appointments.find(asked)).appointments.map(({ appointmentId }) => appointmentId);

/** A number that the terminal gives now, and can take back. */
async function takeTicket(changes: { readonly appointmentId?: string } = {}) {
  const businessDate = today();
  const needs = [{ queueId: 'fund', businessDate, size: 1 }];
  const { leases } = await terminal.client.leases({ requestKey: uuidv7(), needs });
  const [lease] = leases;
  if (!lease) throw new Error('no lease');
  const ticketId = uuidv7();
  const tell = async (sequence: number, body: CommandBody) => {
    const command = { aggregate: `ticket:${ticketId}`, key: uuidv7(), sequence, body };
    const { results } = await terminal.client.commands({ commands: [command] });
    expect(results).toMatchObject([{ outcome: 'accepted' }]);
  };
  await tell(1, {
    kind: 'ticket.issued',
    ticketId,
    queueId: 'fund',
    serviceId: 'fund-loan',
    businessDate,
    number: lease.first,
    leaseId: lease.leaseId,
    issuedAt: at(0),
    identified: false,
    ...changes,
  });
  return { ticketId, giveBack: () => tell(2, { kind: 'ticket.cancelled', ticketId, cancelledAt: at(0) }) };
}

/** What became of a number and of the time that was given in its place. */
async function standsFor({ ticketId }: { readonly ticketId: string }) {
  const row = await platform.database
    .selectFrom('tickets')
    .innerJoin('appointments as given', 'given.insteadOf', 'tickets.ticketId')
    .select(['tickets.state', 'given.state as givenState'])
    .where('tickets.ticketId', '=', ticketId)
    .executeTakeFirstOrThrow();
  return [row.state, row.givenState];
}

describe('an appointment', () => {
  it('is booked by a clerk, and found at a terminal by its code and by the card', async () => {
    const { appointmentId, code } = await book({ idNumber: ID_NUMBER });
    const { appointments } = await terminal.client.appointments.find({ code });
    expect(appointments).toEqual([{ appointmentId, ...slot() }]);
    expect(await found({ code: code.toLowerCase().replaceAll('-', ' ') })).toEqual([appointmentId]);
    expect(await found({ idNumber: ID_NUMBER.toLowerCase() })).toEqual([appointmentId]);
    expect(await found({ idNumber: '110105194912310038' })).toEqual([]);
    expect(await found({ code: 'AAAA-AAAA-AAAA' })).toEqual([]);
    expect(await listed()).toMatchObject([{ appointmentId, state: 'booked', insteadOf: null }]);
  });

  it.each([' 110105 19491231 002x ', '110105-19491231-002X', '１１０１０５１９４９１２３１００２Ｘ'])(
    'booked for the number typed as %s is found by the card',
    async (idNumber) => {
      const { appointmentId } = await book({ idNumber });
      expect(await found({ idNumber: ID_NUMBER })).toEqual([appointmentId]);
    },
  );

  it('keeps nothing of the person that could be read from the database', async () => {
    const { appointmentId, code } = await book({ idNumber: ID_NUMBER });
    const row = await platform.database
      .selectFrom('appointments')
      .selectAll()
      .where('appointmentId', '=', appointmentId)
      .executeTakeFirstOrThrow();
    const kept = JSON.stringify({ ...row, codeHash: row.codeHash.toString('latin1') });
    expect(kept).not.toContain(ID_NUMBER);
    expect(kept).not.toContain(code);
    expect(row.personKey).toHaveLength(32);
  });

  it('is booked once for one press of the button, and the answer is the same', async () => {
    const actionKey = uuidv7();
    const answers = await Promise.all(Array.from({ length: 5 }, () => book({ actionKey })));
    expect(new Set(answers.map(({ code }) => code)).size).toBe(1);
    expect(await listed()).toHaveLength(1);
    // Also when it arrives once more behind a move.
    const [booked] = answers;
    if (!booked) throw new Error('no answer');
    const { from, to } = slot(120);
    await clerk.desk.appointments.move({
      appointmentId: booked.appointmentId,
      seenFrom: booked.from,
      from,
      to,
    });
    expect(await book({ actionKey })).toEqual({ ...booked, from, to });
  });

  it('is not taken for another time or service that is asked for under its key', async () => {
    const actionKey = uuidv7();
    const { hall } = await admin.desk.hall.hall();
    const services = hall.services.map((service) =>
      service.serviceId === 'fund-account' ? { ...service, appointments: true } : service,
    );
    await admin.desk.hall.publish({ hall: { ...hall, services } });
    expect(await book({ actionKey })).toMatchObject({ from: at(60), to: at(90) });
    expect(await refusalOf(book({ actionKey, ...slot(180) }))).toBe('SLOT_UNAVAILABLE');
    expect(await refusalOf(book({ actionKey, to: at(80) }))).toBe('SLOT_UNAVAILABLE');
    expect(await refusalOf(book({ actionKey, serviceId: 'fund-account' }))).toBe('SLOT_UNAVAILABLE');
    expect(await listed()).toMatchObject([{ from: at(60), to: at(90), serviceId: 'fund-loan' }]);
    await admin.desk.hall.undo({ version: hall.version });
  });

  it('is not booked outside the hours, in the past, for a service without, or where all are taken', async () => {
    const refused = async (changes: object) => refusalOf(book(changes));
    expect(await refused({ serviceId: 'fund-account' })).toBe('SLOT_UNAVAILABLE');
    expect(await refused({ serviceId: 'nothing' })).toBe('SERVICE_UNKNOWN');
    expect(await refused({ serviceId: 'provident-fund' })).toBe('SERVICE_UNKNOWN');
    expect(await refused({ from: at(-60), to: at(-30) })).toBe('SLOT_UNAVAILABLE');
    expect(await refused({ from: at(60), to: at(60) })).toBe('SLOT_UNAVAILABLE');
    const { hall } = await admin.desk.hall.hall();
    const weekday = new Date(`${today()}T00:00:00Z`).getUTCDay() || 7;
    const hours = {
      weekly: [{ weekday, from: '09:00', to: '12:00', kind: 'regular' as const }],
      exceptions: [],
    };
    await admin.desk.hall.publish({ hall: { ...hall, hours } });
    expect(await refused({ from: at(110), to: at(140) })).toBe('SLOT_UNAVAILABLE');
    expect(await refused({ from: at(90), to: at(120) })).toBe('done');
    // One counter and twelve minutes each: half of the half hour is one person's.
    expect(await refused({ from: at(100), to: at(110) })).toBe('SLOT_UNAVAILABLE');
    await admin.desk.hall.undo({ version: hall.version });
  });

  it('is never given to two although many book the last one at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => refusalOf(book())));
    expect(answers.sort()).toEqual([...Array.from({ length: 7 }, () => 'SLOT_UNAVAILABLE'), 'done']);
  });

  it('is kept by a ticket that names it, and found no more', async () => {
    const { appointmentId, code } = await book();
    const [ticket] = await giveTickets(platform, ['appointment'], {
      queueId: 'fund',
      serviceId: 'fund-loan',
      appointmentId,
    });
    expect(await listed()).toMatchObject([{ appointmentId, state: 'checked-in' }]);
    expect(await found({ code })).toEqual([]);
    const row = await platform.database
      .selectFrom('appointments')
      .select('ticketId')
      .where('appointmentId', '=', appointmentId)
      .executeTakeFirstOrThrow();
    expect(row.ticketId).toBe(ticket?.ticketId);
    expect(await refusalOf(clerk.desk.appointments.cancel({ appointmentId }))).toBe('APPOINTMENT_STATE');
  });

  it('is there again when the ticket is given back, and not once its time is over', async () => {
    const { appointmentId, code } = await book();
    const kept = { queueId: 'fund', serviceId: 'fund-loan', appointmentId };
    const { token } = await giveTicketWithCode(platform, kept);
    expect(await found({ code })).toEqual([]);
    await new TestClerk(platform.url).desk.ticket.cancel({ token });
    expect(await found({ code })).toEqual([appointmentId]);
    const late = await giveTicketWithCode(platform, kept);
    platform.clock.advance(90 * MINUTE_MS);
    await new TestClerk(platform.url).desk.ticket.cancel({ token: late.token });
    expect(await listed()).toMatchObject([{ appointmentId, state: 'checked-in' }]);
  });

  it('is there again when the terminal takes the ticket back', async () => {
    const { appointmentId, code } = await book();
    const { giveBack } = await takeTicket({ appointmentId });
    expect(await found({ code })).toEqual([]);
    await giveBack();
    expect(await found({ code })).toEqual([appointmentId]);
  });

  it('given for a number counts no more when that comes back at the terminal behind the closing', async () => {
    const [closed, waitsAgain] = [await takeTicket(), await takeTicket()];
    await admin.desk.hall.closeEarly({ reason: '停电' });
    await closed.giveBack();
    expect(await standsFor(closed)).toEqual(['cancelled', 'cancelled']);
    expect(await standsFor(waitsAgain)).toEqual(['closed', 'booked']);
    expect(await reopenHall(admin)).toMatchObject({ back: 1, stillClosed: 0 });
    expect(await standsFor(closed)).toEqual(['cancelled', 'cancelled']);
    expect(await standsFor(waitsAgain)).toEqual(['waiting', 'withdrawn']);
    await waitsAgain.giveBack();
    expect(await standsFor(waitsAgain)).toEqual(['cancelled', 'cancelled']);
  });

  it('is moved as the others are when its ticket is given back behind an early closing', async () => {
    const [atTerminal, onPhone] = [await book(), await book(slot(90))];
    const { giveBack } = await takeTicket({ appointmentId: atTerminal.appointmentId });
    const kept = { queueId: 'fund', serviceId: 'fund-loan', appointmentId: onPhone.appointmentId };
    const { token } = await giveTicketWithCode(platform, { ...kept, priorityClass: 'appointment' });
    const counter = await platform.clerk(`person-${people++}`, 'c12');
    await counter.desk.staff.next({ actionKey: uuidv7() });
    await admin.desk.hall.closeEarly({ reason: '停电' });
    await giveBack();
    await new TestClerk(platform.url).desk.ticket.cancel({ token });
    for (const [{ code }, minutes] of [
      [atTerminal, 60],
      [onPhone, 90],
    ] as const) {
      const first = { from: at(minutes), to: at(minutes + 30), by: 'closing' };
      const shown = await page(code);
      expect(shown).toMatchObject({ state: 'booked', moved: first });
      expect(businessDateAt(Date.parse(shown.from)) > today()).toBe(true);
    }
    await reopenHall(admin);
    expect(await page(atTerminal.code)).toMatchObject({ state: 'booked', from: at(60), moved: null });
  });

  it('of a day that ends early is moved to the next, and none is booked for such a day', async () => {
    const { appointmentId, code } = await book({ idNumber: ID_NUMBER });
    const day = today();
    expect(await refusalOf(book(slot(120)))).toBe('done');
    await admin.desk.hall.closeEarly({ reason: '停电' });
    expect(await refusalOf(book(slot(180)))).toBe('SLOT_UNAVAILABLE');
    const first = { from: at(60), to: at(90), by: 'closing' };
    const ofDay = await listed();
    expect(ofDay.map(({ moved }) => moved?.from)).toEqual([at(60), at(120)]);
    expect(ofDay[0]).toMatchObject({ appointmentId, state: 'booked', moved: first });
    expect(businessDateAt(Date.parse(ofDay[0]?.from ?? '')) > day).toBe(true);
    expect(await page(code)).toMatchObject({ state: 'booked', moved: first, from: ofDay[0]?.from });
    const row = await platform.database
      .selectFrom('appointments')
      .select(['businessDate', 'state'])
      .where('appointmentId', '=', appointmentId)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ state: 'booked' });
    expect(row.businessDate > day).toBe(true);
    while (today() < row.businessDate) platform.clock.advance(DAY_MS);
    expect(await found({ code })).toEqual([appointmentId]);
    expect(await found({ idNumber: ID_NUMBER })).toEqual([appointmentId]);
    await admin.signIn('admin', TEST_PIN);
    expect(await listed()).toContainEqual(expect.objectContaining({ appointmentId, moved: first }));
  });

  it('that nobody came for is missed once it is too late to come', async () => {
    const { appointmentId } = await book();
    const state = async () => (await listed()).find((each) => each.appointmentId === appointmentId)?.state;
    platform.clock.advance(90 * MINUTE_MS);
    expect(await state()).toBe('booked');
    platform.clock.advance(15 * MINUTE_MS);
    expect(await state()).toBe('missed');
  });

  it('is cancelled once and for all, and its time is free again', async () => {
    const { appointmentId, code } = await book();
    await clerk.desk.appointments.cancel({ appointmentId });
    await clerk.desk.appointments.cancel({ appointmentId });
    expect(await found({ code })).toEqual([]);
    expect(await refusalOf(book())).toBe('done');
    const unknown = clerk.desk.appointments.cancel({ appointmentId: 'nothing' });
    expect(await refusalOf(unknown)).toBe('APPOINTMENT_UNKNOWN');
  });

  it('given instead of a turn is found by the code of the old ticket, however it was scanned', async () => {
    const { token, ticketId } = await giveTicketWithCode(platform, {
      queueId: 'fund',
      serviceId: 'fund-loan',
    });
    await admin.desk.hall.closeEarly({ reason: '停电' });
    const row = await platform.database
      .selectFrom('appointments')
      .select(['appointmentId', 'businessDate'])
      .where('insteadOf', '=', ticketId)
      .executeTakeFirstOrThrow();
    const insteadOf = { label: 'F001', businessDate: today() };
    const view = await page(token);
    expect(view).toMatchObject({ state: 'booked', insteadOf, moved: null });
    // Whoever moves it has nothing to give but the time.
    const later = (time: string) => new Date(Date.parse(time) + 30 * MINUTE_MS).toISOString();
    const then = { from: later(view.from), to: later(view.to) };
    const { appointmentId } = row;
    const moved = await clerk.desk.appointments.move({ appointmentId, seenFrom: view.from, ...then });
    expect(moved).toEqual({ ...then, slip: null });
    while (today() < row.businessDate) platform.clock.advance(DAY_MS);
    for (const code of [
      `MSB1:${token}`,
      `F001 2026-11-21 MSB1:${token}`,
      `https://hall.example/t/${token}`,
    ]) {
      expect(await found({ code })).toEqual([row.appointmentId]);
    }
  });
});
