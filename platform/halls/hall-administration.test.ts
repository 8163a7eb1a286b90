import { setTimeout } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Hall } from '#contract/hall.ts';
import { addDays, businessDateAt } from '#domain/time/hall-time.ts';
import { lockQueue } from '../calls/queue-lock.ts';
import { handIn, issuedFrom, leaseOf } from '../testing/issuing.ts';
import { refusalOf } from '../testing/refusal.ts';
import { TestClerk } from '../testing/test-clerk.ts';
import { startTestPlatform, TEST_PIN, type TestPlatform } from '../testing/test-platform.ts';
import { giveTickets } from '../testing/waiting-tickets.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
let platform: TestPlatform;
let admin: TestClerk;
let people = 0;

beforeAll(async () => {
  platform = await startTestPlatform();
}, 60_000);
afterAll(() => platform.stop());
/** A day of its own for each test, so that no number of another is on any paper. */
beforeEach(async () => {
  platform.clock.advance(DAY_MS);
  admin = new TestClerk(platform.url);
  await admin.signIn('admin', TEST_PIN);
});

const hallNow = async (): Promise<Hall> => (await admin.desk.hall.hall()).hall;
const publish = async (change: (hall: Hall) => Partial<Hall>): Promise<number> => {
  const hall = await hallNow();
  return (await admin.desk.hall.publish({ hall: { ...hall, ...change(hall) } })).version;
};
const preview = async (change: (hall: Hall) => Partial<Hall>) => {
  const hall = await hallNow();
  return admin.desk.hall.preview({ hall: { ...hall, ...change(hall) } });
};
const clerkAt = (counterId: string) => platform.clerk(`person-${people++}`, counterId);
const without = (queueId: string) => (hall: Hall) => ({
  queues: hall.queues.filter((queue) => queue.queueId !== queueId),
  counters: hall.counters.map((counter) => ({
    ...counter,
    queueIds: counter.queueIds.map((id) => (id === queueId ? 'general' : id)),
  })),
  services: hall.services.filter((service) => service.queueId !== queueId),
});

const withLetters = (letters: Readonly<Record<string, string>>) => (hall: Hall) => ({
  queues: hall.queues.map((queue) => ({ ...queue, prefix: letters[queue.queueId] ?? queue.prefix })),
});

describe('a hall', () => {
  it('is shown to its administrator, and to no clerk and nobody signed out', async () => {
    const { hall, versions } = await admin.desk.hall.hall();
    expect(hall.hallId).toBe(platform.hallId);
    expect(versions[0]).toMatchObject({ version: hall.version });
    const clerk = await clerkAt('c01');
    expect(await refusalOf(clerk.desk.hall.hall())).toBe('NOT_ALLOWED');
    expect(await refusalOf(clerk.desk.hall.publish({ hall }))).toBe('NOT_ALLOWED');
    expect(await refusalOf(clerk.desk.hall.closeEarly({ reason: '停电' }))).toBe('NOT_ALLOWED');
    expect(await refusalOf(new TestClerk(platform.url).desk.hall.hall())).toBe('SIGNED_OUT');
  });

  it('is changed for the terminals at once, and who changed it is kept', async () => {
    const version = await publish(() => ({ name: { 'zh-CN': '新大厅' } }));
    const terminal = await platform.enrolled();
    const { hall } = await terminal.client.hall({ haveVersion: version - 1 });
    expect(hall).toMatchObject({ version, name: { 'zh-CN': '新大厅' } });
    const { versions } = await admin.desk.hall.hall();
    expect(versions[0]).toMatchObject({ version, changedBy: '大厅管理员' });
  });

  it('that two administrators edit is published once: the second has to look again', async () => {
    const hall = await hallNow();
    const answers = await Promise.all(
      ['一', '二', '三'].map((name) =>
        refusalOf(admin.desk.hall.publish({ hall: { ...hall, name: { 'zh-CN': name } } })),
      ),
    );
    expect(answers.sort()).toEqual(['HALL_CHANGED', 'HALL_CHANGED', 'done']);
    expect((await hallNow()).version).toBe(hall.version + 1);
  });

  it('leaves connections to the clerks while many publish at once', async () => {
    const hall = await hallNow();
    const changed = { ...hall, name: { ...hall.name, en: 'Hall' } };
    const busy = await platform.database.startTransaction().execute();
    await lockQueue(busy, platform.hallId);
    const published = Array.from({ length: 24 }, () => refusalOf(admin.desk.hall.publish({ hall: changed })));
    await setTimeout(300);
    const session = await Promise.race([admin.desk.staff.session(), setTimeout(3_000)]);
    await busy.commit().execute();
    const refusals = await Promise.all(published);
    expect(session?.session?.staffId).toBeDefined();
    expect(refusals.filter((refusal) => refusal === 'HALL_CHANGED')).toHaveLength(23);
  });

  it('of an earlier version is not previewed: what another has changed since would look undone', async () => {
    const hall = await hallNow();
    await admin.desk.hall.publish({ hall: { ...hall, name: { 'zh-CN': '别人改的名称' } } });
    const renamed = hall.counters.map((each) => ({
      ...each,
      label: { 'zh-CN': `新${each.label['zh-CN']}` },
    }));
    const mine = { ...hall, counters: renamed };
    expect(await refusalOf(admin.desk.hall.preview({ hall: mine }))).toBe('HALL_CHANGED');
    const again = { ...(await hallNow()), counters: renamed };
    const { changes } = await admin.desk.hall.preview({ hall: again });
    expect(new Set(changes.map(({ part }) => part))).toEqual(new Set(['counter']));
  });

  it('that does not fit together is refused, with what is wrong by name', async () => {
    const hours = {
      weekly: [
        { weekday: 1, from: '09:00', to: '12:00', kind: 'regular' as const },
        { weekday: 1, from: '11:00', to: '13:00', kind: 'regular' as const },
      ],
      exceptions: [],
    };
    const problems = [
      { code: 'QUEUE_UNSERVED', name: 'fund' },
      { code: 'HOURS_OVERLAP', name: '1 11:00–13:00' },
    ];
    const change = (hall: Hall) => ({
      hours,
      counters: hall.counters.filter(({ queueIds }) => !queueIds.includes('fund')),
    });
    expect((await preview(change)).problems).toEqual(problems);
    await expect(publish(change)).rejects.toMatchObject({ code: 'HALL_INVALID', data: { problems } });
  });

  it('of somebody else is neither previewed nor published', async () => {
    const hall = { ...(await hallNow()), hallId: 'another' };
    expect(await refusalOf(admin.desk.hall.preview({ hall }))).toBe('NOT_ALLOWED');
    expect(await refusalOf(admin.desk.hall.publish({ hall }))).toBe('NOT_ALLOWED');
  });

  it('goes back to an earlier version, as a new one', async () => {
    const before = await hallNow();
    const changed = await publish(() => ({ callsBeforeNoShow: 5 }));
    expect((await admin.desk.hall.undo({ version: before.version })).version).toBe(changed + 1);
    expect(await hallNow()).toEqual({ ...before, version: changed + 1 });
    expect(await refusalOf(admin.desk.hall.undo({ version: 9_999 }))).toBe('HALL_UNKNOWN');
  });
});

describe('a preview', () => {
  it('says what is new, changed and gone, and changes nothing', async () => {
    const hall = await hallNow();
    const first = hall.counters[0];
    if (!first) throw new Error('no counter');
    const { changes, problems } = await preview(() => ({
      callsBeforeNoShow: 4,
      hours: { weekly: [], exceptions: [] },
      counters: [
        ...hall.counters.slice(1),
        { ...first, label: { 'zh-CN': '一号' } },
        { ...first, counterId: 'new', label: { 'zh-CN': '新窗口' } },
      ],
      services: hall.services.filter(({ serviceId }) => serviceId !== 'wide-load'),
    }));
    expect(problems).toEqual([]);
    expect(changes).toEqual([
      { part: 'hall', change: 'changed', id: hall.hallId, name: hall.name['zh-CN'] },
      { part: 'hours', change: 'added', id: hall.hallId, name: hall.name['zh-CN'] },
      { part: 'counter', change: 'changed', id: first.counterId, name: '一号' },
      { part: 'counter', change: 'added', id: 'new', name: '新窗口' },
      { part: 'service', change: 'removed', id: 'wide-load', name: '超限运输许可' },
    ]);
    expect(await hallNow()).toEqual(hall);
  });

  it('says who waits for what would be gone, and where they will be called', async () => {
    await giveTickets(platform, ['ordinary', 'elderly'], { queueId: 'fund', serviceId: 'fund-loan' });
    await giveTickets(platform, ['ordinary'], { serviceId: 'wide-load' });
    const { waitingAffected } = await preview((hall) => {
      const left = without('fund')(hall);
      return { ...left, services: left.services.filter(({ serviceId }) => serviceId !== 'wide-load') };
    });
    expect(waitingAffected).toEqual([
      { queueId: 'general', serviceId: 'fund-loan', waiting: 2 },
      { queueId: 'general', serviceId: 'wide-load', waiting: 1 },
    ]);
  });
});

describe('while people wait', () => {
  it('a service that is removed does not take their number or place', async () => {
    const before = await hallNow();
    await giveTickets(platform, ['ordinary', 'ordinary'], { serviceId: 'wide-load' });
    const services = before.services.filter(({ serviceId }) => serviceId !== 'wide-load');
    await publish(() => ({ services }));
    const clerk = await clerkAt('c02');
    const { ticket } = await clerk.desk.staff.next({ actionKey: uuidv7() });
    expect(ticket).toMatchObject({ label: 'A001', serviceName: { 'zh-CN': '超限运输许可' } });
    await admin.desk.hall.undo({ version: before.version });
  });

  it('a queue that is removed sends them to another, in their order and with their letter', async () => {
    const before = await hallNow();
    await giveTickets(platform, ['ordinary'], { queueId: 'fund', serviceId: 'fund-loan' });
    platform.clock.advance(1_000);
    await giveTickets(platform, ['ordinary']);
    platform.clock.advance(1_000);
    await giveTickets(platform, ['ordinary'], { queueId: 'fund', serviceId: 'fund-loan' });
    await publish(without('fund'));
    const called = [];
    for (const counterId of ['c01', 'c02', 'c03']) {
      const clerk = await clerkAt(counterId);
      called.push((await clerk.desk.staff.next({ actionKey: uuidv7() })).ticket.label);
    }
    expect(called).toEqual(['F001', 'A001', 'F002']);
    await admin.desk.hall.undo({ version: before.version });
  });

  it('a queue that is removed sends on a number that goes with another, unless that has been served', async () => {
    const before = await hallNow();
    const fund = await giveTickets(platform, ['ordinary', 'ordinary'], {
      queueId: 'fund',
      serviceId: 'fund-loan',
    });
    const leading = await giveTickets(platform, ['ordinary', 'ordinary']);
    const clerk = await clerkAt('c02');
    const { staff } = clerk.desk;
    const press = (index: number) => ({ actionKey: uuidv7(), ticketId: leading[index]?.ticketId ?? '' });
    for (const [index, label] of ['F001', 'F002'].entries()) {
      await staff.next({ actionKey: uuidv7() });
      await staff.merge({ ...press(index), label });
      await staff.serve(press(index));
      if (index === 0) await staff.finish(press(index));
    }
    await publish(without('fund'));
    const mergedTicketId = fund[1]?.ticketId ?? '';
    await staff.unmerge({ ...press(1), mergedTicketId });
    const rows = await platform.database
      .selectFrom('tickets')
      .select(['queueId', 'state'])
      .where(
        'ticketId',
        'in',
        fund.map(({ ticketId }) => ticketId),
      )
      .orderBy('ticketNumber')
      .execute();
    expect(rows).toEqual([
      { queueId: 'fund', state: 'merged' },
      { queueId: 'general', state: 'waiting' },
    ]);
    const other = await clerkAt('c03');
    const { ticket } = await other.desk.staff.next({ actionKey: uuidv7() });
    expect(ticket).toMatchObject({ ticketId: mergedTicketId, label: 'F002' });
    await admin.desk.hall.undo({ version: before.version });
  });

  it('a ticket of a removed queue that arrives later waits where the others do', async () => {
    const before = await hallNow();
    const terminal = await platform.enrolled();
    const lease = await leaseOf(terminal, 'fund', businessDateAt(platform.clock.now()));
    await publish(without('fund'));
    const given = issuedFrom(lease, 0, platform.clock.now(), { serviceId: 'fund-loan' });
    const { ticketId } = given.body;
    expect(await handIn(terminal, given)).toEqual(['accepted']);
    const clerk = await clerkAt('c01');
    const { ticket } = await clerk.desk.staff.next({ actionKey: uuidv7() });
    expect(ticket).toMatchObject({ ticketId, label: 'F001', queueId: 'general' });
    await admin.desk.hall.undo({ version: before.version });
  });

  it('no prefix that stands on papers is changed', async () => {
    await giveTickets(platform, ['ordinary'], { queueId: 'fund', serviceId: 'fund-loan' });
    const renamed = withLetters({ fund: 'Z' });
    expect((await preview(renamed)).problems).toEqual([{ code: 'PREFIX_IN_USE', name: 'F' }]);
    platform.clock.advance(DAY_MS);
    await admin.signIn('admin', TEST_PIN);
    expect((await preview(renamed)).problems).toEqual([]);
  });

  it('no letter goes to another queue while a terminal holds numbers that it prints with it', async () => {
    const before = await hallNow();
    const terminal = await platform.enrolled();
    const [today, tomorrow, after] = [0, 1, 2].map((days) =>
      addDays(businessDateAt(platform.clock.now()), days),
    );
    if (!today || !tomorrow || !after) throw new Error('no days');
    await leaseOf(terminal, 'fund', today);
    await leaseOf(terminal, 'fund', tomorrow);
    await leaseOf(terminal, 'estate', today);
    const held = (name: string, freeFrom: string) => ({ code: 'PREFIX_LEASED', name, freeFrom });
    const swapped = withLetters({ fund: 'C', estate: 'F' });
    expect((await preview(swapped)).problems).toEqual([held('F', after), held('C', tomorrow)]);
    expect(await refusalOf(publish(swapped))).toBe('HALL_INVALID');
    expect((await preview(withLetters({ fund: 'Y', estate: 'Z' }))).problems).toEqual([]);

    // Gone and added again, which is another queue: its numbers begin at 1 again.
    const fund = before.queues.find(({ queueId }) => queueId === 'fund');
    if (!fund) throw new Error('no queue');
    const anew = (prefix: string) => (hall: Hall) => ({
      queues: [...hall.queues, { ...fund, queueId: 'fund-anew', prefix }],
      counters: hall.counters.map((each) => ({ ...each, queueIds: [...each.queueIds, 'fund-anew'] })),
    });
    await publish(without('fund'));
    expect((await preview(anew('F'))).problems).toEqual([held('F', after)]);
    await expect(publish(anew('F'))).rejects.toMatchObject({ data: { problems: [held('F', after)] } });
    expect((await preview(anew('Q'))).problems).toEqual([]);
    // The queue itself may come back with its own letter.
    await admin.desk.hall.undo({ version: before.version });
    platform.clock.advance(2 * DAY_MS);
    await admin.signIn('admin', TEST_PIN);
    expect((await preview(swapped)).problems).toEqual([]);
  });

  it('a letter that a queue had when its numbers were leased is no more free than the one it has now', async () => {
    const before = await hallNow();
    const terminal = await platform.enrolled();
    const today = businessDateAt(platform.clock.now());
    await leaseOf(terminal, 'fund', today);
    platform.clock.advance(60_000);
    await publish(withLetters({ fund: 'Y' }));
    platform.clock.advance(60_000);
    const freeFrom = addDays(today, 1);
    for (const name of ['F', 'Y']) {
      const { problems } = await preview(withLetters({ estate: name, fund: 'Z' }));
      expect(problems).toEqual([{ code: 'PREFIX_LEASED', name, freeFrom }]);
    }
    // What is leased from now on is printed with the new letter alone.
    await leaseOf(terminal, 'fund', freeFrom);
    const { problems } = await preview(withLetters({ estate: 'F' }));
    expect(problems).toEqual([{ code: 'PREFIX_LEASED', name: 'F', freeFrom }]);
    await admin.desk.hall.undo({ version: before.version });
  });

  it('no counter is removed at which somebody sits or stands', async () => {
    const clerk = await clerkAt('c15');
    const gone = (hall: Hall) => ({
      counters: hall.counters.map((counter) =>
        counter.counterId === 'c15' ? { ...counter, counterId: 'c16' } : counter,
      ),
    });
    expect((await preview(gone)).problems).toEqual([{ code: 'COUNTER_IN_USE', name: 'c15' }]);
    await clerk.desk.staff.closeCounter({ actionKey: uuidv7() });
    expect((await preview(gone)).problems).toEqual([]);
    // His session ended, and the citizen is still standing there.
    const [ticket] = await giveTickets(platform, ['ordinary']);
    for (const state of ['called', 'serving'] as const) {
      await platform.database
        .updateTable('tickets')
        .set({ state, counterId: 'c15' })
        .where('ticketId', '=', ticket?.ticketId ?? '')
        .execute();
      expect((await preview(gone)).problems).toEqual([{ code: 'COUNTER_IN_USE', name: 'c15' }]);
    }
  });
});
