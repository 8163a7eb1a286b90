import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hallInstant } from '#domain/time/hall-time.ts';
import { refusalOf } from '../testing/refusal.ts';
import { TestClerk } from '../testing/test-clerk.ts';
import { waitsForLock } from '../testing/test-database.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import { checkInAppointment } from './appointments-store.ts';

const DAY_MS = 24 * 60 * 60_000;
const ID_NUMBER = '11010519491231002X';
const SERVICE = 'fund-loan';
const PATIENCE = { timeout: 60_000 };

let platform: TestPlatform;
let clerk: TestClerk;
let people = 0;

beforeAll(async () => {
  platform = await startTestPlatform();
}, 60_000);
afterAll(() => platform.stop());

/** A Monday of its own for each test; ten o'clock in the hall. */
beforeEach(async () => {
  do platform.clock.advance(DAY_MS);
  while (new Date(platform.clock.now()).getUTCDay() !== 1);
  clerk = await platform.clerk(`counter-${people++}`);
});

const today = () => new Date(platform.clock.now()).toISOString().slice(0, 10);
const tomorrow = () => new Date(platform.clock.now() + DAY_MS).toISOString().slice(0, 10);
const span = (date: string, minutes: number) => ({
  from: new Date(hallInstant(date, minutes)).toISOString(),
  to: new Date(hallInstant(date, minutes + 30)).toISOString(),
});
const booked = (changes: object = {}) =>
  clerk.desk.appointments.book({
    actionKey: uuidv7(),
    serviceId: SERVICE,
    ...span(today(), 11 * 60),
    ...changes,
  });
const free = async (businessDate = today()) =>
  (await clerk.desk.appointments.free({ serviceId: SERVICE, businessDate })).times.map(({ from }) => from);
const phone = () => new TestClerk(platform.url).desk.appointment;

describe('a clerk', () => {
  it('sees what is free, and what is booked is free no more', async () => {
    const before = await free();
    // Ten o'clock it is: nothing that is over.
    expect(before.at(0)).toBe(span(today(), 10 * 60).from);
    expect(before).toContain(span(today(), 11 * 60).from);
    await booked();
    expect(await free()).toEqual(before.filter((from) => from !== span(today(), 11 * 60).from));
    const unknown = clerk.desk.appointments.free({ serviceId: 'nothing', businessDate: today() });
    expect(await refusalOf(unknown)).toBe('SERVICE_UNKNOWN');
  });

  it('finds an appointment by its code, however it is typed, and by the card, with what to come with', async () => {
    const { appointmentId, code, address } = await booked({ idNumber: ID_NUMBER });
    expect(address).toBeNull();
    const expected = [
      expect.objectContaining({ appointmentId, state: 'booked', moved: null, slip: { code, address: null } }),
    ];
    const typed = ` ${code.toLowerCase().replaceAll('-', ' ')} `;
    for (const asked of [{ code }, { code: typed }, { code: `http://x.example/a/${code}` }]) {
      expect((await clerk.desk.appointments.find(asked)).appointments).toEqual(expected);
    }
    expect((await clerk.desk.appointments.find({ idNumber: ID_NUMBER })).appointments).toEqual(
      expect.arrayContaining(expected),
    );
    expect((await clerk.desk.appointments.find({ code: 'AAAA-AAAA-AAAA' })).appointments).toEqual([]);
    const { services } = await clerk.desk.appointments.day({ businessDate: today() });
    expect(services).toContainEqual({ serviceId: SERVICE, name: expect.anything() });
  });

  it('moves one to another time, where it keeps its code and says when it was first', async () => {
    const { appointmentId, code, address } = await booked();
    const first = span(today(), 11 * 60);
    const then = span(tomorrow(), 14 * 60);
    const move = { appointmentId, seenFrom: first.from, ...then };
    const answer = { ...then, slip: { code, address } };
    expect(await clerk.desk.appointments.move(move)).toEqual(answer);
    // The same press of a button once more, as after a broken connection.
    expect(await clerk.desk.appointments.move(move)).toEqual(answer);
    const moved = { ...first, by: 'staff' };
    expect(await phone().view({ code })).toMatchObject({ ...then, state: 'booked', moved });
    expect(await free()).toContain(first.from);
    // Who still sees the old time changes nothing.
    const late = clerk.desk.appointments.move({ ...move, ...span(tomorrow(), 15 * 60) });
    expect(await refusalOf(late)).toBe('APPOINTMENT_STATE');
    // A second move keeps what was told first; back at that, nothing is told.
    await clerk.desk.appointments.move({ ...move, seenFrom: then.from, ...span(tomorrow(), 15 * 60) });
    expect(await phone().view({ code })).toMatchObject({ moved });
    await clerk.desk.appointments.move({ ...move, seenFrom: span(tomorrow(), 15 * 60).from, ...first });
    expect(await phone().view({ code })).toMatchObject({ ...first, moved: null });
  });

  it('moves none to where no time is free, nor one that is not there or is cancelled', async () => {
    const { appointmentId } = await booked();
    const seenFrom = span(today(), 11 * 60).from;
    const to = span(today(), 15 * 60);
    await booked(to);
    const move = (changes: object) =>
      refusalOf(clerk.desk.appointments.move({ appointmentId, seenFrom, ...to, ...changes }));
    expect(await move({})).toBe('SLOT_UNAVAILABLE');
    expect(await move(span(today(), 9 * 60))).toBe('SLOT_UNAVAILABLE');
    expect(await move({ appointmentId: 'nothing' })).toBe('APPOINTMENT_UNKNOWN');
    // A little later it is not in its own way.
    const { from } = span(today(), 11 * 60 + 15);
    expect(await move({ from, to: span(today(), 11 * 60 + 15).to })).toBe('done');
    await clerk.desk.appointments.cancel({ appointmentId });
    expect(await move({ seenFrom: from, ...span(today(), 16 * 60) })).toBe('APPOINTMENT_STATE');
  });

  it('moves none with which somebody checks in at the same moment', async () => {
    const { appointmentId, code } = await booked();
    const first = span(today(), 11 * 60);
    const checkIn = await platform.database.startTransaction().execute();
    await checkInAppointment(checkIn, platform.hallId, appointmentId, 'ticket');
    const moving = refusalOf(
      clerk.desk.appointments.move({ appointmentId, seenFrom: first.from, ...span(today(), 15 * 60) }),
    );
    await expect.poll(async () => (await waitsForLock(platform.database)).length, PATIENCE).toBe(1);
    await checkIn.commit().execute();
    expect(await moving).toBe('APPOINTMENT_STATE');
    expect(await phone().view({ code })).toMatchObject({ ...first, state: 'checked-in', moved: null });
  });
});

describe('the page of an appointment', () => {
  it('says when to come, what to bring, and that it was cancelled', async () => {
    const { code } = await booked();
    const view = await phone().view({ code });
    expect(view).toMatchObject({
      ...span(today(), 11 * 60),
      state: 'booked',
      comeFrom: new Date(hallInstant(today(), 10 * 60 + 30)).toISOString(),
      comeUntil: new Date(hallInstant(today(), 11 * 60 + 45)).toISOString(),
      serviceName: { 'zh-CN': expect.anything() },
      insteadOf: null,
    });
    await phone().cancel({ code });
    expect(await refusalOf(phone().cancel({ code }))).toBe('done');
    expect(await phone().view({ code })).toMatchObject({ state: 'cancelled' });
    expect(await free()).toContain(span(today(), 11 * 60).from);
  });

  it('is not found by trying: too many codes that fit nothing close it for who tries', async () => {
    const { code } = await booked();
    const answers = new Set<string>();
    for (let tries = 0; tries < 60; tries += 1) {
      answers.add(await refusalOf(phone().view({ code: `AAAA-AAAA-AA${String(tries).padStart(2, 'A')}` })));
    }
    expect(answers).toEqual(new Set(['APPOINTMENT_UNKNOWN', 'TOO_MANY_TRIES']));
    expect(await refusalOf(phone().view({ code }))).toBe('TOO_MANY_TRIES');
    expect(await refusalOf(phone().cancel({ code }))).toBe('TOO_MANY_TRIES');
    platform.clock.advance(10 * 60_000);
    expect(await refusalOf(phone().view({ code }))).toBe('done');
    expect(await refusalOf(phone().view({ code: '../etc' }))).toBe('BAD_REQUEST');
  });
});
