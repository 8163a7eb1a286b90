import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PriorityClass } from '#domain/queue/priority.ts';
import type { TestClerk } from '../testing/test-clerk.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import { giveTickets } from '../testing/waiting-tickets.ts';

const CLERKS = 50;
const TICKETS = 150;
const PATIENCE_MS = 120_000;

let platform: TestPlatform;
let another: Awaited<ReturnType<TestPlatform['another']>>;
beforeAll(async () => {
  platform = await startTestPlatform();
  another = await platform.another();
}, PATIENCE_MS);
afterAll(async () => {
  await another.stop();
  await platform.stop();
});

it(
  'fifty clerks at two platforms call each ticket once, nobody long out of his turn',
  async () => {
    await openFiftyCounters();
    const classes = Array.from(
      { length: TICKETS },
      (_, index): PriorityClass => (index % 5 === 3 ? 'elderly' : 'ordinary'),
    );
    const given = await giveTickets(platform, classes);
    const clerks: TestClerk[] = [];
    for (let index = 0; index < CLERKS; index += 1) {
      const clerk = await platform.clerk(`clerk-${index}`, `w${index}`);
      clerks.push(index % 2 === 0 ? clerk : clerk.at(another.url));
    }
    const calls: string[] = [];
    await Promise.all(clerks.map((clerk) => workUntilNobodyWaits(clerk, calls)));

    expect(calls).toHaveLength(TICKETS);
    expect(new Set(calls)).toEqual(new Set(given.map(({ ticketId }) => ticketId)));
    // The order in which they were called, as the database kept it: everybody in the order of his kind.
    const events = await platform.database
      .selectFrom('ticketEvents')
      .select('ticketId')
      .where('kind', '=', 'call')
      .orderBy('eventNumber')
      .execute();
    const order = events.map(({ ticketId }) => given.findIndex((ticket) => ticket.ticketId === ticketId));
    const isElderly = (index: number): boolean => classes[index] === 'elderly';
    expect(order.filter(isElderly)).toEqual(ascending(order.filter(isElderly)));
    expect(order.filter((index) => !isElderly(index))).toEqual(
      ascending(order.filter((index) => !isElderly(index))),
    );
    // Two with priority, one ordinary, as long as there are both: the rule holds over all counters together.
    const firstCalls = order.slice(0, 30).map(isElderly);
    for (let index = 0; index + 3 <= firstCalls.length; index += 1) {
      expect(firstCalls.slice(index, index + 3).filter(Boolean).length).toBeLessThanOrEqual(2);
    }
    expect(firstCalls.filter(Boolean)).toHaveLength(20);
  },
  PATIENCE_MS,
);

/** Calls, serves and finishes; every press is sent twice, as an impatient hand does. */
async function workUntilNobodyWaits(clerk: TestClerk, calls: string[]): Promise<void> {
  const { staff } = clerk.desk;
  const twice = async <T>(press: () => Promise<T>): Promise<T> => (await Promise.all([press(), press()]))[0];
  for (;;) {
    const actionKey = uuidv7();
    const called = await twice(async () => staff.next({ actionKey })).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'NOBODY_WAITING') return undefined;
      throw error;
    });
    if (!called) return;
    const { ticketId } = called.ticket;
    calls.push(ticketId);
    const serve = { actionKey: uuidv7(), ticketId };
    const finish = { actionKey: uuidv7(), ticketId };
    await twice(async () => staff.serve(serve));
    expect((await twice(async () => staff.finish(finish))).ticket.state).toBe('finished');
  }
}

async function openFiftyCounters(): Promise<void> {
  const { document } = await platform.database
    .selectFrom('halls')
    .select('document')
    .where('hallId', '=', platform.hallId)
    .executeTakeFirstOrThrow();
  const counters = Array.from({ length: CLERKS }, (_, index) => ({
    counterId: `w${index}`,
    kind: 'general' as const,
    queueIds: ['general'],
    label: { 'zh-CN': `${index}号窗口` },
  }));
  const hall = { ...document, version: document.version + 1, counters: [...document.counters, ...counters] };
  await platform.database
    .updateTable('halls')
    .set({ document: JSON.stringify(hall), version: hall.version })
    .where('hallId', '=', platform.hallId)
    .execute();
}

function ascending(numbers: readonly number[]): number[] {
  return numbers.toSorted((one, other) => one - other);
}
