import { randomUUID } from 'node:crypto';
import { ok } from 'neverthrow';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { createMemoryLog } from '../log/log.ts';
import type { Sessions } from '../session/session.ts';
import { migrations } from '../storage/migrations/index.ts';
import { openStorage } from '../storage/open-storage.ts';
import { papersAt } from '../testing/papers-at.ts';
import { createScriptedPrinter, printed, type ScriptedPrinter } from '../testing/scripted-printer.ts';
import { sessionsAt } from '../testing/sessions-at.ts';
import { newFolder, openTestTerminal, removeFolders, type TestTerminal } from '../testing/test-terminal.ts';
import type { GivenPaper, PapersOfKind, SessionPapers } from './session-papers.ts';

type Subject = { readonly appointmentId: string; readonly from: number };

let printer: ScriptedPrinter;
let terminal: TestTerminal;
let sessions: Sessions;
let papers: SessionPapers;
let slips: PapersOfKind<Subject>;
let progress: GivenPaper<Subject>[];

function open(folder?: string) {
  printer = createScriptedPrinter();
  terminal = openTestTerminal(printer, folder === undefined ? {} : { folder });
  const { printing } = terminal;
  sessions = sessionsAt(terminal);
  sessions.onEnd((sessionId) => printing.sessionEnded(sessionId));
  papers = papersAt(terminal, sessions);
  progress = [];
  slips = papers.ofKind<Subject>({
    kind: 'appointment-slip',
    subject: z.object({ appointmentId: z.string(), from: z.int() }),
    onProgress: (_, paper) => progress.push(paper),
  });
}
beforeEach(() => open());
afterEach(removeFolders);

function give(requestKey: string = randomUUID(), subject: Subject = { appointmentId: 'a-1', from: 1 }) {
  const session = sessions.current();
  if (!session) throw new Error('nobody stands here');
  const compose = (_: string, reprint: boolean) => ({
    blocks: [{ kind: 'text' as const, text: reprint ? 'again' : 'first' }],
  });
  return slips.give({ session, subject, requestKey, compose });
}
const words = () => printer.presses.map(({ document }) => JSON.stringify(document.blocks));
const press = (index: number) => {
  const found = printer.presses[index];
  if (!found) throw new Error(`the printer was not asked ${index + 1} times`);
  return found;
};

describe('a paper of a session', () => {
  it('is one, however often it is asked for, and is followed to its end', async () => {
    const { sessionId } = sessions.start('zh-CN');
    const touch = randomUUID();
    const { paperId, subject, print } = give(touch)._unsafeUnwrap();
    expect(print).toEqual({ state: 'queued' });
    give(touch)._unsafeUnwrap();
    // The same in another order.
    expect(give(randomUUID(), { from: 1, appointmentId: 'a-1' })._unsafeUnwrap().paperId).toBe(paperId);
    press(0).begin();
    await press(0).finish(printed);
    expect(give()._unsafeUnwrap().print).toEqual({ state: 'confirmed' });
    expect(printer.presses).toHaveLength(1);
    expect(progress).toEqual([
      { paperId, subject, print: { state: 'sent' } },
      { paperId, subject, print: { state: 'confirmed' } },
    ]);
    expect(slips.printOf(sessionId, subject)).toEqual({ state: 'confirmed' });
    expect(slips.printOf(sessionId, { ...subject, from: 2 })).toBeUndefined();
    // It is nobody's number: the platform is told nothing.
    expect(terminal.outbox.batch(10)).toEqual([]);
  });

  it('is printed again, and says so, where it was drawn back; the same touch does it once', async () => {
    sessions.start('zh-CN');
    give()._unsafeUnwrap();
    press(0).begin();
    press(0).options.onOutput?.('at-output');
    await press(0).finish(ok('stood-ready'));
    press(0).options.onOutput?.('retracted');
    expect(progress.at(-1)?.print).toEqual({ state: 'confirmed', output: 'retracted' });
    const touch = randomUUID();
    give(touch)._unsafeUnwrap();
    give(touch)._unsafeUnwrap();
    expect(words()).toEqual([expect.stringContaining('first'), expect.stringContaining('again')]);
  });

  it('is not given to the next, who repeats a touch, and says nothing to him', async () => {
    sessions.start('zh-CN');
    const touch = randomUUID();
    give(touch)._unsafeUnwrap();
    press(0).begin();
    progress = [];
    sessions.start('zh-CN');
    expect(give(touch)._unsafeUnwrapErr()).toBe('SESSION_ENDED');
    await press(0).finish(printed);
    expect(progress).toEqual([]);
    expect(terminal.rows('SELECT state FROM print_job')).toEqual([{ state: 'confirmed' }]);
  });

  it('does not come out for the next when the printer stands still, nor after a restart', () => {
    printer.set('faulted', 'PRINTER_PAPER_OUT');
    sessions.start('zh-CN');
    expect(give()._unsafeUnwrap().print).toEqual({ state: 'queued', reason: 'PRINTER_PAPER_OUT' });
    sessions.end('finished');
    printer.set('ready');
    expect(printer.presses).toHaveLength(0);
    sessions.start('zh-CN');
    give()._unsafeUnwrap();
    press(0).begin();
    const { folder } = terminal;
    terminal.storage.close();
    open(folder);
    expect(terminal.rows('SELECT state FROM print_job ORDER BY position')).toEqual([
      { state: 'failed' },
      { state: 'unknown' },
    ]);
    expect(printer.presses).toHaveLength(0);
    expect(terminal.outbox.batch(10)).toEqual([]);
  });

  it('is forgotten after a month, its print job with it', () => {
    sessions.start('zh-CN');
    give()._unsafeUnwrap();
    terminal.time.advance(31 * 24 * 60 * 60_000);
    papers.cleanOut()._unsafeUnwrap();
    expect(terminal.rows('SELECT paper_id FROM session_paper')).toEqual([]);
    expect(terminal.rows('SELECT job_id FROM print_job')).toEqual([]);
  });
});

test('what an earlier version printed keeps its jobs, and is found as what it was', () => {
  const file = `${newFolder()}/terminal.sqlite`;
  const clock = { now: () => Date.parse('2026-11-21T02:00:00Z') };
  const log = createMemoryLog();
  const before = migrations.slice(
    0,
    migrations.findIndex(({ id }) => id === '0009-session-paper'),
  );
  const old = openStorage({ file, clock, log, migrations: before });
  old.database.exec(`
    INSERT INTO materials_list VALUES ('list', 's', 's-id', '[0,2]', '2026-11-21');
    INSERT INTO appointment_slip VALUES ('slip', 's', 'a-1', 1764000000000, '2026-11-21');
    INSERT INTO ticket_copy VALUES ('copy', 's', 't-1', '2026-11-21');
    INSERT INTO print_job (job_id, list_id, slip_id, copy_id, reprint, state, position, created_at) VALUES
      ('1', 'list', NULL, NULL, 0, 'confirmed', 1, 0),
      ('2', NULL, 'slip', NULL, 0, 'unknown', 2, 0),
      ('3', NULL, NULL, 'copy', 1, 'sent', 3, 0);
  `);
  old.close();
  const storage = openStorage({ file, clock, log });
  const rows = (sql: string) => storage.database.prepare(sql).raw().all();
  expect(rows('SELECT paper_id, kind, subject FROM session_paper')).toEqual([
    ['list', 'materials-list', JSON.stringify({ serviceId: 's-id', missing: [0, 2] })],
    ['slip', 'appointment-slip', JSON.stringify({ appointmentId: 'a-1', from: 1_764_000_000_000 })],
    ['copy', 'ticket-copy', JSON.stringify({ ticketId: 't-1' })],
  ]);
  expect(rows('SELECT paper_id, state, reprint FROM print_job ORDER BY position')).toEqual([
    ['list', 'confirmed', 0],
    ['slip', 'unknown', 0],
    ['copy', 'sent', 1],
  ]);
  expect(rows('PRAGMA foreign_key_check')).toEqual([]);
  storage.close();
});
