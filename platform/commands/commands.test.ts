import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Command, CommandBody } from '#contract/platform/commands.ts';
import type { Lease } from '#contract/platform/contract.ts';
import { addDays, businessDateAt } from '#domain/time/hall-time.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import type { TestTerminal } from '../testing/test-terminal.ts';

let platform: TestPlatform;
let terminal: TestTerminal;
let lease: Lease;

beforeAll(async () => {
  platform = await startTestPlatform();
}, 60_000);
afterAll(() => platform.stop());
/** A terminal and a day of their own for each test, so that none sees another's tickets. */
beforeEach(async () => {
  platform.clock.advance(24 * 60 * 60 * 1000);
  terminal = await platform.enrolled();
  lease = await leaseOf(terminal, businessDateAt(platform.clock.now()));
});

async function leaseOf(holder: TestTerminal, businessDate: string): Promise<Lease> {
  const needs = [{ queueId: 'general', businessDate, size: 50 }];
  const { leases } = await holder.client.leases({ requestKey: uuidv7(), needs });
  if (!leases[0]) throw new Error('no lease');
  return leases[0];
}

type IssuedBody = Extract<CommandBody, { kind: 'ticket.issued' }>;
type Issued = Omit<Command, 'body'> & { readonly body: IssuedBody };

function issued(number: number, changes: Partial<IssuedBody> = {}): Issued {
  const ticketId = uuidv7();
  const body = {
    kind: 'ticket.issued' as const,
    ticketId,
    queueId: lease.queueId,
    serviceId: 'marriage',
    businessDate: lease.businessDate,
    number,
    leaseId: lease.leaseId,
    issuedAt: '2026-11-21T02:00:00.000Z',
    identified: true,
    ...changes,
  };
  return { key: uuidv7(), aggregate: `ticket:${body.ticketId}`, sequence: 1, body };
}

function printed(of: Issued, outcome: 'confirmed' | 'failed' | 'unknown', sequence = 2): Command {
  const body = {
    kind: 'ticket.printed' as const,
    ticketId: of.body.ticketId,
    outcome,
    endedAt: '2026-11-21T02:00:03.000Z',
  };
  return { key: uuidv7(), aggregate: of.aggregate, sequence, body };
}

const send = async (...commands: Command[]) => (await terminal.client.commands({ commands })).results;
const outcomes = async (...commands: Command[]) => (await send(...commands)).map((result) => result.outcome);
const reasons = async (...commands: Command[]) =>
  (await send(...commands)).map((result) => (result.outcome === 'refused' ? result.reason : result.outcome));

async function waiting(): Promise<number | undefined> {
  const { queues } = await terminal.client.queues({ businessDate: lease.businessDate });
  return queues.find((queue) => queue.queueId === lease.queueId)?.waiting;
}

describe('commands', () => {
  it('put a ticket into its queue and follow its paper', async () => {
    const ticket = issued(lease.first);
    const results = await send(ticket, printed(ticket, 'confirmed'));
    expect(results).toMatchObject([{ key: ticket.key, outcome: 'accepted' }, { outcome: 'accepted' }]);
    expect(await waiting()).toBe(1);
    const row = await platform.database
      .selectFrom('tickets')
      .selectAll()
      .where('ticketId', '=', ticket.body.ticketId)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      terminalId: terminal.terminalId,
      ticketNumber: lease.first,
      leaseId: lease.leaseId,
      printOutcome: 'confirmed',
      businessDate: lease.businessDate,
    });
  });

  it('take effect once, however often and in whatever company they come', async () => {
    const [one, two] = [issued(lease.first), issued(lease.first + 1)];
    expect(await outcomes(one)).toEqual(['accepted']);
    expect(await outcomes(one, two, one, two)).toEqual(['duplicate', 'accepted', 'duplicate', 'duplicate']);
    expect(await waiting()).toBe(2);
  });

  it('take effect once when the same batch comes many times at once', async () => {
    const batch = Array.from({ length: 20 }, (_, index) => issued(lease.first + index));
    const answers = await Promise.all(Array.from({ length: 6 }, () => outcomes(...batch)));
    for (let index = 0; index < batch.length; index += 1) {
      const ofOne = answers.map((answer) => answer[index]).sort();
      expect(ofOne).toEqual(['accepted', ...Array.from({ length: 5 }, () => 'duplicate')]);
    }
    expect(await waiting()).toBe(20);
  });

  it('of one aggregate are taken in order, and a refused one may come again', async () => {
    const ticket = issued(lease.first);
    const paper = printed(ticket, 'unknown');
    const later = printed(ticket, 'confirmed', 3);
    expect(await reasons(paper)).toEqual(['OUT_OF_ORDER']);
    expect(await reasons(ticket, later, paper)).toEqual(['accepted', 'OUT_OF_ORDER', 'accepted']);
    expect(await reasons(later)).toEqual(['accepted']);
  });

  it('of a ticket that is told again under another key are refused as out of order and change nothing', async () => {
    const ticket = issued(lease.first);
    const again = { ...ticket, key: uuidv7() };
    expect(await reasons(ticket, again)).toEqual(['accepted', 'OUT_OF_ORDER']);
    expect(await reasons(printed(ticket, 'confirmed'), again)).toEqual(['accepted', 'OUT_OF_ORDER']);
    expect(await waiting()).toBe(1);
  });

  it('a refused one blocks its own aggregate only', async () => {
    const [bad, good] = [issued(lease.last + 1), issued(lease.first)];
    expect(await reasons(bad, printed(bad, 'confirmed'), good)).toEqual([
      'NUMBER_NOT_LEASED',
      'OUT_OF_ORDER',
      'accepted',
    ]);
  });

  it('refuse a number outside the leases, of another terminal, day or queue', async () => {
    const other = await platform.enrolled();
    const foreign = await leaseOf(other, lease.businessDate);
    expect(
      await reasons(
        issued(lease.last + 1000),
        issued(foreign.first),
        issued(foreign.first, { leaseId: uuidv7() }),
        issued(foreign.first, { leaseId: 'no lease' }),
        issued(lease.first, { businessDate: addDays(lease.businessDate, 30) }),
        issued(lease.first, { queueId: 'estate' }),
        issued(lease.first, { queueId: 'nowhere' }),
      ),
    ).toEqual([...Array.from({ length: 6 }, () => 'NUMBER_NOT_LEASED'), 'QUEUE_UNKNOWN']);
    expect(await waiting()).toBe(0);
  });

  it('refuse a number that another ticket has', async () => {
    expect(await reasons(issued(lease.first), issued(lease.first))).toEqual(['accepted', 'NUMBER_TAKEN']);
    expect(await waiting()).toBe(1);
  });

  it('give a number to one ticket only when several claim it at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => reasons(issued(lease.first))));
    expect(answers.flat().sort()).toEqual([...Array.from({ length: 7 }, () => 'NUMBER_TAKEN'), 'accepted']);
  });

  it("refuse the paper of another terminal's ticket", async () => {
    const ticket = issued(lease.first);
    await send(ticket);
    terminal = await platform.enrolled();
    expect(await reasons(printed(ticket, 'confirmed', 1))).toEqual(['TICKET_UNKNOWN']);
  });

  it('are told apart by terminal: a key that another terminal used is no duplicate', async () => {
    const ticket = issued(lease.first);
    await send(ticket);
    terminal = await platform.enrolled();
    const stranger = issued(lease.first, { leaseId: 'no lease' });
    expect(await reasons({ ...stranger, key: ticket.key })).toEqual(['NUMBER_NOT_LEASED']);
  });

  it('refuse what is no command', async () => {
    for (const commands of [[], [{ ...issued(lease.first), key: 'no key' }], [{ ...issued(0) }]]) {
      await expect(terminal.client.commands({ commands })).rejects.toMatchObject({ status: 400 });
    }
  });
});

describe('records that waited while the terminal was enrolled anew', () => {
  it('are taken under the new identity when they name their lease', async () => {
    const [waitingOne, tooFar] = [issued(lease.first), issued(lease.last + 1)];
    terminal = await platform.enrolled();
    expect(await reasons(waitingOne, printed(waitingOne, 'confirmed'), tooFar)).toEqual([
      'accepted',
      'accepted',
      'NUMBER_NOT_LEASED',
    ]);
    expect(await waiting()).toBe(1);
  });

  it('tell of a ticket that came under the old one', async () => {
    const ticket = issued(lease.first);
    const paper = printed(ticket, 'confirmed');
    await send(ticket);
    terminal = await platform.enrolled();
    expect(await reasons(paper)).toEqual(['OUT_OF_ORDER']);
    expect(await reasons(ticket, paper)).toEqual(['accepted', 'accepted']);
    expect(await waiting()).toBe(1);
  });

  it('do not give the number of a ticket to another one', async () => {
    await send(issued(lease.first));
    terminal = await platform.enrolled();
    expect(await reasons(issued(lease.first))).toEqual(['NUMBER_TAKEN']);
  });
});

describe('queues', () => {
  it('list every queue of the hall, empty ones too', async () => {
    const { queues } = await terminal.client.queues({ businessDate: addDays(lease.businessDate, 90) });
    expect(queues).toHaveLength(8);
    expect(queues.every((queue) => queue.waiting === 0)).toBe(true);
  });
});
