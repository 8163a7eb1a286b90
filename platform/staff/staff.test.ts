import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeskView } from '#contract/desk/staff.ts';
import { TestClerk } from '../testing/test-clerk.ts';
import { startTestPlatform, TEST_PIN, type TestPlatform } from '../testing/test-platform.ts';
import { giveTickets } from '../testing/waiting-tickets.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let platform: TestPlatform;
let staffId: string;
let browser: TestClerk;
let person = 0;

beforeAll(async () => {
  platform = await startTestPlatform();
}, MINUTE_MS);
afterAll(() => platform.stop());
/** A new day, and a member of the staff who has not signed in. */
beforeEach(async () => {
  platform.clock.advance(DAY_MS);
  staffId = await platform.addStaff(`clerk-${person++}`);
  browser = new TestClerk(platform.url);
});

const refusal = async (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'done',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  );
const signIn = (pin = TEST_PIN, login = staffId) => browser.desk.staff.signIn({ login, pin });
const newcomer = (counterId?: string) => platform.clerk(`clerk-${person++}`, counterId);

describe('signing in', () => {
  it('sets a cookie that scripts cannot read and other sites cannot send', async () => {
    const { session } = await signIn();
    expect(session).toMatchObject({ staffId, hallId: platform.hallId, role: 'clerk', counterId: null });
    expect(browser.lastCookie).toMatch(/^desk-session=[\w-]{43};/);
    for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Path=/desk/api', 'Max-Age=43200']) {
      expect(browser.lastCookie).toContain(attribute);
    }
    expect(await browser.desk.staff.session()).toEqual({ session });
  });

  it('takes the name as it is typed, in full-width letters and any case', async () => {
    await signIn('１３５７９０', ` ${staffId.toUpperCase().replace('C', 'Ｃ')} `);
    expect((await browser.desk.staff.session()).session?.staffId).toBe(staffId);
  });

  it('says the same of a wrong PIN, an unknown name and one who has left', async () => {
    expect(await refusal(signIn('000000'))).toBe('SIGN_IN_WRONG');
    expect(await refusal(signIn(TEST_PIN, 'nobody'))).toBe('SIGN_IN_WRONG');
    await platform.database
      .updateTable('staff')
      .set({ disabledAt: new Date() })
      .where('staffId', '=', staffId)
      .execute();
    expect(await refusal(signIn())).toBe('SIGN_IN_WRONG');
    expect(browser.cookie).toBe('');
  });

  it('locks a name after five wrong tries, many at once too, and opens it after a while', async () => {
    const tries = Array.from({ length: 12 }, (_, index) => refusal(signIn(String(100_000 + index))));
    const answers = await Promise.all(tries);
    expect(answers.filter((answer) => answer === 'SIGN_IN_WRONG')).toHaveLength(5);
    expect(answers.filter((answer) => answer === 'SIGN_IN_LOCKED')).toHaveLength(7);
    expect(await refusal(signIn())).toBe('SIGN_IN_LOCKED');
    platform.clock.advance(5 * MINUTE_MS);
    expect(await refusal(signIn('000000'))).toBe('SIGN_IN_WRONG');
    expect(await refusal(signIn())).toBe('done');
  });

  it('forgets wrong tries after a right one', async () => {
    for (let index = 0; index < 4; index += 1) await refusal(signIn('000000'));
    expect(await refusal(signIn())).toBe('done');
    for (let index = 0; index < 4; index += 1) await refusal(signIn('000000'));
    expect(await refusal(signIn())).toBe('done');
  });

  it('keeps neither PIN nor cookie', async () => {
    await signIn();
    const rows = await platform.database.selectFrom('staff').select('pinHash').execute();
    expect(rows.every(({ pinHash }) => pinHash.startsWith('scrypt$') && !pinHash.includes(TEST_PIN))).toBe(
      true,
    );
    const token = Buffer.from(browser.cookie.split('=')[1] ?? '', 'base64url');
    const sessions = await platform.database.selectFrom('staffSessions').select('tokenHash').execute();
    expect(sessions.some(({ tokenHash }) => tokenHash.equals(token))).toBe(false);
  });
});

describe('a session', () => {
  it('ends after a working day, at sign-out and for who is disabled', async () => {
    await signIn();
    platform.clock.advance(12 * 60 * MINUTE_MS);
    expect(await browser.desk.staff.session()).toEqual({ session: null });
    expect(await refusal(browser.desk.staff.pause({ actionKey: uuidv7() }))).toBe('SIGNED_OUT');
    await signIn();
    const stolen = browser.cookie;
    await browser.desk.staff.signOut();
    expect(browser.cookie).toBe('desk-session=');
    browser.cookie = stolen;
    expect(await refusal(browser.desk.staff.pause({ actionKey: uuidv7() }))).toBe('SIGNED_OUT');
    await signIn();
    await platform.database
      .updateTable('staff')
      .set({ disabledAt: new Date() })
      .where('staffId', '=', staffId)
      .execute();
    expect(await refusal(browser.desk.staff.pause({ actionKey: uuidv7() }))).toBe('SIGNED_OUT');
  });

  it('is not used by pages of others', async () => {
    await signIn();
    const foreign: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'http://elsewhere.example' },
      { origin: 'null' },
    ];
    for (const headers of foreign) {
      browser.headers = headers;
      expect(await refusal(browser.desk.staff.openCounter({ actionKey: uuidv7(), counterId: 'c01' }))).toBe(
        'FORBIDDEN',
      );
    }
    browser.headers = { origin: platform.url };
    await browser.desk.staff.openCounter({ actionKey: uuidv7(), counterId: 'c01' });
  });
});

describe('counters', () => {
  it('are taken by one, moved from, left for a break and closed', async () => {
    const clerk = await newcomer('c05');
    const other = await newcomer();
    expect(await refusal(other.desk.staff.openCounter({ actionKey: uuidv7(), counterId: 'c05' }))).toBe(
      'COUNTER_TAKEN',
    );
    expect(await refusal(other.desk.staff.openCounter({ actionKey: uuidv7(), counterId: 'c99' }))).toBe(
      'COUNTER_UNKNOWN',
    );
    expect(await refusal(other.desk.staff.pause({ actionKey: uuidv7() }))).toBe('COUNTER_CLOSED');
    await clerk.desk.staff.openCounter({ actionKey: uuidv7(), counterId: 'c06' });
    await other.desk.staff.openCounter({ actionKey: uuidv7(), counterId: 'c05' });
    await clerk.desk.staff.pause({ actionKey: uuidv7() });
    await clerk.desk.staff.pause({ actionKey: uuidv7() });
    await clerk.desk.staff.openCounter({ actionKey: uuidv7(), counterId: 'c06' });
    await clerk.desk.staff.closeCounter({ actionKey: uuidv7() });
    expect(await refusal(clerk.desk.staff.closeCounter({ actionKey: uuidv7() }))).toBe('COUNTER_CLOSED');
  });

  it('stay as they are when something comes again that was done before', async () => {
    const clerk = await newcomer();
    const { staff } = clerk.desk;
    const sit = { actionKey: uuidv7(), counterId: 'c05' };
    const press = () => ({ actionKey: uuidv7() });
    const [rest, goOn, leave] = [press(), press(), press()];
    const stands = async () => {
      const states = await clerk.views();
      const { value } = await states.next();
      await states.return();
      return value?.counter?.state ?? null;
    };
    await Promise.all([staff.openCounter(sit), staff.openCounter(sit)]);
    await staff.pause(rest);
    await staff.openCounter(sit);
    expect(await stands()).toBe('break');
    await staff.openCounter({ ...goOn, counterId: 'c05' });
    await staff.pause(rest);
    expect(await stands()).toBe('open');
    await Promise.all([staff.closeCounter(leave), staff.closeCounter(leave)]);
    await staff.openCounter(sit);
    await staff.openCounter({ ...goOn, counterId: 'c05' });
    expect(await stands()).toBeNull();
    await staff.openCounter({ actionKey: uuidv7(), counterId: 'c05' });
    await staff.closeCounter(leave);
    expect(await stands()).toBe('open');
  });

  it('are not left with a citizen before them', async () => {
    await giveTickets(platform, ['ordinary']);
    const clerk = await newcomer('c02');
    await clerk.desk.staff.next({ actionKey: uuidv7() });
    for (const leave of [
      () => clerk.desk.staff.pause({ actionKey: uuidv7() }),
      () => clerk.desk.staff.closeCounter({ actionKey: uuidv7() }),
      () => clerk.desk.staff.openCounter({ actionKey: uuidv7(), counterId: 'c03' }),
    ]) {
      expect(await refusal(leave())).toBe('COUNTER_BUSY');
    }
  });

  it('of who has signed out, or went home without it, can be taken with the citizen who stands there', async () => {
    await giveTickets(platform, ['ordinary', 'ordinary']);
    const first = await newcomer('c02');
    const { ticket } = await first.desk.staff.next({ actionKey: uuidv7() });
    await first.desk.staff.signOut();
    const second = await newcomer('c02');
    await second.desk.staff.serve({ actionKey: uuidv7(), ticketId: ticket.ticketId });
    await second.desk.staff.finish({ actionKey: uuidv7(), ticketId: ticket.ticketId });
    // Signed in for twelve hours, gone after one.
    platform.clock.advance(13 * 60 * MINUTE_MS);
    await newcomer('c02');
  });

  it('of who is not heard any more can be taken over by one who says whom he follows', async () => {
    await giveTickets(platform, ['ordinary']);
    const gone = await newcomer('c02');
    const goneId = `clerk-${person - 1}`;
    const { ticket } = await gone.desk.staff.next({ actionKey: uuidv7() });
    const other = await newcomer();
    const takeOver = (from: string) =>
      other.desk.staff.openCounter({ actionKey: uuidv7(), counterId: 'c02', insteadOf: from });
    platform.clock.advance(4 * MINUTE_MS);
    expect(await refusal(takeOver(goneId))).toBe('COUNTER_TAKEN');
    platform.clock.advance(2 * MINUTE_MS);
    const states = await other.views();
    const { value } = await states.next();
    await states.return();
    expect(value?.counters.find(({ counterId }) => counterId === 'c02')).toMatchObject({
      staffId: goneId,
      unheardSince: new Date(platform.clock.now() - 6 * MINUTE_MS).toISOString(),
    });
    expect(await refusal(other.desk.staff.openCounter({ actionKey: uuidv7(), counterId: 'c02' }))).toBe(
      'COUNTER_TAKEN',
    );
    expect(await refusal(takeOver('somebody-else'))).toBe('COUNTER_TAKEN');
    await takeOver(goneId);
    await takeOver(goneId);
    await other.desk.staff.serve({ actionKey: uuidv7(), ticketId: ticket.ticketId });
    await other.desk.staff.finish({ actionKey: uuidv7(), ticketId: ticket.ticketId });
    expect(await refusal(gone.desk.staff.pause({ actionKey: uuidv7() }))).toBe('COUNTER_CLOSED');
    const done = await platform.database.selectFrom('deskActions').selectAll().execute();
    expect(done.filter(({ kind }) => kind === 'take-over')).toMatchObject([
      { counterId: 'c02', ofStaffId: goneId, staffId: `clerk-${person - 1}` },
    ]);
  });

  it('stay with a clerk of whom anything is heard', async () => {
    const clerk = await newcomer('c02');
    const other = await newcomer();
    platform.clock.advance(4 * MINUTE_MS);
    await refusal(clerk.desk.staff.next({ actionKey: uuidv7() }));
    platform.clock.advance(4 * MINUTE_MS);
    const asked = other.desk.staff.openCounter({
      actionKey: uuidv7(),
      counterId: 'c02',
      insteadOf: `clerk-${person - 2}`,
    });
    expect(await refusal(asked)).toBe('COUNTER_TAKEN');
    // The page alone is enough.
    const states = await clerk.views();
    await states.next();
    await states.return();
    platform.clock.advance(4 * MINUTE_MS);
    const again = other.desk.staff.openCounter({
      actionKey: uuidv7(),
      counterId: 'c02',
      insteadOf: `clerk-${person - 2}`,
    });
    expect(await refusal(again)).toBe('COUNTER_TAKEN');
  });

  it('stay with a clerk whose page is open, though nothing is pressed', async () => {
    const clerk = await newcomer('c02');
    const other = await newcomer();
    const states = await clerk.views();
    await states.next();
    for (let nth = 1; nth <= 3; nth += 1) {
      platform.clock.advance(4 * MINUTE_MS);
      await giveTickets(platform, ['ordinary']);
      for (;;) {
        const { value, done } = await states.next();
        if (done || value?.waitingCount === nth) break;
      }
    }
    const asked = other.desk.staff.openCounter({
      actionKey: uuidv7(),
      counterId: 'c02',
      insteadOf: `clerk-${person - 2}`,
    });
    expect(await refusal(asked)).toBe('COUNTER_TAKEN');
    await states.return();
  });

  it('are freed by an administrator, once, and only of the one who was seen there', async () => {
    await giveTickets(platform, ['ordinary']);
    const gone = await newcomer('c02');
    const goneId = `clerk-${person - 1}`;
    const { ticket } = await gone.desk.staff.next({ actionKey: uuidv7() });
    const free = { actionKey: uuidv7(), counterId: 'c02', staffId: goneId };
    expect(await refusal(gone.desk.hall.freeCounter(free))).toBe('NOT_ALLOWED');
    const admin = new TestClerk(platform.url);
    await admin.signIn('admin', TEST_PIN);
    await admin.desk.hall.freeCounter(free);
    // He is gone by now: nothing was done under this key, and nothing is written down.
    const late = uuidv7();
    await admin.desk.hall.freeCounter({ ...free, actionKey: late });
    const next = await newcomer('c02');
    // The number waited there for who sits there next, and the answer that got lost is asked for again.
    await admin.desk.hall.freeCounter(free);
    expect(await refusal(admin.desk.hall.freeCounter({ ...free, actionKey: uuidv7() }))).toBe(
      'COUNTER_TAKEN',
    );
    await next.desk.staff.serve({ actionKey: uuidv7(), ticketId: ticket.ticketId });
    await next.desk.staff.finish({ actionKey: uuidv7(), ticketId: ticket.ticketId });
    const written = await platform.database
      .selectFrom('deskActions')
      .selectAll()
      .where('actionKey', '=', free.actionKey)
      .executeTakeFirst();
    expect(written).toMatchObject({ kind: 'free-counter', counterId: 'c02', ofStaffId: goneId });
    const freed = await platform.database.selectFrom('deskActions').select('actionKey').execute();
    expect(freed.map(({ actionKey }) => actionKey)).not.toContain(late);
  });

  it('that the hall has no more let their clerk take his citizen along', async () => {
    await giveTickets(platform, ['ordinary']);
    const clerk = await newcomer('c02');
    const { ticket } = await clerk.desk.staff.next({ actionKey: uuidv7() });
    const { document } = await platform.database
      .selectFrom('halls')
      .select('document')
      .executeTakeFirstOrThrow();
    const publish = (hall: typeof document) =>
      platform.database
        .updateTable('halls')
        .set({ document: JSON.stringify(hall), version: hall.version })
        .execute();
    await publish({
      ...document,
      version: document.version + 1,
      counters: document.counters.filter(({ counterId }) => counterId !== 'c02'),
    });
    await clerk.desk.staff.openCounter({ actionKey: uuidv7(), counterId: 'c03' });
    const served = await clerk.desk.staff.serve({ actionKey: uuidv7(), ticketId: ticket.ticketId });
    expect(served.ticket).toMatchObject({ state: 'serving', counterId: 'c03' });
    await clerk.desk.staff.finish({ actionKey: uuidv7(), ticketId: served.ticket.ticketId });
    await publish({ ...document, version: document.version + 2 });
  });
});

describe('the page of a clerk', () => {
  it('shows at once what others do, at this platform or another', async () => {
    const another = await platform.another();
    const clerk = await newcomer('c02');
    const other = (await newcomer('c03')).at(another.url);
    const states = await clerk.views();
    const until = async (condition: (view: DeskView) => boolean): Promise<DeskView> => {
      for (;;) {
        const { value, done } = await states.next();
        if (done || !value) throw new Error('the states ended');
        if (condition(value)) return value;
      }
    };
    await until(({ counter }) => counter?.counterId === 'c02');
    const given = await giveTickets(platform, ['ordinary', 'elderly', 'ordinary']);
    const full = await until(({ waitingCount }) => waitingCount === 3);
    expect(full.waiting.map(({ ticketId }) => ticketId)).toEqual(
      [1, 0, 2].map((index) => given[index]?.ticketId),
    );
    expect(full.waiting[0]?.reason).toEqual({ kind: 'priority', priorityClass: 'elderly' });
    expect(full.queues.find(({ queueId }) => queueId === 'general')?.waiting).toBe(3);
    const { ticket } = await other.desk.staff.next({ actionKey: uuidv7() });
    const after = await until(({ waitingCount }) => waitingCount === 2);
    expect(after.counters.find(({ counterId }) => counterId === 'c03')).toMatchObject({
      state: 'open',
      ticketLabel: ticket.label,
    });
    expect(after.current).toBeNull();
    await other.desk.staff.hold({ actionKey: uuidv7(), ticketId: ticket.ticketId });
    await clerk.desk.staff.next({ actionKey: uuidv7() });
    expect((await until(({ current }) => current !== null)).current).toMatchObject({ state: 'called' });
    // Put aside at a counter that nobody sits at any more, he is everybody's.
    await other.desk.staff.signOut();
    const orphan = await until(({ held }) => held.length > 0);
    expect(orphan.held).toMatchObject([{ ticketId: ticket.ticketId }]);
    await states.return?.(undefined);
    await another.stop();
  });

  it('is told when the session ends in another window', async () => {
    const clerk = await newcomer('c02');
    const states = await clerk.views();
    await states.next();
    await clerk.at(platform.url).desk.staff.signOut();
    const ended = (async () => {
      for await (const _ of states);
    })();
    expect(await refusal(ended)).toBe('SIGNED_OUT');
  });

  it('does not keep the platform from stopping', async () => {
    const another = await platform.another();
    const clerk = (await newcomer('c02')).at(another.url);
    const states = await clerk.views();
    await states.next();
    await another.stop();
    const rest = (async () => {
      for await (const _ of states);
    })();
    await refusal(rest);
  });
});
