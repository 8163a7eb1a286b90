import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BoardView } from '#contract/desk/board.ts';
import { reopenHall } from '../testing/early-closings.ts';
import { refusalOf } from '../testing/refusal.ts';
import { TestClerk } from '../testing/test-clerk.ts';
import { startTestPlatform, TEST_PIN, type TestPlatform } from '../testing/test-platform.ts';
import { giveTickets } from '../testing/waiting-tickets.ts';
import { Watched } from '../testing/watched.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
let platform: TestPlatform;
let board: Watched<BoardView>;
let people = 0;

beforeAll(async () => {
  platform = await startTestPlatform();
}, 60_000);
afterAll(() => platform.stop());
beforeEach(() => platform.clock.advance(DAY_MS));

const watch = async (hallId = platform.hallId) =>
  new Watched(await new TestClerk(platform.url).desk.board.watch({ hallId }));
const clerkAt = (counterId: string) => platform.clerk(`person-${people++}`, counterId);
const key = () => ({ actionKey: uuidv7() });
const labels = (calls: readonly { label: string }[]) => calls.map(({ label }) => label);

describe('a board', () => {
  it('shows each call, newest first, and the same number once however often it was called', async () => {
    await giveTickets(platform, Array(3).fill('ordinary'));
    board = await watch();
    const [one, two] = [await clerkAt('c02'), await clerkAt('c03')];
    const { ticket } = await one.desk.staff.next(key());
    const first = await board.until(({ current }) => current.length === 1);
    expect(first.current[0]).toMatchObject({
      label: 'A001',
      state: 'called',
      counterLabel: { 'zh-CN': '2号窗口 综合受理' },
    });
    platform.clock.advance(1_000);
    await two.desk.staff.next(key());
    const second = await board.until(({ current }) => current.length === 2);
    expect(labels(second.current)).toEqual(['A002', 'A001']);
    platform.clock.advance(1_000);
    await one.desk.staff.recall({ ...key(), ticketId: ticket.ticketId });
    const again = await board.until(({ current }) => current[0]?.label === 'A001');
    expect(again.current[0]?.callId).not.toBe(first.current[0]?.callId);
    expect(labels(again.recent)).toEqual(['A001', 'A002']);
    expect(again.recent[0]?.callId).toBe(again.current[0]?.callId);

    await one.desk.staff.serve({ ...key(), ticketId: ticket.ticketId });
    const served = await board.until(({ current }) => current[0]?.state === 'serving');
    expect(served.current[0]?.callId).toBe(again.current[0]?.callId);
    await one.desk.staff.finish({ ...key(), ticketId: ticket.ticketId });
    const done = await board.until(({ current }) => current.length === 1);
    expect(labels(done.recent)).toEqual(['A001', 'A002']);
    await board.close();
  });

  it('counts who waits, and foretells where somebody calls', async () => {
    board = await watch();
    await clerkAt('c12');
    await giveTickets(platform, Array(4).fill('ordinary'), { queueId: 'fund', serviceId: 'fund-loan' });
    const view = await board.until(({ queues }) => queues.some(({ waiting }) => waiting === 4));
    const fund = view.queues.find(({ queueId }) => queueId === 'fund');
    expect(fund).toMatchObject({ prefix: 'F', waiting: 4, name: { en: 'Housing provident fund' } });
    expect(fund?.toMinutes).toBeGreaterThan(fund?.fromMinutes ?? 0);
    expect(view.queues.find(({ queueId }) => queueId === 'estate')).toMatchObject({
      waiting: 0,
      fromMinutes: null,
      toMinutes: null,
    });
    await board.close();
  });

  it('foretells nothing from a counter whose clerk is not heard any more', async () => {
    await clerkAt('c12');
    const fundOf = async () => {
      board = await watch();
      const { queues } = await board.until(() => true);
      await board.close();
      return queues.find(({ queueId }) => queueId === 'fund')?.toMinutes;
    };
    expect(await fundOf()).toEqual(expect.any(Number));
    platform.clock.advance(6 * 60_000);
    expect(await fundOf()).toBeNull();
  });

  it('says nothing of anybody but numbers', async () => {
    await giveTickets(platform, ['elderly', 'disabled'], { identified: true });
    const clerk = await clerkAt('c02');
    await clerk.desk.staff.next(key());
    board = await watch();
    const text = JSON.stringify(await board.until(({ current }) => current.length === 1));
    for (const word of ['职员', 'elderly', 'disabled', 'identified', 'staff'])
      expect(text).not.toContain(word);
    await board.close();
  });

  it('says that the hall is open by appointment, or will be', async () => {
    const admin = new TestClerk(platform.url);
    await admin.signIn('admin', TEST_PIN);
    const { hall } = await admin.desk.hall.hall();
    const span = { from: '09:00', to: '12:00', kind: 'by-appointment' as const };
    const weekly = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, ...span }));
    await admin.desk.hall.publish({ hall: { ...hall, hours: { weekly, exceptions: [] } } });
    const on = (day: string) => ({ from: `${day}T01:00:00.000Z`, to: `${day}T04:00:00.000Z` });
    const dayAt = (ahead: number) =>
      new Date(platform.clock.now() + ahead * DAY_MS).toISOString().slice(0, 10);
    board = await watch();
    await board.until(({ open, byAppointment }) => open && byAppointment !== null);
    await admin.desk.hall.closeEarly({ reason: '停电' });
    const closed = await board.until(({ closedEarly }) => closedEarly !== null);
    expect(closed).toMatchObject({ open: false, byAppointment: on(dayAt(1)) });
    await reopenHall(admin);
    const open = await board.until(({ closedEarly }) => closedEarly === null);
    expect(open).toMatchObject({ open: true, byAppointment: on(dayAt(0)) });
    const { hall: present } = await admin.desk.hall.hall();
    await admin.desk.hall.publish({ hall: { ...present, hours: undefined } });
    await board.until(({ byAppointment }) => byAppointment === null);
    await board.close();
  });

  it('says until when the hall is open, and when it opens next', async () => {
    const admin = new TestClerk(platform.url);
    await admin.signIn('admin', TEST_PIN);
    const { hall } = await admin.desk.hall.hall();
    const all = [1, 2, 3, 4, 5, 6, 7];
    const weekly = all.flatMap((weekday) => [
      { weekday, from: '09:00', to: '12:00', kind: 'regular' as const },
      { weekday, from: '13:00', to: '17:00', kind: 'regular' as const },
      { weekday, from: '17:00', to: '18:00', kind: 'extended' as const },
    ]);
    await admin.desk.hall.publish({ hall: { ...hall, hours: { weekly, exceptions: [] } } });
    const day = new Date(platform.clock.now()).toISOString().slice(0, 10);
    board = await watch();
    const open = await board.until(({ closesAt }) => closesAt !== null);
    expect(open).toMatchObject({ open: true, closesAt: `${day}T04:00:00.000Z`, opensAt: null });
    await board.close();
    platform.clock.advance(2.5 * 60 * 60 * 1000);
    board = await watch();
    expect(await board.until(() => true)).toMatchObject({
      open: false,
      closesAt: null,
      opensAt: `${day}T05:00:00.000Z`,
    });
    await admin.desk.hall.closeEarly({ reason: '停电' });
    const closed = await board.until(({ closedEarly }) => closedEarly !== null);
    const tomorrow = new Date(platform.clock.now() + DAY_MS).toISOString().slice(0, 10);
    expect(closed).toMatchObject({ open: false, opensAt: `${tomorrow}T01:00:00.000Z` });
    await board.close();
    platform.clock.advance(-2.5 * 60 * 60 * 1000);
  });

  it('marks a call to a counter that sounds as another of the hall does', async () => {
    const admin = new TestClerk(platform.url);
    await admin.signIn('admin', TEST_PIN);
    const { hall } = await admin.desk.hall.hall();
    const signs = new Map([
      ['c02', '东厅2号窗口'],
      ['c03', '西厅2号窗口'],
    ]);
    const counters = hall.counters.map((counter) => {
      const sign = signs.get(counter.counterId);
      return sign === undefined ? counter : { ...counter, label: { 'zh-CN': sign } };
    });
    await admin.desk.hall.publish({ hall: { ...hall, counters } });
    await giveTickets(platform, Array(2).fill('ordinary'));
    for (const counterId of ['c02', 'c04']) await (await clerkAt(counterId)).desk.staff.next(key());
    board = await watch();
    const { current } = await board.until((view) => view.current.length === 2);
    const marks = current.map(({ counterLabel, heardAlike }) => [counterLabel['zh-CN'], heardAlike]);
    expect(new Map(marks as [string, boolean | undefined][])).toEqual(
      new Map([
        ['东厅2号窗口', true],
        ['4号窗口 一次办', undefined],
      ]),
    );
    await board.close();
  });

  it('of a hall that is not there is refused', async () => {
    expect(await refusalOf(watch('nowhere'))).toBe('HALL_UNKNOWN');
  });
});
