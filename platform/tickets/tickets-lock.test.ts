import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Command } from '#contract/platform/commands.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { handIn, issuedFrom, leaseOf } from '../testing/issuing.ts';
import type { TestClerk } from '../testing/test-clerk.ts';
import { waitsForLock } from '../testing/test-database.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import type { TestTerminal } from '../testing/test-terminal.ts';
import type { Issued } from '../testing/waiting-tickets.ts';

const ROUNDS = 12;
const TICKETS = 3;
/** Behind those of the rounds. */
const MERGED = 3;
const PATIENCE = { timeout: 60_000 };

type Given = Command & { readonly body: Issued };

let platform: TestPlatform;
let another: Awaited<ReturnType<TestPlatform['another']>>;
let clerks: TestClerk[];
let terminal: TestTerminal;
let given: readonly Given[];

beforeAll(async () => {
  platform = await startTestPlatform();
  // Who waits for each other is left waiting until he is seen.
  await sql`
    do $$ begin execute format('alter database %I set deadlock_timeout = ''1h''', current_database()); end $$
  `.execute(platform.database);
  another = await platform.another();
  const at = ['c02', 'c03', 'c04'];
  clerks = await Promise.all(at.map((counterId) => platform.clerk(`at-${counterId}`, counterId)));
  clerks = clerks.map((clerk) => clerk.at(another.url));
  const first = await platform.enrolled();
  terminal = first.moved(another.url);
  const today = businessDateAt(platform.clock.now());
  const lease = await leaseOf(terminal, 'general', today, ROUNDS * TICKETS + MERGED);
  given = Array.from({ length: ROUNDS * TICKETS + MERGED }, (_, index) =>
    issuedFrom(lease, index, platform.clock.now()),
  );
  await handIn(terminal, ...given);
}, 60_000);
afterAll(async () => {
  await another.stop();
  await platform.stop();
});

const printedOf = ({ aggregate, body: { ticketId } }: Given): Command => {
  const endedAt = new Date(platform.clock.now()).toISOString();
  return {
    key: uuidv7(),
    aggregate,
    sequence: 2,
    body: { kind: 'ticket.printed', ticketId, outcome: 'confirmed', endedAt },
  };
};
const press = (ticketId: string) => ({ actionKey: uuidv7(), ticketId });
const waitingForLocks = async () => (await waitsForLock(platform.database)).length;

const waitForEachOther = async () => {
  const { rows } = await sql`
    select one.pid from pg_stat_activity as one join pg_stat_activity as other
      on other.pid = any(pg_blocking_pids(one.pid)) and one.pid = any(pg_blocking_pids(other.pid))
    where one.datname = current_database()
  `.execute(platform.database);
  return rows.length > 0;
};

/** What comes of it, unless two wait for each other meanwhile: that would be healed by and by, and nobody would know. */
async function withoutDeadlock<T>(work: Promise<T>): Promise<T> {
  let isOver = false;
  const over = work.finally(() => {
    isOver = true;
  });
  over.catch(() => undefined);
  await expect.poll(async () => (await waitForEachOther()) || isOver, PATIENCE).toBe(true);
  expect(await waitForEachOther()).toBe(false);
  return over;
}

it('whoever prints and whoever calls the same tickets never wait for each other', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const [first, second, third] = given.slice(round * TICKETS, (round + 1) * TICKETS);
    if (!first || !second || !third) throw new Error('too few tickets');
    const printed = [third, second].map(printedOf);
    // Holds up who comes first, so that the other comes in between.
    const held = round % 2 === 0 ? second : third;
    const blocking = await platform.database.startTransaction().execute();
    await sql`select 1 from tickets where ticket_id = ${held.body.ticketId} for update`.execute(blocking);
    // The first is called alone, those who ask meanwhile in one transaction behind it.
    const calls = clerks.map((clerk) => clerk.desk.staff.next({ actionKey: uuidv7() }));
    await expect.poll(waitingForLocks, PATIENCE).toBe(1);
    const outcomes = handIn(terminal, ...printed);
    await expect.poll(waitingForLocks, PATIENCE).toBe(2);
    await blocking.commit().execute();
    const [printing, ...called] = await withoutDeadlock(Promise.all([outcomes, ...calls]));
    expect(printing).toEqual(['accepted', 'accepted']);
    expect(called.map(({ ticket }) => ticket.ticketId).toSorted()).toEqual(
      [first, second, third].map(({ body }) => body.ticketId).toSorted(),
    );
    for (const [index, { ticket }] of called.entries()) {
      await clerks[index]?.desk.staff.serve(press(ticket.ticketId));
      await clerks[index]?.desk.staff.finish(press(ticket.ticketId));
    }
  }
}, 240_000);

it('whoever prints and whoever merges what others were merged into never wait for each other', async () => {
  const [first, second, third] = given.slice(-MERGED);
  const [clerk] = clerks;
  if (!first || !second || !third || !clerk) throw new Error('too few tickets');
  const { staff } = clerk.desk;
  const on = ({ body }: Given) => press(body.ticketId);
  const labelOf = ({ body }: Given) => `A${body.number}`;
  await staff.call({ actionKey: uuidv7(), label: labelOf(second) });
  await staff.merge({ ...on(second), label: labelOf(first) });
  await staff.hold(on(second));
  await staff.call({ actionKey: uuidv7(), label: labelOf(third) });
  // Holds up the merging when it has all but the last, so that the printing comes in between.
  const blocking = await platform.database.startTransaction().execute();
  await sql`select 1 from tickets where ticket_id = ${third.body.ticketId} for update`.execute(blocking);
  const merging = staff.merge({ ...on(third), label: labelOf(second) });
  await expect.poll(waitingForLocks, PATIENCE).toBe(1);
  const printing = handIn(terminal, printedOf(first), printedOf(second));
  await expect.poll(waitingForLocks, PATIENCE).toBe(2);
  await blocking.commit().execute();
  const [printed, { ticket }] = await withoutDeadlock(Promise.all([printing, merging]));
  expect(printed).toEqual(['accepted', 'accepted']);
  expect(ticket).toMatchObject({ ticketId: second.body.ticketId, state: 'merged' });
});
