import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDays, businessDateAt } from '#domain/time/hall-time.ts';
import { handIn, issuedFrom, leaseOf } from '../testing/issuing.ts';
import { refusalOf } from '../testing/refusal.ts';
import { TestClerk } from '../testing/test-clerk.ts';
import { startTestPlatform, TEST_PIN, type TestPlatform } from '../testing/test-platform.ts';
import { giveTickets } from '../testing/waiting-tickets.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const OFFLINE = { issuedOffline: true };
let platform: TestPlatform;
let admin: TestClerk;

beforeAll(async () => {
  platform = await startTestPlatform();
}, 60_000);
afterAll(() => platform.stop());
beforeEach(async () => {
  platform.clock.advance(24 * 60 * MINUTE_MS);
  admin = new TestClerk(platform.url);
  await admin.signIn('admin', TEST_PIN);
});

const today = () => businessDateAt(platform.clock.now());
const report = () => admin.desk.hall.reconciliation({ businessDate: today() });

describe('what the administrator sees after a cut', () => {
  it('is what was given meanwhile, in which order it was merged, and that nothing is doubled or lost', async () => {
    const cut = await platform.enrolled();
    const lease = await leaseOf(cut, 'general', today());
    const began = platform.clock.now();
    platform.clock.advance(2 * MINUTE_MS);
    await giveTickets(platform, ['ordinary']);
    platform.clock.advance(8 * MINUTE_MS);
    await cut.hello();
    const at = (minutes: number) => began + minutes * MINUTE_MS;
    const given = [1, 3].map((minutes, index) => issuedFrom(lease, index, at(minutes), OFFLINE));
    await handIn(cut, ...given);
    const iso = (minutes: number) => new Date(at(minutes)).toISOString();
    expect(await report()).toEqual({
      businessDate: today(),
      terminals: [
        {
          terminalId: cut.terminalId,
          terminalLabel: '一号机',
          issuedOffline: 2,
          firstIssuedAt: iso(1),
          lastTakenAt: iso(10),
        },
      ],
      // The other, which went on and then was switched off.
      silent: [{ terminalId: expect.any(String), terminalLabel: '一号机', lastContactAt: iso(2) }],
      mergedCount: 2,
      merged: [
        { label: 'A001', minutes: 1 },
        { label: 'A002', minutes: 3 },
      ].map(({ label, minutes }) => ({
        label,
        terminalLabel: '一号机',
        issuedAt: iso(minutes),
        takenAt: iso(10),
        place: iso(minutes),
        state: 'waiting',
      })),
      doubled: [],
      missingCount: 0,
      missing: [],
    });
  });

  it('names each paper that no queue took, once, with its terminal, its times and why', async () => {
    const [first, copy] = [await platform.enrolled(), await platform.enrolled()];
    const lease = await leaseOf(first, 'general', today());
    const given = platform.clock.now();
    await handIn(first, issuedFrom(lease, 0, given));
    platform.clock.advance(MINUTE_MS);
    const twice = issuedFrom(lease, 0, given + 1_000);
    const foreign = issuedFrom(lease, 1, given + 2_000, { leaseId: 'no lease' });
    const nowhere = issuedFrom(lease, 2, given + 3_000, { queueId: 'nowhere' });
    const refused = ['NUMBER_TAKEN', 'NUMBER_NOT_LEASED', 'QUEUE_UNKNOWN'];
    expect(await handIn(copy, twice, foreign, nowhere)).toEqual(refused);
    const { doubled } = await report();
    const refusedAt = new Date(platform.clock.now()).toISOString();
    expect(doubled).toEqual(
      [twice, foreign, nowhere].map(({ body }, index) => ({
        label: ['A001', 'A002', '003'][index],
        terminalLabel: '一号机',
        paperDate: today(),
        issuedAt: body.issuedAt,
        refusedAt,
        reason: refused[index],
      })),
    );
    // The same records again, also from the terminal's next identity.
    platform.clock.advance(MINUTE_MS);
    expect(await handIn(copy, twice, foreign, nowhere)).toEqual(refused);
    await handIn(await platform.enrolled(), twice, foreign);
    expect((await report()).doubled).toEqual(doubled);
  });

  it.each([-1, 1])(
    'names a paper that was given by a clock %i day off, and nobody calls it',
    async (days) => {
      const cut = await platform.enrolled();
      const wrong = addDays(today(), days);
      const lease = await leaseOf(cut, 'social', wrong);
      platform.clock.advance(10 * MINUTE_MS);
      const issuedAt = platform.clock.now() + days * DAY_MS;
      const ticket = issuedFrom(lease, 0, issuedAt, OFFLINE);
      platform.clock.advance(5 * MINUTE_MS);
      await cut.hello();
      expect(await handIn(cut, ticket)).toEqual(['accepted']);
      const named = {
        label: 'B001',
        terminalLabel: '一号机',
        paperDate: wrong,
        issuedAt: new Date(issuedAt).toISOString(),
        refusedAt: new Date(platform.clock.now()).toISOString(),
        reason: 'DATE_WRONG',
      };
      expect((await report()).doubled).toEqual([named]);
      platform.clock.advance(DAY_MS);
      await admin.signIn('admin', TEST_PIN);
      expect((await report()).doubled).toEqual([]);
      const clerk = await platform.clerk(`day-off-${days}`, 'c01');
      expect(await refusalOf(clerk.desk.staff.next({ actionKey: uuidv7() }))).toBe('NOBODY_WAITING');
    },
  );

  it('names no paper of yesterday that came under the terminal’s next identity', async () => {
    const [before, after] = [await platform.enrolled(), await platform.enrolled()];
    const lease = await leaseOf(before, 'social', today());
    const ticket = issuedFrom(lease, 0, platform.clock.now(), OFFLINE);
    platform.clock.advance(DAY_MS);
    await admin.signIn('admin', TEST_PIN);
    await after.hello();
    platform.clock.advance(10 * MINUTE_MS);
    await after.hello();
    expect(await handIn(after, ticket)).toEqual(['accepted']);
    expect((await report()).doubled).toEqual([]);
  });

  it('names a refused paper no more once it has come in', async () => {
    const [before, after] = [await platform.enrolled(), await platform.enrolled()];
    const lease = await leaseOf(before, 'general', today());
    const ticket = issuedFrom(lease, 0, platform.clock.now());
    const unknown = { ...ticket, body: { ...ticket.body, leaseId: 'no lease' } };
    expect(await handIn(after, unknown)).toEqual(['NUMBER_NOT_LEASED']);
    expect((await report()).doubled).toHaveLength(1);
    expect(await handIn(after, ticket)).toEqual(['accepted']);
    expect((await report()).doubled).toEqual([]);
  });

  it('keeps of a refused paper no more than its number, its terminal and its times', async () => {
    const rows = await platform.database.selectFrom('refusedTickets').selectAll().execute();
    const columns = [
      'hallId',
      'terminalId',
      'commandKey',
      'ticketId',
      'queueId',
      'businessDate',
      'ticketNumber',
    ];
    expect(Object.keys(rows[0] ?? {})).toEqual([...columns, 'reason', 'issuedAt', 'refusedAt']);
  });

  it('is not finished while a terminal with numbers of the day has not been heard', async () => {
    const [cut, heard] = [await platform.enrolled(), await platform.enrolled()];
    await leaseOf(cut, 'general', today());
    await leaseOf(heard, 'general', today());
    const lastContactAt = new Date(platform.clock.now()).toISOString();
    expect((await report()).silent).toEqual([]);
    platform.clock.advance(4 * MINUTE_MS);
    await heard.hello();
    expect((await report()).silent).toEqual([
      { terminalId: cut.terminalId, terminalLabel: '一号机', lastContactAt },
    ]);
    await cut.hello();
    expect((await report()).silent).toEqual([]);
  });

  it('names a number that was given and has not arrived, until it does', async () => {
    const cut = await platform.enrolled();
    const lease = await leaseOf(cut, 'fund', today());
    const [one, two, three] = [0, 1, 2].map((index) =>
      issuedFrom(lease, index, platform.clock.now(), OFFLINE),
    );
    if (!one || !two || !three) throw new Error('no tickets');
    await handIn(cut, one, three);
    expect((await report()).missing).toEqual([{ queueId: 'fund', terminalLabel: '一号机', label: 'F002' }]);
    await handIn(cut, two);
    expect((await report()).missing).toEqual([]);
  });

  it('is empty for a day without a cut, and nothing for clerks', async () => {
    await giveTickets(platform, ['ordinary']);
    expect(await report()).toMatchObject({ terminals: [], merged: [], doubled: [], missing: [] });
    const clerk = await platform.clerk('curious');
    expect(await refusalOf(clerk.desk.hall.reconciliation({ businessDate: today() }))).toBe('NOT_ALLOWED');
  });

  it('lists no more than can be read, of a day on which all was given offline', async () => {
    const cut = await platform.enrolled();
    for (let batch = 0; batch < 3; batch += 1) {
      const lease = await leaseOf(cut, 'general', today(), 200);
      const given = Array.from({ length: 200 }, (_, index) =>
        issuedFrom(lease, index, platform.clock.now() + index, OFFLINE),
      );
      await handIn(cut, ...given);
    }
    const { terminals, merged, mergedCount } = await report();
    expect(mergedCount).toBe(600);
    expect(terminals[0]?.issuedOffline).toBe(600);
    expect(merged).toHaveLength(500);
    expect(merged[0]?.label).toBe('A001');
  });
});
