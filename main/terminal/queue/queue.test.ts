import { createHash, randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createScriptedPrinter, printed, settled } from '../testing/scripted-printer.ts';
import { openTestTerminal, removeFolders } from '../testing/test-terminal.ts';
import type { Visitor } from './queue.ts';

afterEach(removeFolders);

const TODAY = '2026-11-21';
const TOMORROW = '2026-11-22';
const DAY_MS = 24 * 60 * 60 * 1000;

function visitor(
  sessionId = 'session-1',
  personKey: string | null = null,
  heldTickets: readonly string[] = [],
): Visitor {
  return { sessionId, language: 'zh-CN', personKey, heldTickets };
}

function request(serviceId = 's-id') {
  return { serviceId, requestKey: randomUUID() };
}

describe('taking a ticket', () => {
  it('saves ticket, outbox record and print job together and gives the next number', () => {
    const terminal = openTestTerminal(createScriptedPrinter());
    const leaseId = terminal.lease('q-a', TODAY, 21, 40);
    const first = terminal.queue.take(visitor(), request())._unsafeUnwrap();
    const second = terminal.queue.take(visitor(), request('s-general'))._unsafeUnwrap();
    expect([first.label, second.label]).toEqual(['A021', 'A022']);
    expect(first.code).toMatch(/^A021 2026-11-21 MSB1:[\w-]{22}$/);
    expect(terminal.rows('SELECT code FROM ticket WHERE number = 21')).toEqual([
      { code: first.code.split(' ')[2] },
    ]);
    expect(first.counters).toEqual([
      { 'zh-CN': '1号窗口', en: 'Counter 1' },
      { 'zh-CN': '2号窗口', en: 'Counter 2' },
    ]);
    expect(second.waiting).toMatchObject({ ahead: 1, complete: false });
    expect(
      terminal.outbox.batch(10).map(({ aggregate, sequence, body }) => ({ aggregate, sequence, body })),
    ).toEqual(
      [first, second].map(({ ticketId }, index) => ({
        aggregate: `ticket:${ticketId}`,
        sequence: 1,
        body: {
          kind: 'ticket.issued',
          ticketId,
          queueId: 'q-a',
          serviceId: ['s-id', 's-general'][index],
          businessDate: TODAY,
          number: 21 + index,
          leaseId,
          issuedAt: '2026-11-21T02:00:00.000Z',
          identified: false,
          priorityClass: 'ordinary',
          codeHash: createHash('sha256')
            .update([first, second][index]?.code.split(' ')[2] ?? '')
            .digest('hex'),
          issuedOffline: true,
        },
      })),
    );
    expect(terminal.rows('SELECT state, reprint FROM print_job')).toEqual([
      { state: 'queued', reprint: 0 },
      { state: 'queued', reprint: 0 },
    ]);
  });

  it('gives the same ticket for the same request key, also after a restart, and prints it once', async () => {
    const printer = createScriptedPrinter();
    const terminal = openTestTerminal(printer);
    terminal.lease('q-a', TODAY, 1, 50);
    const asked = request();
    const ticket = terminal.queue.take(visitor(), asked)._unsafeUnwrap();
    const again = terminal.queue.take(visitor(), asked)._unsafeUnwrap();
    expect(again.ticketId).toBe(ticket.ticketId);
    printer.presses[0]?.begin();
    await printer.presses[0]?.finish(printed);
    terminal.storage.close();

    const restarted = openTestTerminal(printer, { folder: terminal.folder, time: terminal.time });
    const afterwards = restarted.queue.take(visitor('session-2'), asked)._unsafeUnwrap();
    expect(afterwards).toMatchObject({
      ticketId: ticket.ticketId,
      label: 'A001',
      print: { state: 'confirmed' },
    });
    expect(printer.presses).toHaveLength(1);
    expect(restarted.queue.take(visitor('session-2'), request())._unsafeUnwrap().label).toBe('A002');
  });

  it('says when the numbers are used up, and goes on with the next lease', () => {
    const terminal = openTestTerminal(createScriptedPrinter());
    terminal.lease('q-a', TODAY, 1, 1);
    terminal.lease('q-a', TOMORROW, 1, 50);
    expect(terminal.queue.take(visitor(), request()).isOk()).toBe(true);
    expect(terminal.queue.take(visitor(), request())._unsafeUnwrapErr()).toBe('NUMBERS_USED_UP');
    expect(terminal.queue.take(visitor(), request('s-home'))._unsafeUnwrapErr()).toBe('NUMBERS_USED_UP');
    terminal.lease('q-a', TODAY, 101, 150);
    expect(terminal.queue.take(visitor(), request())._unsafeUnwrap().label).toBe('A101');
  });

  it('refuses services without a queue and a terminal without a hall', () => {
    const terminal = openTestTerminal(undefined);
    expect(terminal.queue.take(visitor(), request('s-root'))._unsafeUnwrapErr()).toBe('SERVICE_UNKNOWN');
    expect(terminal.queue.take(visitor(), request('nothing'))._unsafeUnwrapErr()).toBe('SERVICE_UNKNOWN');
    const bare = openTestTerminal(undefined, { withHall: false });
    expect(bare.queue.take(visitor(), request())._unsafeUnwrapErr()).toBe('HALL_UNKNOWN');
    expect(bare.queue.waiting('s-id')._unsafeUnwrapErr()).toBe('HALL_UNKNOWN');
  });

  it('starts anew with the day of the hall, and keeps to leases when the clock jumps', () => {
    const terminal = openTestTerminal(createScriptedPrinter());
    terminal.lease('q-a', TODAY, 1, 50);
    terminal.lease('q-a', TOMORROW, 1, 50);
    const take = () => terminal.queue.take(visitor(), request())._unsafeUnwrap();
    const dates = [take()];
    terminal.time.advance(DAY_MS);
    dates.push(take());
    terminal.time.advance(-DAY_MS);
    dates.push(take());
    expect(dates.map(({ businessDate, label }) => [businessDate, label])).toEqual([
      [TODAY, 'A001'],
      [TOMORROW, 'A001'],
      [TODAY, 'A002'],
    ]);
  });

  it('keeps nothing at all of a ticket when the disk is full, and prints nothing', () => {
    const printer = createScriptedPrinter();
    const terminal = openTestTerminal(printer);
    terminal.lease('q-a', TODAY, 1, 90_000);
    const { database } = terminal.storage;
    database.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true }))}`);
    let given = 0;
    let refused: string | undefined;
    for (let attempt = 0; attempt < 2_000 && refused === undefined; attempt += 1) {
      const taken = terminal.queue.take(visitor(), request());
      if (taken.isOk()) given += 1;
      else refused = taken.error;
    }
    expect(refused).toBe('STORAGE_FULL');
    const count = (table: string) => terminal.rows(`SELECT count(*) AS n FROM ${table}`)[0];
    expect([count('ticket'), count('outbox'), count('print_job')]).toEqual([
      { n: given },
      { n: given },
      { n: given },
    ]);
    expect(terminal.rows('SELECT next FROM lease')).toEqual([{ next: given + 1 }]);

    database.pragma('max_page_count = 1000000');
    expect(terminal.queue.take(visitor(), request())._unsafeUnwrap().label).toBe(
      `A${String(given + 1).padStart(3, '0')}`,
    );
  });
});

describe('printing again', () => {
  it('is for the session that took the ticket and for the same card on the same day only', async () => {
    const printer = createScriptedPrinter();
    const terminal = openTestTerminal(printer);
    terminal.lease('q-a', TODAY, 1, 50);
    const ticket = terminal.queue.take(visitor('mine', 'card-1'), request())._unsafeUnwrap();
    printer.presses[0]?.begin();
    await printer.presses[0]?.finish(printed);
    const reprint = (who: Visitor) =>
      terminal.queue.reprint(who, { ticketId: ticket.ticketId, requestKey: randomUUID() });

    expect(reprint(visitor('other'))._unsafeUnwrapErr()).toBe('TICKET_UNKNOWN');
    expect(reprint(visitor('other', 'card-2'))._unsafeUnwrapErr()).toBe('TICKET_UNKNOWN');
    expect(terminal.queue.earlierTickets(visitor('other', 'card-2'))).toEqual([]);
    expect(terminal.queue.earlierTickets(visitor('other', 'card-1')).map(({ label }) => label)).toEqual([
      'A001',
    ]);
    expect(reprint(visitor('other', 'card-1'))._unsafeUnwrap().print.state).toBe('queued');
    const paper = printer.presses[1]?.document.blocks.flatMap((block) =>
      'text' in block ? [block.text] : [],
    );
    expect(paper).toContain('补打');

    terminal.time.advance(DAY_MS);
    expect(terminal.queue.earlierTickets(visitor('other', 'card-1'))).toEqual([]);
    expect(reprint(visitor('other', 'card-1'))._unsafeUnwrapErr()).toBe('TICKET_UNKNOWN');
  });

  it('is for whoever holds the paper, on its day only', () => {
    const terminal = openTestTerminal(createScriptedPrinter());
    terminal.lease('q-a', TODAY, 1, 50);
    const { ticketId, code, label } = terminal.queue.take(visitor('mine'), request())._unsafeUnwrap();
    const onPaper = code.split(' ')[2] ?? '';
    expect(terminal.queue.ticketWithCode(`${onPaper.slice(0, -1)}~`)).toBeUndefined();
    expect(terminal.queue.ticketWithCode(onPaper)).toBe(ticketId);
    const holder = visitor('other', null, [ticketId]);
    expect(terminal.queue.earlierTickets(holder).map((ticket) => ticket.label)).toEqual([label]);
    const reprint = () => terminal.queue.reprint(holder, { ticketId, requestKey: randomUUID() });
    expect(reprint()._unsafeUnwrap().label).toBe(label);
    terminal.time.advance(DAY_MS);
    expect(terminal.queue.ticketWithCode(onPaper)).toBeUndefined();
    expect(terminal.queue.earlierTickets(holder)).toEqual([]);
    expect(reprint()._unsafeUnwrapErr()).toBe('TICKET_UNKNOWN');
  });

  it('works without a hall document, as after a damaged database, and ends', async () => {
    const printer = createScriptedPrinter();
    const terminal = openTestTerminal(printer);
    terminal.lease('q-a', TODAY, 1, 50);
    const ticket = terminal.queue.take(visitor('mine'), request())._unsafeUnwrap();
    printer.presses[0]?.begin();
    await printer.presses[0]?.finish(printed);
    terminal.storage.database.exec('DELETE FROM hall');
    terminal.storage.close();

    const after = createScriptedPrinter();
    const bare = openTestTerminal(after, { folder: terminal.folder, time: terminal.time, withHall: false });
    const touch = { ticketId: ticket.ticketId, requestKey: randomUUID() };
    expect(bare.queue.reprint(visitor('mine'), touch)._unsafeUnwrap().print.state).toBe('queued');
    const texts = after.presses[0]?.document.blocks.flatMap((block) => ('text' in block ? [block.text] : []));
    expect(texts?.[0]).toBe('排队号票');
    expect(texts).toContain('A001');
    after.presses[0]?.begin();
    await after.presses[0]?.finish(printed);
    expect(bare.queue.view(ticket.ticketId)?.print.state).toBe('confirmed');
  });

  it('makes one job of one touch, and none while a paper is under way', async () => {
    const printer = createScriptedPrinter();
    const terminal = openTestTerminal(printer);
    terminal.lease('q-a', TODAY, 1, 50);
    const { ticketId } = terminal.queue.take(visitor(), request())._unsafeUnwrap();
    const touch = { ticketId, requestKey: randomUUID() };
    printer.presses[0]?.begin();
    expect(terminal.queue.reprint(visitor(), touch)._unsafeUnwrap().print.state).toBe('sent');
    await printer.presses[0]?.finish(printed);
    terminal.queue.reprint(visitor(), touch)._unsafeUnwrap();
    printer.presses[1]?.begin();
    await printer.presses[1]?.finish(printed);
    terminal.queue.reprint(visitor(), touch)._unsafeUnwrap();
    await settled();
    expect(printer.presses).toHaveLength(2);
    expect(terminal.rows('SELECT state, reprint FROM print_job ORDER BY position')).toEqual([
      { state: 'confirmed', reprint: 0 },
      { state: 'confirmed', reprint: 1 },
    ]);
  });
});

describe('forgetting', () => {
  it('drops who took a ticket after its day and the ticket once the platform has had it', () => {
    const terminal = openTestTerminal(undefined);
    terminal.lease('q-a', TODAY, 1, 50);
    terminal.queue.take(visitor('mine', 'card-1'), request())._unsafeUnwrap();
    terminal.queue.sessionEnded('mine');
    const clean = () =>
      terminal.outbox
        .cleanOut()
        .andThen(() => terminal.queue.cleanOut())
        ._unsafeUnwrap();
    terminal.time.advance(DAY_MS);
    clean();
    expect(terminal.rows('SELECT person_key FROM ticket')).toEqual([{ person_key: 'card-1' }]);
    terminal.time.advance(DAY_MS);
    clean();
    expect(terminal.rows('SELECT person_key FROM ticket')).toEqual([{ person_key: null }]);
    terminal.time.advance(40 * DAY_MS);
    clean();
    expect(terminal.rows('SELECT number FROM ticket')).toEqual([{ number: 1 }]);
    terminal.outbox
      .settle(terminal.outbox.batch(10).map(({ key }) => ({ key, outcome: 'accepted' })))
      ._unsafeUnwrap();
    terminal.time.advance(15 * DAY_MS);
    clean();
    expect(terminal.rows('SELECT number FROM ticket')).toEqual([]);
    expect(terminal.rows('SELECT job_id FROM print_job')).toEqual([]);
  });
});

it('counts its own tickets that the platform has not counted yet', () => {
  const terminal = openTestTerminal(undefined);
  terminal.lease('q-a', TODAY, 1, 50);
  const ahead = () => terminal.queue.waiting('s-id')._unsafeUnwrap();
  expect(ahead()).toEqual({ ahead: 0, fromMinutes: 0, toMinutes: 5, complete: false });
  terminal.queue.take(visitor(), request())._unsafeUnwrap();
  expect(ahead().ahead).toBe(1);
  terminal.outbox
    .settle(terminal.outbox.batch(10).map(({ key }) => ({ key, outcome: 'accepted' })))
    ._unsafeUnwrap();
  expect(ahead().ahead).toBe(1);
});
