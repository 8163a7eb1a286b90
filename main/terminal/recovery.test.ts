import { randomUUID } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { commandSchema } from '#contract/platform/commands.ts';
import { type TicketView, ticketViewSchema } from '#contract/ticket.ts';
import { recoveryPlan } from './recovery.ts';
import { openOrRecoverStorage } from './storage/damaged-database.ts';
import { createScriptedPrinter, printed } from './testing/scripted-printer.ts';
import { openTestTerminal, removeFolders, type TestTerminal } from './testing/test-terminal.ts';

afterEach(removeFolders);

const TODAY = '2026-11-21';
const DAY_MS = 24 * 60 * 60 * 1000;
const visitor = { sessionId: 'session-1', language: 'zh-CN', personKey: 'card-1', heldTickets: [] } as const;

function open(options: Parameters<typeof openTestTerminal>[1] = {}) {
  const printer = createScriptedPrinter();
  const terminal = openTestTerminal(printer, options);
  terminal.lease('q-a', TODAY, 1, 50);
  const take = () =>
    terminal.queue.take(visitor, { serviceId: 's-id', requestKey: randomUUID() })._unsafeUnwrap();
  return { terminal, printer, take };
}

/** Breaks the page of a table that is not taken over, so that all else is read as it is. */
function breakDatabase({ storage }: TestTerminal): void {
  const { database } = storage;
  const page = database
    .prepare<[], number>("SELECT rootpage FROM sqlite_schema WHERE name = 'hall'")
    .pluck()
    .get();
  const size = Number(database.pragma('page_size', { simple: true }));
  if (page === undefined) throw new Error('no such table');
  storage.close();
  const handle = openSync(database.name, 'r+');
  writeSync(handle, Buffer.alloc(size, 0xa5), 0, size, (page - 1) * size);
  closeSync(handle);
}

/** The next start: the database is recovered, then everything is built on it. */
function restart(before: TestTerminal): TestTerminal {
  breakDatabase(before);
  const { folder, time, log } = before;
  const file = join(folder, 'terminal.sqlite');
  const { storage, damaged } = openOrRecoverStorage({ file, clock: time, log, recovery: recoveryPlan });
  expect(damaged).toHaveLength(1);
  storage.close();
  return openTestTerminal(undefined, { folder, time });
}

it.each([
  ['counters of a ticket', `UPDATE ticket SET counters = '[{"zh-CN":1}]'`],
  ['a service name', `UPDATE ticket SET service_name = 'rubbish'`],
  ['the day of a ticket', `UPDATE ticket SET business_date = '2026-11-2x'`],
  ['the time of a ticket', `UPDATE ticket SET issued_at = ${Number.MAX_SAFE_INTEGER}`],
  ['the reason of a print job', `UPDATE print_job SET reason = 'RUBBISH'`],
  ['the key of a record', `UPDATE outbox SET key = 'rubbish' WHERE sequence = 1`],
  ['the position of a record', `UPDATE outbox SET position = 9223372036854775807`],
])('rubbish in %s is left behind, and the terminal serves', (_name, damage) => {
  const { terminal, take } = open();
  take();
  terminal.storage.database.exec(damage);
  const restarted = restart(terminal);
  restarted.hall.replace(terminal.hall.current())._unsafeUnwrap();
  restarted.lease('q-a', TODAY, 101, 150);
  const ids = restarted.storage.database.prepare<[], string>('SELECT ticket_id FROM ticket').pluck().all();
  for (const id of ids) expect(ticketViewSchema.safeParse(restarted.queue.view(id)).success).toBe(true);
  const next = restarted.queue.take(visitor, { serviceId: 's-id', requestKey: randomUUID() })._unsafeUnwrap();
  expect(next.label).toBe('A101');
  const commands = restarted.outbox.batch(100);
  expect(commands.map((command) => commandSchema.safeParse(command).success)).not.toContain(false);
  expect(restarted.outbox.refused()).toEqual([]);
});

it("tells today's tickets anew whose record is lost, before what is left of them, and no others", async () => {
  const { terminal, printer, take } = open();
  const yesterday = take();
  terminal.time.advance(DAY_MS);
  terminal.lease('q-a', '2026-11-22', 1, 50);
  const [kept, lost, halfLost] = [take(), take(), take()];
  for (let index = 0; index < 4; index += 1) {
    printer.presses[index]?.begin();
    await printer.presses[index]?.finish(printed);
  }
  const before = records(terminal);
  const forget = (ticket: TicketView, sequences: string) =>
    terminal.storage.database.exec(
      `DELETE FROM outbox WHERE aggregate = 'ticket:${ticket.ticketId}' AND sequence IN (${sequences})`,
    );
  forget(yesterday, '1, 2');
  forget(lost, '1, 2');
  forget(halfLost, '1');
  const restarted = restart(terminal);
  const after = records(restarted);
  const of = (list: typeof before, { ticketId }: TicketView) =>
    list.filter(({ body }) => 'ticketId' in body && body.ticketId === ticketId);
  expect(of(after, yesterday)).toEqual([]);
  expect(of(after, kept)).toEqual(of(before, kept));
  expect(of(after, lost)).toEqual(of(before, lost).slice(0, 1));
  expect(of(after, halfLost)).toEqual(of(before, halfLost));
});

function records({ outbox }: TestTerminal) {
  return outbox.batch(100).map(({ aggregate, sequence, body }) => ({ aggregate, sequence, body }));
}
