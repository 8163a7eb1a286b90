import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import { giveTickets } from '../testing/waiting-tickets.ts';
import { callsOfDayQuery, selectCallsOfDay } from './hall-state-store.ts';

const OLD_CALLS = 20_000;
const DAY_MS = 24 * 60 * 60 * 1000;
let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
}, 60_000);
afterAll(() => platform.stop());

type Node = { 'Relation Name'?: string; 'Index Name'?: string; 'Index Cond'?: string; Plans?: Node[] };

it('reads the calls of today and none of the years before', async () => {
  const { database, hallId } = platform;
  const [old] = await giveTickets(platform, ['ordinary']);
  const clerk = await platform.clerk('caller', 'c02');
  const { ticket } = await clerk.desk.staff.next({ actionKey: uuidv7() });
  expect(ticket.ticketId).toBe(old?.ticketId);
  await sql`
    insert into ticket_events (hall_id, ticket_id, kind, at, counter_id)
    select hall_id, ticket_id, 'call', at - n * interval '1 minute', counter_id
    from ticket_events, generate_series(1, ${OLD_CALLS}) as n
  `.execute(database);
  platform.clock.advance(DAY_MS);
  await sql`vacuum analyze ticket_events`.execute(database);
  const day = { hallId, businessDate: businessDateAt(platform.clock.now()) };
  expect(await selectCallsOfDay(database, day)).toEqual([]);

  const query = callsOfDayQuery(database, day).compile();
  const explained = { ...query, sql: `explain (format json) ${query.sql}` };
  const { rows } = await database.executeQuery<Record<string, [{ Plan: Node }]>>(explained);
  const reads: Node[] = [];
  const visit = (node: Node): void => {
    if (node['Relation Name'] === 'ticket_events') reads.push(node);
    for (const each of node.Plans ?? []) visit(each);
  };
  for (const row of rows) for (const [{ Plan }] of Object.values(row)) visit(Plan);
  expect(reads).toMatchObject([{ 'Index Name': 'ticket_events_calls' }]);
  // Not only in its order: where the day began is where the reading ends.
  expect(reads[0]?.['Index Cond']).toContain('at >=');
});
