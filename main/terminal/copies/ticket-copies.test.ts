import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TicketOnPaper } from '#contract/platform/tickets.ts';
import { testHall } from '../testing/demo-hall.ts';
import { createScriptedPrinter, printed, type ScriptedPrinter } from '../testing/scripted-printer.ts';
import { NUMBER, person, type SessionBench, startSessionBench } from '../testing/session-bench.ts';

const TOKEN = 'q'.repeat(22);
const paper: TicketOnPaper = {
  ticketId: 'given-elsewhere',
  label: 'A007',
  businessDate: '2026-11-21',
  issuedAt: '2026-11-21T01:30:00.000Z',
  queueId: 'q-a',
  serviceName: { 'zh-CN': '身份证换领' },
  counters: [{ 'zh-CN': '1号窗口' }],
  priorityClass: 'ordinary',
  ahead: 3,
  fromMinutes: 10,
  toMinutes: 20,
  code: `MSB1:${TOKEN}`,
};

let bench: SessionBench;
let platform: SessionBench['platform'];
let printer: ScriptedPrinter;
let terminal: SessionBench['terminal'];
let sessions: SessionBench['sessions'];
let queue: SessionBench['queue'];

beforeEach(async () => {
  printer = createScriptedPrinter();
  bench = await startSessionBench(() => printer);
  ({ platform, terminal, sessions, queue } = bench);
});
afterEach(() => bench.close());

const view = () => {
  const shown = sessions.view.get();
  if (shown.phase !== 'active') throw new Error('nobody stands here');
  return shown;
};
const scanned = () => expect.poll(() => view().scanned?.kind, { timeout: 20_000 });
const found = () => expect.poll(() => view().elsewhere?.state, { timeout: 20_000 });

describe('a ticket of another terminal', () => {
  it('is printed again for who shows its paper, marked as a copy, once, and makes no ticket', async () => {
    (await terminal.round())._unsafeUnwrap();
    platform.tickets = { [paper.code]: [paper] };
    const session = sessions.start('zh-CN');
    expect(queue.showTicketWithCode(session, paper.code)).toBe(false);
    expect(view().scanned?.kind).toBe('ticket-asked');
    await scanned().toBe('ticket');
    expect(view()).toMatchObject({
      elsewhere: { tickets: [{ label: 'A007', elsewhere: true, waiting: { ahead: 3, toMinutes: 20 } }] },
    });

    const requestKey = randomUUID();
    const shown = queue.reprint('given-elsewhere', requestKey)._unsafeUnwrap();
    expect(shown).toMatchObject({ label: 'A007', print: { state: 'queued' } });
    queue.reprint('given-elsewhere', requestKey)._unsafeUnwrap();
    const [press] = printer.presses;
    press?.begin();
    await press?.finish(printed);
    expect(view().ticket?.print.state).toBe('confirmed');
    // Another touch finds the paper in his hand.
    queue.reprint('given-elsewhere', randomUUID())._unsafeUnwrap();
    expect(printer.presses).toHaveLength(1);
    const text = JSON.stringify(press?.document);
    expect(text).toContain('A007');
    expect(text).toContain(TOKEN);
    expect(text).toContain('补打');
    expect(terminal.rows('SELECT * FROM ticket')).toEqual([]);
    expect(terminal.rows('SELECT * FROM outbox')).toEqual([]);

    sessions.start('zh-CN');
    expect(view().elsewhere).toBeUndefined();
    expect(queue.reprint('given-elsewhere', randomUUID())._unsafeUnwrapErr()).toBe('TICKET_UNKNOWN');
    expect(queue.reprint('given-elsewhere', requestKey)._unsafeUnwrapErr()).toBe('TICKET_UNKNOWN');
  });

  it('is found by the card, and goes with it', async () => {
    (await terminal.round())._unsafeUnwrap();
    platform.tickets = { [NUMBER]: [paper] };
    const session = bench.withCard();
    queue.findElsewhere()._unsafeUnwrap();
    expect(view().elsewhere?.state).toBe('asking');
    await found().toBe('answered');
    queue.reprint('given-elsewhere', randomUUID())._unsafeUnwrap();
    expect(view().ticket?.label).toBe('A007');
    session.forgetPerson();
    expect(view()).toMatchObject({ earlierTickets: [] });
    expect(view().elsewhere).toBeUndefined();
    expect(view().ticket).toBeUndefined();
    expect(JSON.stringify(terminal.log.entries)).not.toContain(NUMBER);
    expect(JSON.stringify(terminal.log.entries)).not.toContain(TOKEN);
  });

  it('has all that its service asks for on it, which is what this terminal knows of what to bring', async () => {
    (await terminal.round())._unsafeUnwrap();
    const materials = [
      { 'zh-CN': '户口簿', en: 'Household register' },
      { 'zh-CN': '照片', en: 'Photo' },
    ];
    const services = testHall.services.map((each) =>
      each.serviceId === 's-id' ? { ...each, materials } : each,
    );
    terminal.hall.replace({ ...testHall, version: testHall.version + 1, services })._unsafeUnwrap();
    const second = { ...paper, ticketId: 'second', code: `MSB1:${'w'.repeat(22)}`, serviceId: 'not-here' };
    platform.tickets = { [paper.code]: [{ ...paper, serviceId: 's-id' }], [second.code]: [second] };
    const session = sessions.start('en');
    for (const code of [paper.code, second.code]) {
      queue.showTicketWithCode(session, code);
      await scanned().toBe('ticket');
    }
    for (const ticketId of ['given-elsewhere', 'second']) {
      queue.reprint(ticketId, randomUUID())._unsafeUnwrap();
      const press = printer.presses.at(-1);
      press?.begin();
      await press?.finish(printed);
    }
    const [withList, without] = printer.presses.map(({ document }) => JSON.stringify(document));
    for (const text of ['办理要带：', '□ 户口簿', 'Please bring:', '□ Photo'])
      expect(withList).toContain(text);
    expect(without).not.toMatch(/要带|bring|户口簿/);
  });

  it('has its waiting time guessed here where the platform cannot tell', async () => {
    (await terminal.round())._unsafeUnwrap();
    const { fromMinutes: _from, toMinutes: _to, ...untold } = paper;
    platform.tickets = { [paper.code]: [untold] };
    queue.showTicketWithCode(sessions.start('zh-CN'), paper.code);
    await scanned().toBe('ticket');
    const [shown] = view().elsewhere?.tickets ?? [];
    expect(shown?.waiting.toMinutes).toBeGreaterThan(0);
  });

  it.each(['called', 'serving', 'held', 'no-show', 'merged'] as const)(
    'says nothing of a wait where it is %s, and sends its holder to the staff',
    async (state) => {
      (await terminal.round())._unsafeUnwrap();
      platform.tickets = { [paper.code]: [{ ...paper, state, ahead: 0 }] };
      queue.showTicketWithCode(sessions.start('en'), paper.code);
      await scanned().toBe('ticket');
      queue.reprint('given-elsewhere', randomUUID())._unsafeUnwrap();
      const text = JSON.stringify(printer.presses[0]?.document);
      expect(text).toContain('此号已不在等候中');
      expect(text).toContain('no longer waits');
      expect(text).not.toContain('前面等候');
      expect(text).not.toContain('预计等候');
    },
  );

  it('is said to be for its own terminal, or the staff, while nobody can be asked', async () => {
    queue.showTicketWithCode(sessions.start('zh-CN'), paper.code);
    await scanned().toBe('ticket-unreachable');
    bench.withCard();
    queue.findElsewhere()._unsafeUnwrap();
    await found().toBe('unreachable');
    (await terminal.round())._unsafeUnwrap();
    queue.showTicketWithCode(sessions.start('zh-CN'), paper.code);
    await scanned().toBe('ticket-unknown');
  });

  it('is not called unknown where the closing of the hall ended it: what stands instead is shown', async () => {
    (await terminal.round())._unsafeUnwrap();
    bench.hall.closedEarly = true;
    queue.showTicketWithCode(sessions.start('zh-CN'), paper.code);
    await scanned().toBe('appointment');
  });
});

describe('an answer that comes when something else has happened', () => {
  const answers = () =>
    expect.poll(() => terminal.log.entries.filter(({ name }) => name === 'ticket.looked-for').length, {
      timeout: 20_000,
    });
  const labels = () => view().elsewhere?.tickets.map(({ label }) => label);

  it('is shown to nobody once the card of whoever scanned the paper is another', async () => {
    (await terminal.round())._unsafeUnwrap();
    platform.tickets = { [paper.code]: [paper] };
    const session = bench.withCard();
    queue.showTicketWithCode(session, paper.code);
    session.forgetPerson();
    session.setPerson({ ...person, number: '110101194912310038' }, { state: 'unknown' });
    await answers().toBe(1);
    expect(view().scanned).toBeUndefined();
    expect(labels()).toBeUndefined();
  });

  it('is shown to nobody in the next session', async () => {
    (await terminal.round())._unsafeUnwrap();
    platform.tickets = { [paper.code]: [paper] };
    queue.showTicketWithCode(sessions.start('zh-CN'), paper.code);
    sessions.start('zh-CN');
    await answers().toBe(1);
    expect(view().scanned).toBeUndefined();
    expect(labels()).toBeUndefined();
  });

  it('does not take the place of the answer to a paper that was scanned after it', async () => {
    (await terminal.round())._unsafeUnwrap();
    const second = { ...paper, ticketId: 'second', label: 'A008', code: `MSB1:${'w'.repeat(22)}` };
    platform.tickets = { [paper.code]: [paper], [second.code]: [second] };
    const session = sessions.start('zh-CN');
    queue.showTicketWithCode(session, paper.code);
    queue.showTicketWithCode(session, second.code);
    await answers().toBe(2);
    expect(view().scanned).toEqual({ kind: 'ticket', count: 3 });
    expect(labels()).toEqual(['A008']);
  });
});

describe('a terminal from which too many cards were asked for in vain', () => {
  it('says so, and when it can ask again, and not that nothing was found', async () => {
    (await terminal.round())._unsafeUnwrap();
    platform.askAgainInMs = 130_000;
    bench.withCard();
    queue.findElsewhere()._unsafeUnwrap();
    await found().toBe('asked-too-often');
    expect(view().elsewhere).toEqual({ state: 'asked-too-often', askAgainInMinutes: 3, tickets: [] });
  });
});

it('finds nothing elsewhere of what this terminal gave, whose own paper is printed again', async () => {
  (await terminal.round())._unsafeUnwrap();
  bench.withCard();
  const { ticketId } = queue.take({ serviceId: 's-id', requestKey: randomUUID() })._unsafeUnwrap();
  platform.tickets = { [NUMBER]: [{ ...paper, ticketId }] };
  bench.withCard();
  queue.findElsewhere()._unsafeUnwrap();
  await found().toBe('answered');
  expect(view().elsewhere?.tickets).toEqual([]);
  expect(view().earlierTickets).toMatchObject([{ ticketId }]);
});

describe('a ticket that this terminal gave, printed again after a while', () => {
  const found = () =>
    expect.poll(() => terminal.log.entries.filter(({ name }) => name === 'ticket.standing-asked').length, {
      timeout: 20_000,
    });
  const printAgain = (ticketId: string) => {
    queue.reprint(ticketId, randomUUID())._unsafeUnwrap();
    return JSON.stringify(printer.presses.at(-1)?.document);
  };

  /** Taken with the card in a session of its own; `code` is what its paper is asked for by. */
  async function taken(isSent = true) {
    (await terminal.round())._unsafeUnwrap();
    bench.withCard();
    const ticket = queue.take({ serviceId: 's-id', requestKey: randomUUID() })._unsafeUnwrap();
    const press = printer.presses.at(-1);
    press?.begin();
    await press?.finish(printed);
    if (isSent) (await terminal.round())._unsafeUnwrap();
    sessions.end('finished');
    const code = ticket.code.split(' ')[2] ?? '';
    return { ...ticket, code, told: { ...paper, ticketId: ticket.ticketId, code } };
  }

  it.each(['called', 'serving', 'held', 'no-show', 'merged'] as const)(
    'sends its holder to the staff where it is %s, and foretells no wait',
    async (state) => {
      const { ticketId, code, told } = await taken();
      platform.tickets = { [code]: [{ ...told, state, ahead: 0 }] };
      bench.withCard();
      await found().toBe(1);
      expect(view().earlierTickets).toMatchObject([{ ticketId, noLongerWaits: true }]);
      const text = printAgain(ticketId);
      expect(text).toContain('此号已不在等候中');
      expect(text).not.toMatch(/前面等候|预计等候/);
    },
  );

  it('has the wait and the counters where the platform says that it waits now', async () => {
    const { ticketId, code, told } = await taken();
    const counters = [{ 'zh-CN': '9号窗口' }];
    platform.tickets = { [code]: [{ ...told, counters, state: 'waiting', ahead: 4 }] };
    queue.showTicketWithCode(sessions.start('zh-CN'), code);
    await found().toBe(1);
    expect(view().earlierTickets).toMatchObject([{ ticketId, waiting: { ahead: 4, toMinutes: 20 } }]);
    const text = printAgain(ticketId);
    for (const words of ['4 人', '10–20 分钟', '9号窗口']) expect(text).toContain(words);
  });

  it('is not offered by the card once it has ended, and is said to wait no more to who holds its paper', async () => {
    const { ticketId, code } = await taken();
    const session = bench.withCard();
    expect(view().earlierTickets).toMatchObject([{ ticketId, waitUnknown: true }]);
    await found().toBe(1);
    expect(view().earlierTickets).toEqual([]);
    queue.showTicketWithCode(session, code);
    expect(view().earlierTickets).toMatchObject([{ ticketId, noLongerWaits: true }]);
    expect(printAgain(ticketId)).toContain('此号已不在等候中');
  });

  it('leaves the page of whoever lays another card, also where it ended while it was printed', async () => {
    const { ticketId } = await taken();
    const session = bench.withCard();
    printAgain(ticketId);
    await found().toBe(1);
    expect(view().ticket).toMatchObject({ ticketId, noLongerWaits: true });
    session.forgetPerson();
    expect(view().ticket).toBeUndefined();
  });

  it('has no figures while the platform has not told of it, which it does not forget for the next one', async () => {
    const { ticketId, code, told } = await taken(false);
    bench.withCard();
    await found().toBe(1);
    // Not sent yet: that the platform does not know it does not say that it has ended.
    expect(view().earlierTickets).toMatchObject([{ ticketId, waitUnknown: true }]);
    const text = printAgain(ticketId);
    expect(text).toContain('打印时无法得知等候情况');
    expect(text).not.toMatch(/前面等候|预计等候/);

    platform.tickets = { [code]: [told] };
    bench.withCard();
    await found().toBe(2);
    expect(view().earlierTickets[0]?.waitUnknown).toBeUndefined();
    platform.fault = () => 'refuse-connection';
    (await terminal.round())._unsafeUnwrapErr();
    bench.withCard();
    expect(view().earlierTickets).toMatchObject([{ ticketId, waitUnknown: true }]);
  });
});

it('asks for nothing without a card', async () => {
  (await terminal.round())._unsafeUnwrap();
  sessions.start('zh-CN');
  queue.findElsewhere()._unsafeUnwrap();
  (await terminal.round())._unsafeUnwrap();
  expect(platform.requests.filter(({ procedure }) => procedure === 'tickets.find')).toEqual([]);
});
