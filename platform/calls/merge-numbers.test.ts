import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FollowUpView } from '#contract/desk/board.ts';
import { refusalOf } from '../testing/refusal.ts';
import { TestClerk } from '../testing/test-clerk.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import { giveTicketWithCode, type TicketWithCode } from '../testing/ticket-with-code.ts';
import { Watched } from '../testing/watched.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
let platform: TestPlatform;
let clerk: TestClerk;
let other: TestClerk;
let person = 0;

beforeAll(async () => {
  platform = await startTestPlatform();
}, 60_000);
afterAll(() => platform.stop());
beforeEach(async () => {
  platform.clock.advance(DAY_MS);
  clerk = await platform.clerk(`clerk-${person++}`, 'c02');
  other = await platform.clerk(`clerk-${person++}`, 'c03');
});

const key = () => ({ actionKey: uuidv7() });
const on = ({ ticketId }: { readonly ticketId: string }) => ({ ...key(), ticketId });
const next = async (of: TestClerk) => (await of.desk.staff.next(key())).ticket;
const labelOf = ({ number }: TicketWithCode, prefix = 'A') => `${prefix}${String(number).padStart(3, '0')}`;
const merge = (leading: { readonly ticketId: string }, label: string, of = clerk) =>
  of.desk.staff.merge({ ...on(leading), label });
const unmerge = (leading: TicketWithCode, merged: TicketWithCode, of = clerk) =>
  of.desk.staff.unmerge({ ...on(leading), mergedTicketId: merged.ticketId });

function row({ ticketId }: TicketWithCode) {
  return platform.database
    .selectFrom('tickets')
    .select(['state', 'place', 'endedAt', 'learned', 'mergedInto', 'counterId', 'calls'])
    .where('ticketId', '=', ticketId)
    .executeTakeFirstOrThrow();
}

async function three(): Promise<readonly [TicketWithCode, TicketWithCode, TicketWithCode]> {
  return [
    await giveTicketWithCode(platform),
    await giveTicketWithCode(platform),
    await giveTicketWithCode(platform, { queueId: 'estate', serviceId: 'estate-transfer' }),
  ];
}

/** What a phone shows that has scanned the paper. */
async function phone({ token }: TicketWithCode): Promise<Watched<FollowUpView>> {
  return new Watched(await new TestClerk(platform.url).desk.ticket.watch({ token }));
}

describe('a number merged into the one at the counter', () => {
  it('is served with it, is called by nobody, and stands in the history', async () => {
    const [leading, second, estate] = await three();
    await next(clerk);
    const merged = await merge(leading, labelOf(second));
    expect(merged.ticket).toMatchObject({ ticketId: second.ticketId, state: 'merged', counterId: null });
    // Of another queue, too, and also while he is being served.
    await clerk.desk.staff.serve(on(leading));
    await merge(leading, labelOf(estate, 'C'));
    const desk = new Watched(await clerk.views());
    const view = await desk.until(() => true);
    await desk.close();
    expect(view.merged.map(({ ticketId }) => ticketId).toSorted()).toEqual(
      [second.ticketId, estate.ticketId].toSorted(),
    );
    expect(view).toMatchObject({ waitingCount: 0, current: { ticketId: leading.ticketId } });
    expect(await refusalOf(next(other))).toBe('NOBODY_WAITING');
    await clerk.desk.staff.finish(on(leading));
    // Nothing was foretold rightly or wrongly of a number that nobody was to call.
    expect(await row(second)).toMatchObject({
      state: 'merged',
      mergedInto: leading.ticketId,
      endedAt: new Date(platform.clock.now()),
      learned: true,
    });
    const events = await platform.database
      .selectFrom('ticketEvents')
      .select(['kind', 'withTicketId', 'counterId'])
      .where('ticketId', '=', second.ticketId)
      .execute();
    expect(events).toEqual([{ kind: 'merge', withTicketId: leading.ticketId, counterId: 'c02' }]);
    expect(await refusalOf(unmerge(leading, second))).toBe('TICKET_STATE');
  });

  it('is given back as it was: waiting at its place, put aside, or not come', async () => {
    const [leading, second, third] = await three();
    const held = await giveTicketWithCode(platform);
    await clerk.desk.staff.call({ ...key(), label: labelOf(held) });
    await clerk.desk.staff.hold(on(held));
    await other.desk.staff.call({ ...key(), label: labelOf(third, 'C') });
    await other.desk.staff.recall(on(third));
    await other.desk.staff.recall(on(third));
    await other.desk.staff.noShow(on(third));
    await next(clerk);
    const before = await Promise.all([second, third, held].map(row));
    for (const [ticket, prefix] of [
      [second, 'A'],
      [third, 'C'],
      [held, 'A'],
    ] as const) {
      await merge(leading, labelOf(ticket, prefix));
      expect(await row(ticket)).toMatchObject({ state: 'merged', counterId: null });
      await unmerge(leading, ticket);
    }
    const after = await Promise.all([second, third, held].map(row));
    expect(after).toEqual(before.map((each) => ({ ...each, learned: expect.any(Boolean) })));
    expect((await next(other)).ticketId).toBe(second.ticketId);
  });

  it('goes with the number wherever that goes, together with what was merged into itself', async () => {
    const [leading, second, third] = await three();
    await next(clerk);
    await merge(leading, labelOf(second));
    await clerk.desk.staff.hold(on(leading));
    await clerk.desk.staff.call({ ...key(), label: labelOf(third, 'C') });
    await merge(third, labelOf(leading));
    expect(await row(second)).toMatchObject({ state: 'merged', mergedInto: third.ticketId });
    await clerk.desk.staff.transfer({ ...on(third), queueId: 'social' });
    expect(await refusalOf(unmerge(third, second))).toBe('TICKET_STATE');
    const social = await platform.clerk(`clerk-${person++}`, 'c05');
    expect((await next(social)).ticketId).toBe(third.ticketId);
    await unmerge(third, second, social);
    expect(await row(second)).toMatchObject({ state: 'waiting', mergedInto: null });
    expect(await row(leading)).toMatchObject({ state: 'merged', mergedInto: third.ticketId });
  });
});

describe('merging', () => {
  it('is one action however often its press arrives, and no other under its key', async () => {
    const [leading, second, third] = await three();
    await next(clerk);
    const pressed = { ...on(leading), label: labelOf(second) };
    const answers = await Promise.all([1, 2, 3].map(() => clerk.desk.staff.merge(pressed)));
    expect(answers.map(({ ticket }) => ticket.ticketId)).toEqual(Array(3).fill(second.ticketId));
    expect(await refusalOf(clerk.desk.staff.merge({ ...pressed, label: labelOf(third, 'C') }))).toBe(
      'TICKET_STATE',
    );
    const back = { ...on(leading), mergedTicketId: second.ticketId };
    await clerk.desk.staff.unmerge(back);
    await clerk.desk.staff.unmerge(back);
    // The first press has been carried out long ago.
    await clerk.desk.staff.merge(pressed);
    expect(await row(second)).toMatchObject({ state: 'waiting' });
  });

  it('is refused for numbers that are not there, are somebody’s, or have ended, and for other counters', async () => {
    const [leading, second, third] = await three();
    await next(clerk);
    expect(await refusalOf(merge(leading, 'A999'))).toBe('TICKET_UNKNOWN');
    expect(await refusalOf(merge(leading, labelOf(leading)))).toBe('TICKET_STATE');
    expect(await refusalOf(merge({ ticketId: 'nobody' }, labelOf(second)))).toBe('TICKET_UNKNOWN');
    expect(await refusalOf(merge(second, labelOf(third, 'C')))).toBe('TICKET_STATE');
    expect(await refusalOf(merge(leading, labelOf(second), other))).toBe('TICKET_ELSEWHERE');
    await next(other);
    expect(await refusalOf(merge(leading, labelOf(second)))).toBe('TICKET_STATE');
    await other.desk.staff.hold(on(second));
    expect(await refusalOf(merge(leading, labelOf(second)))).toBe('TICKET_ELSEWHERE');
    const nowhere = await platform.clerk(`clerk-${person++}`);
    expect(await refusalOf(merge(leading, labelOf(third, 'C'), nowhere))).toBe('COUNTER_CLOSED');
  });

  it('of two clerks takes a number to one of them, also while it is being called', async () => {
    for (let round = 0; round < 8; round += 1) {
      const [one, two, wanted] = await three();
      await next(clerk);
      await next(other);
      const estate = await platform.clerk(`clerk-${person++}`, `c07`);
      const label = labelOf(wanted, 'C');
      const ends = await Promise.all([
        refusalOf(merge(one, label)),
        refusalOf(merge(two, label, other)),
        refusalOf(estate.desk.staff.call({ ...key(), label })),
      ]);
      expect(ends.filter((end) => end === 'done')).toHaveLength(1);
      expect(ends.filter((end) => end === 'TICKET_STATE')).toHaveLength(2);
      const called = (await row(wanted)).state === 'called';
      for (const [of, ticket] of [
        [clerk, one],
        [other, two],
        ...(called ? [[estate, wanted] as const] : []),
      ] as const) {
        await of.desk.staff.serve(on(ticket));
        await of.desk.staff.finish(on(ticket));
      }
      await estate.desk.staff.closeCounter({ actionKey: uuidv7() });
      await estate.desk.staff.signOut();
    }
  });
});

it('the page behind a merged number says with which it goes, and stands as that one does', async () => {
  const [leading, second] = await three();
  const page = await phone(second);
  expect(await page.until(() => true)).toMatchObject({ state: 'waiting', goesWith: null });
  await next(clerk);
  await merge(leading, labelOf(second));
  const called = await page.until(({ goesWith }) => goesWith !== null);
  expect(called).toMatchObject({
    label: labelOf(second),
    goesWith: labelOf(leading),
    state: 'called',
    counterLabel: { 'zh-CN': expect.stringContaining('2号窗口') },
    calledAt: new Date(platform.clock.now()).toISOString(),
  });
  const { token } = second;
  const cancelling = new TestClerk(platform.url).desk.ticket.cancel({ token });
  expect(await refusalOf(cancelling)).toBe('TICKET_STATE');
  platform.clock.advance(1000);
  await clerk.desk.staff.recall(on(leading));
  await page.until(({ calledAt }) => calledAt === new Date(platform.clock.now()).toISOString());
  await clerk.desk.staff.serve(on(leading));
  await page.until(({ state, calledAt }) => state === 'serving' && calledAt === null);
  await clerk.desk.staff.finish(on(leading));
  expect(await page.until(({ state }) => state === 'finished')).toMatchObject({
    goesWith: labelOf(leading),
    appointment: null,
  });
  await page.close();
  platform.clock.advance(DAY_MS);
  const late = await phone(second);
  expect(await late.until(() => true)).toMatchObject({ state: 'past', goesWith: labelOf(leading) });
  await late.close();
});
