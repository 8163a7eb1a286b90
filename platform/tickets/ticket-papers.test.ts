import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHall } from '../halls/new-hall.ts';
import { closePastDays } from '../halls/past-days.ts';
import { addEnrolCode } from '../terminals/enrolment.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import type { TestTerminal } from '../testing/test-terminal.ts';
import { giveTicketWithCode, type TicketWithCode } from '../testing/ticket-with-code.ts';
import { giveTickets } from '../testing/waiting-tickets.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const CARD = '11010519491231002X';
const OTHER_CARD = '110105194912310038';
let platform: TestPlatform;
let giver: TestTerminal;
let other: TestTerminal;
let people = 0;

beforeAll(async () => {
  platform = await startTestPlatform();
}, 60_000);
afterAll(() => platform.stop());
beforeEach(async () => {
  platform.clock.advance(DAY_MS);
  giver = await platform.enrolled();
  other = await platform.enrolled();
});

const codeOf = ({ token }: TicketWithCode) => `MSB1:${token}`;
const find = async (shown: Parameters<TestTerminal['client']['tickets']['find']>[0], at = other) =>
  (await at.client.tickets.find(shown)).tickets;
const hold = (ticket: TicketWithCode, idNumber = CARD, code = codeOf(ticket)) =>
  giver.client.tickets.keepHolder({ ticketId: ticket.ticketId, idNumber, code });
const press = (ticket: TicketWithCode) => ({ actionKey: uuidv7(), ticketId: ticket.ticketId });

describe('the paper of a ticket', () => {
  it('is told to any terminal of the hall that is shown the code or the card, and nothing else of it', async () => {
    await giveTickets(platform, ['ordinary']);
    const ticket = await giveTicketWithCode(platform);
    await hold(ticket);
    const paper = {
      ticketId: ticket.ticketId,
      label: 'A002',
      businessDate: new Date(platform.clock.now()).toISOString().slice(0, 10),
      issuedAt: new Date(platform.clock.now()).toISOString(),
      queueId: 'general',
      serviceId: 'marriage',
      serviceName: expect.objectContaining({ 'zh-CN': '婚姻登记预约' }),
      counters: expect.arrayContaining([expect.objectContaining({ 'zh-CN': '2号窗口 综合受理' })]),
      priorityClass: 'ordinary',
      state: 'waiting',
      ahead: 1,
      code: codeOf(ticket),
    };
    for (const code of [
      codeOf(ticket),
      `A002 2026-11-22 ${codeOf(ticket)}`,
      `https://hall/t/${ticket.token}`,
    ]) {
      expect(await find({ code })).toEqual([paper]);
    }
    expect(await find({ idNumber: CARD })).toEqual([paper]);
    expect(await find({ idNumber: OTHER_CARD })).toEqual([]);
    expect(await find({ code: `MSB1:${randomBytes(16).toString('base64url')}` })).toEqual([]);
    // Nothing was made of it: it is the one ticket that it was.
    const rows = await platform.database
      .selectFrom('tickets')
      .select('ticketId')
      .where('ticketId', '=', ticket.ticketId)
      .execute();
    expect(rows).toHaveLength(1);
  });

  it('is no use once the ticket has ended, and on another day', async () => {
    const ticket = await giveTicketWithCode(platform);
    await hold(ticket);
    const clerk = await platform.clerk(`person-${people++}`, 'c02');
    await clerk.desk.staff.next({ actionKey: uuidv7() });
    expect(await find({ idNumber: CARD })).toMatchObject([{ ahead: 0, state: 'called' }]);
    await clerk.desk.staff.serve(press(ticket));
    await clerk.desk.staff.finish(press(ticket));
    expect(await find({ idNumber: CARD })).toEqual([]);
    expect(await find({ code: codeOf(ticket) })).toEqual([]);
    const next = await giveTicketWithCode(platform);
    await hold(next);
    platform.clock.advance(DAY_MS);
    const tomorrow = await platform.enrolled();
    expect(await find({ idNumber: CARD }, tomorrow)).toEqual([]);
    expect(await find({ code: codeOf(next) }, tomorrow)).toEqual([]);
    await closePastDays(platform.database, platform.clock, true, async () => platform.clock.now());
    expect(await platform.database.selectFrom('ticketHolders').selectAll().execute()).toEqual([]);
  });

  it('belongs to the card that was named with its code, also when that comes before the ticket', async () => {
    const ticket = await giveTicketWithCode(platform);
    await hold(ticket, OTHER_CARD, `MSB1:${randomBytes(16).toString('base64url')}`);
    expect(await find({ idNumber: OTHER_CARD })).toEqual([]);
    const [held] = await platform.database.selectFrom('ticketHolders').selectAll().execute();
    expect(JSON.stringify(held)).not.toContain(OTHER_CARD);
    const early = { ticketId: uuidv7(), number: 0, token: randomBytes(16).toString('base64url') };
    await hold(early);
    expect(await find({ idNumber: CARD })).toEqual([]);
  });

  it('is told to no other hall', async () => {
    const ticket = await giveTicketWithCode(platform);
    await hold(ticket);
    const name = { 'zh-CN': '邻近大厅' };
    (
      await createHall(platform.database, platform.clock, { hallId: 'next-door', name, login: 'next' })
    )._unsafeUnwrap();
    const expiresAt = new Date(platform.clock.now() + 60_000);
    const code = { code: 'next-door-code', hallId: 'next-door', terminalLabel: '一号机', expiresAt };
    await addEnrolCode(platform.database, code);
    const stranger = platform.terminal();
    await stranger.enrol('next-door-code');
    expect(await find({ code: codeOf(ticket) }, stranger)).toEqual([]);
    expect(await find({ idNumber: CARD }, stranger)).toEqual([]);
  });

  it('is looked for by no card where too many cards were in vain, which is said with for how long', async () => {
    const ticket = await giveTicketWithCode(platform);
    await hold(ticket);
    for (let card = 0; card < 30; card += 1) {
      expect(await other.client.tickets.find({ idNumber: `1101051949123${1000 + card}` })).toEqual({
        tickets: [],
      });
      if (card === 0) platform.clock.advance(60_000);
    }
    const locked = { tickets: [], askAgainInMs: 4 * 60_000 };
    expect(await other.client.tickets.find({ idNumber: CARD })).toEqual(locked);
    expect(await find({ idNumber: CARD }, giver)).toHaveLength(1);
    // A paper needs no guess.
    expect(await find({ code: codeOf(ticket) })).toHaveLength(1);
    platform.clock.advance(4 * 60_000);
    expect(await find({ idNumber: CARD })).toHaveLength(1);
  });

  it('is looked for however often one card, or papers of yesterday, were in vain', async () => {
    const ticket = await giveTicketWithCode(platform);
    await hold(ticket);
    for (let times = 0; times < 31; times += 1) {
      await find({ idNumber: OTHER_CARD });
      await find({ code: `MSB1:${randomBytes(16).toString('base64url')}` });
    }
    expect(await find({ idNumber: CARD })).toHaveLength(1);
  });
});
