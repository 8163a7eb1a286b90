import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDays, businessDateAt, hallInstant } from '#domain/time/hall-time.ts';
import { handIn, issuedFrom, leaseOf } from '../testing/issuing.ts';
import { refusalOf } from '../testing/refusal.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import type { TestTerminal } from '../testing/test-terminal.ts';
import { giveTickets } from '../testing/waiting-tickets.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const OFFLINE = { issuedOffline: true };
let platform: TestPlatform;
let people = 0;

beforeAll(async () => {
  platform = await startTestPlatform();
}, 60_000);
afterAll(() => platform.stop());
/** Ten o'clock of a day of its own for each test. */
beforeEach(() => {
  const tomorrow = addDays(today(), 1);
  platform.clock.advance(hallInstant(tomorrow, 10 * 60) - now());
});

const now = () => platform.clock.now();
const today = () => businessDateAt(now());
const clerkAt = (counterId: string) => platform.clerk(`person-${people++}`, counterId);
/** A terminal asks every few seconds; so the platform knows that it is there, and how its clock goes. */
const asks = (terminal: TestTerminal) => terminal.client.queues({ businessDate: today() });

/** A terminal whose clock is off by as much as `off.ms` says at the time. */
async function terminalOff(off: { ms: number }): Promise<TestTerminal> {
  const terminal = platform.terminal({ now: () => now() + off.ms });
  await terminal.enrol(await platform.code());
  return terminal;
}

async function ticketRow(ticketId: string) {
  return platform.database
    .selectFrom('tickets')
    .selectAll()
    .where('ticketId', '=', ticketId)
    .executeTakeFirstOrThrow();
}

/** Numbers of the queue `general` in the order in which its tickets stand. */
async function order(): Promise<number[]> {
  const rows = await platform.database
    .selectFrom('tickets')
    .select('ticketNumber')
    .where('businessDate', '=', today())
    .where('queueId', '=', 'general')
    .where('state', '=', 'waiting')
    .orderBy('place')
    .orderBy('arrival')
    .execute();
  return rows.map(({ ticketNumber }) => ticketNumber);
}

describe('after a cut', () => {
  it('tickets stand where they were given, between those that the platform knew', async () => {
    const off = { ms: 0 };
    const cut = await terminalOff(off);
    const lease = await leaseOf(cut, 'general', today());
    await asks(cut);
    const began = now();
    platform.clock.advance(2 * MINUTE_MS);
    const [first] = await giveTickets(platform, ['ordinary']);
    platform.clock.advance(2 * MINUTE_MS);
    const [second] = await giveTickets(platform, ['ordinary']);
    platform.clock.advance(6 * MINUTE_MS);
    await cut.hello();
    const given = [1, 3, 5].map((minutes, index) =>
      issuedFrom(lease, index, began + minutes * MINUTE_MS, OFFLINE),
    );
    expect(await handIn(cut, ...given)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(await order()).toEqual([1, first?.number, 2, second?.number, 3]);
  });

  it('a clock that was wrong and set right with the network neither gains nor loses a place', async () => {
    const off = { ms: 3 * MINUTE_MS };
    const cut = await terminalOff(off);
    const lease = await leaseOf(cut, 'general', today());
    const began = now();
    platform.clock.advance(4 * MINUTE_MS);
    const [known] = await giveTickets(platform, ['ordinary']);
    platform.clock.advance(6 * MINUTE_MS);
    off.ms = 0;
    await cut.hello();
    // Given at two and at six minutes past, by a clock that was three minutes ahead.
    const given = [2, 6].map((minutes, index) =>
      issuedFrom(lease, index, began + (minutes + 3) * MINUTE_MS, OFFLINE),
    );
    await handIn(cut, ...given);
    expect(await order()).toEqual([1, known?.number, 2]);
  });

  it('a clock that was lost puts nobody before whom the platform knew, and keeps the order of the papers', async () => {
    const [known] = await giveTickets(platform, ['ordinary']);
    platform.clock.advance(MINUTE_MS);
    const cut = await terminalOff({ ms: 0 });
    const lease = await leaseOf(cut, 'general', today());
    platform.clock.advance(10 * MINUTE_MS);
    await cut.hello();
    await handIn(cut, issuedFrom(lease, 0, 5_000, OFFLINE), issuedFrom(lease, 1, 1_000, OFFLINE));
    expect(await order()).toEqual([known?.number, lease.first, lease.first + 1]);
  });

  it('over midnight yesterday’s tickets are history, and today’s wait', async () => {
    platform.clock.advance(hallInstant(today(), 23 * 60 + 50) - now());
    const cut = await platform.enrolled();
    const yesterday = today();
    const [old, fresh] = [
      await leaseOf(cut, 'general', yesterday),
      await leaseOf(cut, 'general', addDays(yesterday, 1)),
    ];
    const midnight = hallInstant(addDays(yesterday, 1), 0);
    platform.clock.advance(20 * MINUTE_MS);
    await cut.hello();
    const before = issuedFrom(old, 0, midnight - 5 * MINUTE_MS, OFFLINE);
    const after = issuedFrom(fresh, 0, midnight + 5 * MINUTE_MS, OFFLINE);
    expect(await handIn(cut, before, after)).toEqual(['accepted', 'accepted']);
    expect(await ticketRow(before.body.ticketId)).toMatchObject({ state: 'closed', issuedOffline: true });
    const row = await ticketRow(after.body.ticketId);
    expect(row).toMatchObject({ state: 'waiting', businessDate: today() });
    expect(row.place.getTime()).toBe(midnight + 5 * MINUTE_MS);
    const clerk = await clerkAt('c02');
    const next = () => clerk.desk.staff.next({ actionKey: uuidv7() });
    expect((await next()).ticket.ticketId).toBe(after.body.ticketId);
  });

  it('a ticket of a day long over arrives, is kept, and is called by nobody', async () => {
    const cut = await platform.enrolled();
    const lease = await leaseOf(cut, 'general', today());
    const ticket = issuedFrom(lease, 0, now(), OFFLINE);
    platform.clock.advance(3 * DAY_MS);
    await cut.hello();
    expect(await handIn(cut, ticket)).toEqual(['accepted']);
    expect(await ticketRow(ticket.body.ticketId)).toMatchObject({ state: 'closed', ahead: null });
    const clerk = await clerkAt('c02');
    expect(await refusalOf(clerk.desk.staff.next({ actionKey: uuidv7() }))).toBe('NOBODY_WAITING');
  });

  it('a terminal that lost its leases goes on with new ones; no number comes twice', async () => {
    const terminal = await platform.enrolled();
    const lost = await leaseOf(terminal, 'general', today());
    await handIn(terminal, issuedFrom(lost, 0, now()));
    const next = await leaseOf(terminal, 'general', today());
    expect(next.first).toBeGreaterThan(lost.last);
    expect(await handIn(terminal, issuedFrom(next, 0, now()))).toEqual(['accepted']);
    // The old copy of its disk gives a number that is known: it is refused, whoever holds the paper.
    expect(await handIn(terminal, issuedFrom(lost, 0, now()))).toEqual(['NUMBER_TAKEN']);
    expect(await order()).toEqual([lost.first, next.first]);
  });
});

describe('when the platform’s clock goes back an hour', () => {
  it('nobody who comes then goes before those who wait', async () => {
    const [before] = await giveTickets(platform, ['ordinary']);
    platform.clock.advance(-60 * MINUTE_MS);
    const [during] = await giveTickets(platform, ['ordinary']);
    platform.clock.advance(5 * MINUTE_MS);
    const [later] = await giveTickets(platform, ['ordinary']);
    platform.clock.advance(60 * MINUTE_MS);
    const [after] = await giveTickets(platform, ['ordinary']);
    const expected = [before, during, later, after].map((ticket) => ticket?.number);
    expect(await order()).toEqual(expected);
    const clerk = await clerkAt('c02');
    const { ticket } = await clerk.desk.staff.next({ actionKey: uuidv7() });
    expect(ticket.ticketId).toBe(before?.ticketId);
  });
});

describe('a ticket that comes', () => {
  it('is told how many are before it, and how long that takes where somebody calls', async () => {
    await clerkAt('c02');
    await clerkAt('c03');
    const tickets = await giveTickets(platform, ['ordinary', 'ordinary', 'elderly', 'ordinary']);
    const rows = await Promise.all(tickets.map(({ ticketId }) => ticketRow(ticketId)));
    expect(rows.map(({ ahead, countersOpen }) => [ahead, countersOpen])).toEqual([
      [0, 2],
      [1, 2],
      [0, 2],
      [3, 2],
    ]);
    for (const { foretoldFrom, foretoldMiddle, foretoldTo } of rows) {
      expect(foretoldFrom).toBeLessThanOrEqual(foretoldMiddle ?? Number.NaN);
      expect(foretoldMiddle).toBeLessThanOrEqual(foretoldTo ?? Number.NaN);
    }
    const { queues } = await asks(await platform.enrolled());
    const [general, social] = ['general', 'social'].map((id) => queues.find(({ queueId }) => queueId === id));
    expect(general?.toMinutes).toBeGreaterThan(general?.fromMinutes ?? Number.NaN);
    expect(social).toEqual({ queueId: 'social', waiting: 0 });
  });

  it('long after it was given is foretold nothing, as nobody knows the queue it joined', async () => {
    await clerkAt('c02');
    const terminal = await platform.enrolled();
    const lease = await leaseOf(terminal, 'general', today());
    const ticket = issuedFrom(lease, 0, now(), OFFLINE);
    platform.clock.advance(10 * MINUTE_MS);
    await terminal.hello();
    await handIn(terminal, ticket);
    expect(await ticketRow(ticket.body.ticketId)).toMatchObject({ ahead: null, foretoldMiddle: null });
  });

  it('and is given back at the terminal is not called; one that was called stays with the desk', async () => {
    const terminal = await platform.enrolled();
    const lease = await leaseOf(terminal, 'general', today());
    const [one, two] = [issuedFrom(lease, 0, now()), issuedFrom(lease, 1, now())];
    await handIn(terminal, one, two);
    const cancel = ({ aggregate, body }: typeof one) => ({
      key: uuidv7(),
      aggregate,
      sequence: 2,
      body: {
        kind: 'ticket.cancelled' as const,
        ticketId: body.ticketId,
        cancelledAt: new Date(now()).toISOString(),
      },
    });
    expect(await handIn(terminal, cancel(one))).toEqual(['accepted']);
    const clerk = await clerkAt('c02');
    const { ticket } = await clerk.desk.staff.next({ actionKey: uuidv7() });
    expect(ticket.ticketId).toBe(two.body.ticketId);
    expect(await handIn(terminal, cancel(two))).toEqual(['accepted']);
    expect(await ticketRow(one.body.ticketId)).toMatchObject({ state: 'cancelled' });
    expect(await ticketRow(two.body.ticketId)).toMatchObject({ state: 'called' });
    const stranger = await platform.enrolled();
    const foreign = { ...cancel(one), aggregate: 'ticket:foreign', sequence: 1 };
    expect(await handIn(stranger, foreign)).toEqual(['TICKET_UNKNOWN']);
  });
});
