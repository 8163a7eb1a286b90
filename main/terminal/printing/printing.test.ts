import { randomUUID } from 'node:crypto';
import { err, ok } from 'neverthrow';
import { afterEach, describe, expect, it } from 'vitest';
import type { TicketView } from '#contract/ticket.ts';
import {
  createScriptedPrinter,
  printed,
  type ScriptedPrinter,
  settled,
} from '../testing/scripted-printer.ts';
import { openTestTerminal, removeFolders, type TestTerminal } from '../testing/test-terminal.ts';
import { createPrinting } from './printing.ts';

afterEach(removeFolders);

const TODAY = '2026-11-21';

function terminalWith(printer: ScriptedPrinter | undefined): TestTerminal {
  const terminal = openTestTerminal(printer);
  terminal.lease('q-a', TODAY, 1, 50);
  return terminal;
}

function take(terminal: TestTerminal, sessionId = 'session-1'): TicketView {
  return terminal.queue
    .take(
      { sessionId, language: 'en', personKey: null, heldTickets: [] },
      { serviceId: 's-id', requestKey: randomUUID() },
    )
    ._unsafeUnwrap();
}

function press(printer: ScriptedPrinter, index: number) {
  const found = printer.presses[index];
  if (!found) throw new Error(`the printer was not asked ${index + 1} times`);
  return found;
}

function outcomes(terminal: TestTerminal) {
  return terminal.outbox
    .batch(100)
    .flatMap(({ body, sequence }) =>
      body.kind === 'ticket.printed' ? [{ sequence, outcome: body.outcome }] : [],
    );
}

describe('a print job', () => {
  it('is saved as sent before its first byte and as confirmed after its last', async () => {
    const printer = createScriptedPrinter();
    const terminal = terminalWith(printer);
    const seen: string[] = [];
    terminal.queue.onTicketChanged(({ print }) => void seen.push(print.state));
    const { ticketId, print } = take(terminal);
    expect(print).toEqual({ state: 'queued' });
    press(printer, 0).begin();
    expect(terminal.rows('SELECT state FROM print_job')).toEqual([{ state: 'sent' }]);
    await press(printer, 0).finish(printed);
    expect(terminal.rows('SELECT state, reason, ended_at FROM print_job')).toEqual([
      { state: 'confirmed', reason: null, ended_at: terminal.time.now() },
    ]);
    expect(terminal.queue.view(ticketId)?.print).toEqual({ state: 'confirmed' });
    expect(seen).toEqual(['sent', 'confirmed']);
    expect(outcomes(terminal)).toEqual([{ sequence: 2, outcome: 'confirmed' }]);
  });

  it('keeps how its paper was proven, and tells its citizen alone when it was drawn back', async () => {
    const printer = createScriptedPrinter();
    const terminal = terminalWith(printer);
    const { ticketId } = take(terminal);
    press(printer, 0).begin();
    press(printer, 0).options.onOutput?.('at-output');
    await press(printer, 0).finish(ok('stood-ready'));
    expect(terminal.rows('SELECT state, proof FROM print_job')).toEqual([
      { state: 'confirmed', proof: 'stood-ready' },
    ]);
    press(printer, 0).options.onOutput?.('retracted');
    expect(terminal.queue.view(ticketId)?.print).toEqual({ state: 'confirmed', output: 'retracted' });
    terminal.queue.sessionEnded('session-1');
    expect(terminal.queue.view(ticketId)?.print).toEqual({ state: 'confirmed' });
  });

  it('waits for paper while the citizen is there and is printed once when it is back', async () => {
    const printer = createScriptedPrinter();
    printer.set('faulted', 'PRINTER_PAPER_OUT');
    const terminal = terminalWith(printer);
    expect(take(terminal).print).toEqual({ state: 'queued', reason: 'PRINTER_PAPER_OUT' });
    expect(printer.presses).toHaveLength(0);
    printer.set('faulted', 'PRINTER_COVER_OPEN', 'PRINTER_PAPER_OUT');
    printer.set('ready');
    printer.set('ready');
    expect(printer.presses).toHaveLength(1);
    press(printer, 0).begin();
    await press(printer, 0).finish(printed);
    printer.set('ready');
    expect(printer.presses).toHaveLength(1);
    expect(outcomes(terminal)).toEqual([{ sequence: 2, outcome: 'confirmed' }]);
  });

  it('keeps its place when the printer refuses it without a byte, and is tried again', async () => {
    const printer = createScriptedPrinter();
    const terminal = terminalWith(printer);
    const { ticketId } = take(terminal);
    take(terminal);
    await press(printer, 0).finish(err({ outcome: 'not-printed', fault: 'PRINTER_TIMEOUT' }));
    expect(terminal.queue.view(ticketId)?.print).toEqual({ state: 'queued', reason: 'PRINTER_TIMEOUT' });
    expect(printer.presses).toHaveLength(1);
    terminal.time.advance(1_000);
    expect(printer.presses).toHaveLength(2);
    expect(press(printer, 1).document).toEqual(press(printer, 0).document);
  });

  it('is given up when the session ends before it has begun', async () => {
    const printer = createScriptedPrinter();
    printer.set('faulted', 'PRINTER_PAPER_OUT');
    const terminal = terminalWith(printer);
    const gone = take(terminal, 'gone');
    const present = take(terminal, 'present');
    terminal.queue.sessionEnded('gone');
    expect(terminal.queue.view(gone.ticketId)?.print).toEqual({
      state: 'failed',
      reason: 'PRINTER_PAPER_OUT',
    });
    printer.set('ready');
    expect(printer.presses).toHaveLength(1);
    expect(terminal.queue.view(present.ticketId)?.print).toEqual({ state: 'queued' });
    expect(outcomes(terminal)).toEqual([{ sequence: 2, outcome: 'failed' }]);
  });

  it('is called back when the session ends after the printer was asked and before a byte', async () => {
    const printer = createScriptedPrinter();
    const terminal = terminalWith(printer);
    const { ticketId } = take(terminal);
    terminal.queue.sessionEnded('session-1');
    await settled();
    expect(terminal.queue.view(ticketId)?.print.state).toBe('failed');
  });

  it('goes on when the session ends while it is on its way to the paper', async () => {
    const printer = createScriptedPrinter();
    const terminal = terminalWith(printer);
    const { ticketId } = take(terminal);
    press(printer, 0).begin();
    terminal.queue.sessionEnded('session-1');
    expect(press(printer, 0).options.signal?.aborted).toBe(false);
    await press(printer, 0).finish(printed);
    expect(terminal.queue.view(ticketId)?.print).toEqual({ state: 'confirmed' });
  });

  it('is called back when the session ends while the printer stands still over it', async () => {
    const printer = createScriptedPrinter();
    const terminal = terminalWith(printer);
    const { ticketId } = take(terminal);
    press(printer, 0).begin();
    press(printer, 0).options.onHindrance?.('PRINTER_PAPER_OUT');
    terminal.queue.sessionEnded('another');
    expect(press(printer, 0).options.signal?.aborted).toBe(false);
    terminal.queue.sessionEnded('session-1');
    expect(press(printer, 0).options.signal?.aborted).toBe(true);
    await press(printer, 0).finish(err({ outcome: 'not-printed', fault: 'PRINTER_PAPER_OUT' }));
    expect(terminal.queue.view(ticketId)?.print).toEqual({ state: 'failed', reason: 'PRINTER_PAPER_OUT' });
  });

  it('is called back when the printer stands still over it after its citizen has left', async () => {
    const printer = createScriptedPrinter();
    const terminal = terminalWith(printer);
    const gone = take(terminal, 'gone');
    press(printer, 0).begin();
    terminal.queue.sessionEnded('gone');
    const next = take(terminal, 'next');
    expect(terminal.queue.view(next.ticketId)?.print).toEqual({ state: 'queued' });
    press(printer, 0).options.onHindrance?.('PRINTER_PAPER_OUT');
    expect(press(printer, 0).options.signal?.aborted).toBe(true);
    expect(terminal.queue.view(next.ticketId)?.print).toEqual({
      state: 'queued',
      reason: 'PRINTER_PAPER_OUT',
    });
    printer.set('faulted', 'PRINTER_PAPER_OUT');
    await press(printer, 0).finish(err({ outcome: 'unknown', fault: 'PRINTER_PAPER_OUT' }));
    expect(terminal.queue.view(gone.ticketId)?.print.state).toBe('unknown');
    expect(terminal.queue.view(next.ticketId)?.print).toEqual({
      state: 'queued',
      reason: 'PRINTER_PAPER_OUT',
    });
    printer.set('ready');
    expect(terminal.queue.view(next.ticketId)?.print).toEqual({ state: 'queued' });
    press(printer, 1).begin();
    await press(printer, 1).finish(printed);
    expect(terminal.queue.view(next.ticketId)?.print).toEqual({ state: 'confirmed' });
  });

  it('shows what hinders it half way, and becomes unknown when the answer is lost', async () => {
    const printer = createScriptedPrinter();
    const terminal = terminalWith(printer);
    const { ticketId } = take(terminal);
    press(printer, 0).begin();
    press(printer, 0).options.onHindrance?.('PRINTER_PAPER_OUT');
    expect(terminal.queue.view(ticketId)?.print).toEqual({ state: 'sent', reason: 'PRINTER_PAPER_OUT' });
    press(printer, 0).options.onHindrance?.(undefined);
    expect(terminal.queue.view(ticketId)?.print).toEqual({ state: 'sent' });
    await press(printer, 0).finish(err({ outcome: 'unknown', fault: 'PRINTER_LOST' }));
    expect(terminal.queue.view(ticketId)?.print).toEqual({
      state: 'unknown',
      reason: 'PRINT_OUTCOME_UNKNOWN',
    });
    expect(outcomes(terminal)).toEqual([{ sequence: 2, outcome: 'unknown' }]);
  });

  it('fails when the printer says that what it was sent is not on paper', async () => {
    const printer = createScriptedPrinter();
    const terminal = terminalWith(printer);
    const { ticketId } = take(terminal);
    press(printer, 0).begin();
    await press(printer, 0).finish(err({ outcome: 'not-printed', fault: 'PRINTER_CUTTER_JAM' }));
    expect(terminal.queue.view(ticketId)?.print).toEqual({ state: 'failed', reason: 'PRINTER_CUTTER_JAM' });
  });

  it('lets no byte out that the ledger could not save as sent', async () => {
    const printer = createScriptedPrinter();
    const terminal = terminalWith(printer);
    const { ticketId } = take(terminal);
    const { database } = terminal.storage;
    database.pragma('query_only = 1');
    press(printer, 0).begin();
    await settled();
    expect(terminal.queue.view(ticketId)?.print).toEqual({ state: 'queued', reason: 'STORAGE_FAILED' });
    expect(printer.presses).toHaveLength(1);
    database.pragma('query_only = 0');
    terminal.time.advance(5_000);
    expect(terminal.queue.view(ticketId)?.print).toEqual({ state: 'failed', reason: 'STORAGE_FAILED' });
    expect(outcomes(terminal)).toEqual([{ sequence: 2, outcome: 'failed' }]);
  });

  it('stays queued on a terminal without a printer and fails with the session', () => {
    const terminal = terminalWith(undefined);
    const { ticketId, print } = take(terminal);
    expect(print).toEqual({ state: 'queued', reason: 'PRINTER_ABSENT' });
    terminal.queue.sessionEnded('session-1');
    expect(terminal.queue.view(ticketId)?.print).toEqual({ state: 'failed', reason: 'PRINTER_ABSENT' });
  });
});

describe('a restart of the service', () => {
  it('fails what was queued, leaves what was sent unknown and prints neither', () => {
    const printer = createScriptedPrinter();
    const terminal = terminalWith(printer);
    const sent = take(terminal);
    press(printer, 0).begin();
    const queued = take(terminal);
    terminal.storage.close();

    const after = createScriptedPrinter();
    const restarted = openTestTerminal(after, { folder: terminal.folder, time: terminal.time });
    expect(restarted.queue.view(sent.ticketId)?.print).toEqual({
      state: 'unknown',
      reason: 'PRINT_OUTCOME_UNKNOWN',
    });
    expect(restarted.queue.view(queued.ticketId)?.print).toEqual({ state: 'failed' });
    after.set('ready');
    expect(after.presses).toHaveLength(0);
    expect(outcomes(restarted)).toEqual([
      { sequence: 2, outcome: 'unknown' },
      { sequence: 2, outcome: 'failed' },
    ]);
  });

  it('writes again what the disk did not take of it', async () => {
    const printer = createScriptedPrinter();
    const terminal = terminalWith(printer);
    const sent = take(terminal);
    press(printer, 0).begin();
    const queued = take(terminal);
    const { storage, outbox, time, log } = terminal;
    storage.database.pragma('query_only = 1');
    const restarted = createPrinting({
      storage,
      outbox,
      clock: time,
      timers: time,
      log,
      newKey: randomUUID,
      printer: undefined,
    });
    const told: string[] = [];
    restarted.onChanged((ticketId) => void told.push(ticketId));
    time.advance(5_000);
    expect(restarted.viewOf(sent.ticketId)?.state).toBe('sent');
    storage.database.pragma('query_only = 0');
    time.advance(5_000);
    expect(restarted.viewOf(sent.ticketId)).toEqual({ state: 'unknown', reason: 'PRINT_OUTCOME_UNKNOWN' });
    expect(restarted.viewOf(queued.ticketId)).toEqual({ state: 'failed' });
    expect(told).toEqual([sent.ticketId, queued.ticketId]);
    expect(outcomes(terminal).map(({ outcome }) => outcome)).toEqual(['unknown', 'failed']);
    time.advance(60_000);
    expect(outcomes(terminal)).toHaveLength(2);
  });

  it('is preceded by an orderly stop that waits for the paper under way', async () => {
    const printer = createScriptedPrinter();
    const terminal = terminalWith(printer);
    const under = take(terminal);
    press(printer, 0).begin();
    const queued = take(terminal);
    const stopped = terminal.stop();
    expect(terminal.queue.view(queued.ticketId)?.print.state).toBe('failed');
    await press(printer, 0).finish(printed);
    await stopped;
    expect(terminal.queue.view(under.ticketId)?.print.state).toBe('confirmed');
  });
});

describe('the paper', () => {
  const textsOf = (printer: ScriptedPrinter) =>
    press(printer, 0).document.blocks.flatMap((block) =>
      block.kind === 'text' ? [block.text] : block.kind === 'pair' ? [`${block.left}: ${block.right}`] : [],
    );

  it('says all that the citizen needs, in Chinese and in his language', () => {
    const printer = createScriptedPrinter();
    const terminal = terminalWith(printer);
    const { code } = take(terminal);
    expect(textsOf(printer)).toEqual([
      '测试政务服务中心',
      'Test Service Hall',
      '排队号票',
      'Queue ticket',
      'A001',
      '办理事项: 身份证换领',
      '办理窗口: 1号窗口、2号窗口',
      '取号时间: 2026-11-21 10:00',
      '前面等候: 0 人以上',
      '预计等候: 不到 5 分钟',
      'Service: ID card',
      'Counter: Counter 1, Counter 2',
      'Issued: 2026-11-21 10:00',
      'Waiting before you: 0 people or more',
      'Estimated wait: under 5 min',
      '请保留此票，听到叫号后前往窗口办理。',
      'Please keep this ticket and go to the counter when your number is called.',
    ]);
    expect(press(printer, 0).document.blocks).toContainEqual(
      expect.objectContaining({ kind: 'qr', text: code }),
    );
  });
});
