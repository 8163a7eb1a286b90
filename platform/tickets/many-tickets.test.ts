import { type CompiledQuery, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { intakeLookQuery } from '../commands/intake-look.ts';
import { handIn, issuedFrom, leaseOf } from '../testing/issuing.ts';
import { TestClerk } from '../testing/test-clerk.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import { Watched } from '../testing/watched.ts';
import { waitingCountsQuery } from './tickets-store.ts';

const TICKETS = 10_000;
const WAITING = 300;
let platform: TestPlatform;
let businessDate: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  businessDate = businessDateAt(platform.clock.now());
  const terminal = await platform.enrolled();
  const lease = await leaseOf(terminal, 'general', businessDate, 1);
  await handIn(terminal, issuedFrom(lease, 0, platform.clock.now()));
  // The rest of a long day at once: most have gone home, some hundreds wait.
  await sql`
    insert into tickets (
      hall_id, ticket_id, terminal_id, queue_id, first_queue_id, service_id, business_date, ticket_number, lease_id,
      identified, issued_at, taken_at, place, state, ended_at, calls
    )
    select hall_id, ticket_id || n, terminal_id, queue, queue, service_id, business_date, 10 + n, lease_id,
      identified, issued_at, taken_at + n * interval '1 second', place + n * interval '1 second',
      case when n > ${TICKETS - WAITING} then 'waiting' else 'finished' end,
      case when n > ${TICKETS - WAITING} then null else taken_at + n * interval '1 second' end, 1
    from tickets,
      generate_series(1, ${TICKETS - 1}) as n,
      lateral (select (array['general', 'social', 'estate', 'fund'])[1 + n % 4] as queue) as queues
  `.execute(platform.database);
  await sql`vacuum analyze tickets`.execute(platform.database);
}, 120_000);
afterAll(() => platform.stop());

type Node = { 'Node Type': string; 'Relation Name'?: string; 'Index Name'?: string; Plans?: Node[] };

/** How PostgreSQL would read the tickets for a query. */
async function readsOfTickets(query: CompiledQuery): Promise<(string | undefined)[][]> {
  const explained = { ...query, sql: `explain (format json) ${query.sql}` };
  const { rows } = await platform.database.executeQuery<Record<string, [{ Plan: Node }]>>(explained);
  const found: (string | undefined)[][] = [];
  const visit = (node: Node): void => {
    if (node['Relation Name'] === 'tickets') found.push([node['Node Type'], node['Index Name']]);
    for (const each of node.Plans ?? []) visit(each);
  };
  for (const row of rows) for (const [{ Plan }] of Object.values(row)) visit(Plan);
  return found;
}

describe('with ten thousand tickets in one day', () => {
  it('counting who waits reads an index alone', async () => {
    const query = waitingCountsQuery(platform.database, platform.hallId, businessDate).compile();
    expect(await readsOfTickets(query)).toEqual([['Index Only Scan', 'tickets_waiting']]);
  });

  it('taking one more in reads indexes alone', async () => {
    const claimed = ['general', 'fund'].map((queueId) => ({
      queueId,
      businessDate,
      number: 1,
      joins: queueId,
    }));
    const query = intakeLookQuery(platform.hallId, [], claimed, businessDate, platform.clock.now());
    const reads = await readsOfTickets(query);
    expect(reads).toHaveLength(3);
    expect(new Set(reads.map((read) => read.join(': ')))).toEqual(
      new Set(['Index Only Scan: tickets_taken', 'Index Only Scan: tickets_waiting']),
    );
  });

  it('all are counted, on the board and for terminals', async () => {
    const board = new Watched(
      await new TestClerk(platform.url).desk.board.watch({ hallId: platform.hallId }),
    );
    const view = await board.until(() => true);
    await board.close();
    const terminal = await platform.enrolled();
    const { queues } = await terminal.client.queues({ businessDate });
    const waiting = queues.map((queue) => queue.waiting);
    expect(view.queues.map((queue) => queue.waiting)).toEqual(waiting);
    // The last of those made here, and the one that came by itself.
    expect(waiting.reduce((sum, each) => sum + each, 0)).toBe(WAITING);
  });
});
