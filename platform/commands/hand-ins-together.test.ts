import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Command } from '#contract/platform/commands.ts';
import type { Lease } from '#contract/platform/contract.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { issuedFrom, leaseOf } from '../testing/issuing.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import { takeCommands } from './commands.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
}, 60_000);
afterAll(() => platform.stop());

type Holder = { readonly terminalId: string; readonly lease: Lease };

/** Terminals with numbers of today, the last of them first where locks are asked for in the order of their names. */
async function holders(count: number): Promise<Holder[]> {
  const businessDate = businessDateAt(platform.clock.now());
  const all: Holder[] = [];
  for (let index = 0; index < count; index += 1) {
    const terminal = await platform.enrolled();
    all.push({ terminalId: terminal.terminalId, lease: await leaseOf(terminal, 'general', businessDate) });
  }
  return all.sort((one, other) => (one.terminalId < other.terminalId ? 1 : -1));
}

const issued = ({ lease }: Holder, index: number, changes = {}) =>
  issuedFrom(lease, index, platform.clock.now(), changes);

async function handIn({ terminalId }: Holder, ...commands: Command[]): Promise<string[]> {
  const { database, clock, hallId } = platform;
  const results = await takeCommands(database, clock, { terminalId, hallId }, commands);
  return results.map((result) => (result.outcome === 'refused' ? result.reason : result.outcome));
}

/** The tickets in the order in which they stand, with the transaction that wrote them. */
async function written(ticketIds: readonly string[]) {
  return platform.database
    .selectFrom('tickets')
    .select(['ticketId', 'terminalId', 'ahead', sql<string>`xmin::text`.as('writtenBy')])
    .where('ticketId', 'in', ticketIds)
    .orderBy('place')
    .orderBy('arrival')
    .execute();
}

it('what several terminals hand in at the same time is taken with one transaction, in the order in which it came', async () => {
  const terminals = await holders(6);
  const tickets = terminals.map((terminal) => issued(terminal, 0));
  const answers = await Promise.all(
    terminals.map((terminal, index) => handIn(terminal, ...tickets.slice(index, index + 1))),
  );
  expect(answers).toEqual(terminals.map(() => ['accepted']));
  const ticketIds = tickets.map(({ body }) => body.ticketId);
  const rows = await written(ticketIds);
  expect(rows.map(({ ticketId }) => ticketId)).toEqual(ticketIds);
  expect(rows.map(({ terminalId }) => terminalId)).toEqual(terminals.map(({ terminalId }) => terminalId));
  // The first did not wait for anybody; each knows of all before it.
  expect(new Set(rows.map(({ writtenBy }) => writtenBy)).size).toBe(2);
  const first = rows[0]?.ahead ?? Number.NaN;
  expect(rows.map(({ ahead }) => ahead)).toEqual(rows.map((_, index) => first + index));
});

it('each is judged by itself, also where two claim one number and one comes twice', async () => {
  const [one, two, three, four] = await holders(4);
  if (!one || !two || !three || !four) throw new Error('four were asked for');
  const [begin, ticket, same] = [issued(one, 0), issued(two, 0), issued(two, 1)];
  const paper: Command = {
    key: uuidv7(),
    aggregate: same.aggregate,
    sequence: 2,
    body: {
      kind: 'ticket.printed',
      ticketId: same.body.ticketId,
      outcome: 'confirmed',
      endedAt: new Date(platform.clock.now()).toISOString(),
    },
  };
  const claims = issued(two, 0);
  const answers = await Promise.all([
    handIn(one, begin),
    handIn(two, ticket),
    handIn(two, ticket, same, paper),
    handIn(three, claims),
    handIn(four, issued(three, 1, { leaseId: 'no lease' })),
    handIn(three, issued(three, 2)),
  ]);
  expect(answers).toEqual([
    ['accepted'],
    ['accepted'],
    ['duplicate', 'accepted', 'accepted'],
    ['NUMBER_TAKEN'],
    ['NUMBER_NOT_LEASED'],
    ['accepted'],
  ]);
  expect(await written([begin, ticket, same, claims].map(({ body }) => body.ticketId))).toHaveLength(3);
});

it('what one of them breaks is not the others’ fault', async () => {
  const terminals = await holders(4);
  const answers = await Promise.allSettled(
    // No text of PostgreSQL can hold this.
    terminals.map((terminal, index) =>
      handIn(terminal, issued(terminal, 0, index === 2 ? { ticketId: '\0' } : {})),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  const [, next] = terminals;
  expect(next && (await handIn(next, issued(next, 1)))).toEqual(['accepted']);
});
