import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { PrintView } from '#contract/ticket.ts';
import { printerProfile } from '#drivers/receipt-printer/profiles.ts';
import { type Bench, eventually, startBench } from '#drivers/receipt-printer/test-bench.ts';
import { openTestTerminal, removeFolders, type TestTerminal } from '../testing/test-terminal.ts';

/** The print ledger over the real driver, a real pty and the emulated printer at its far end. */

const TODAY = '2026-11-21';

let bench: Bench;

afterEach(async () => {
  await bench.close();
  removeFolders();
});

async function terminalOnBench(profile = printerProfile('escpos-80mm')): Promise<TestTerminal> {
  bench = startBench({ profile });
  await bench.until({ state: 'ready' });
  const terminal = openTestTerminal(bench.printer);
  terminal.lease('q-a', TODAY, 1, 50);
  return terminal;
}

function take(terminal: TestTerminal) {
  return terminal.queue
    .take(
      { sessionId: 'session-1', language: 'zh-CN', personKey: null, heldTickets: [] },
      { serviceId: 's-id', requestKey: randomUUID() },
    )
    ._unsafeUnwrap();
}

function untilPrint(
  terminal: TestTerminal,
  ticketId: string,
  wanted: (print: PrintView) => boolean,
): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      const view = terminal.queue.view(ticketId);
      if (!view || !wanted(view.print)) return;
      end();
      resolve();
    };
    const end = terminal.queue.onTicketChanged(look);
    look();
  });
}

const textsOnPaper = () =>
  bench.emulator
    .state()
    .receipts.map(({ parts }) =>
      parts.flatMap((part) => (part.kind === 'text' ? part.runs.map((run) => run.text) : [])).join('\n'),
    );

describe('a ticket on paper', () => {
  it('is confirmed by the printer and comes out once', async () => {
    const terminal = await terminalOnBench();
    const { ticketId, label } = take(terminal);
    await untilPrint(terminal, ticketId, ({ state }) => state === 'confirmed');
    expect(textsOnPaper().filter((text) => text.includes(label))).toHaveLength(1);
  });

  it('waits for paper, and does not come out when the citizen has left', async () => {
    const terminal = await terminalOnBench();
    bench.emulator.setPaper('out');
    await bench.until({ fault: 'PRINTER_PAPER_OUT' });
    const left = take(terminal);
    expect(left.print).toEqual({ state: 'queued', reason: 'PRINTER_PAPER_OUT' });
    terminal.queue.sessionEnded('session-1');
    const waits = take(terminal);
    bench.emulator.setPaper('ok');
    await untilPrint(terminal, waits.ticketId, ({ state }) => state === 'confirmed');
    expect(terminal.queue.view(left.ticketId)?.print.state).toBe('failed');
    expect(textsOnPaper().some((text) => text.includes(left.label))).toBe(false);
    expect(textsOnPaper().filter((text) => text.includes(waits.label))).toHaveLength(1);
  });

  it('puts no byte on the wire when the ledger cannot be saved, and prints again afterwards', async () => {
    const terminal = await terminalOnBench();
    const { database } = terminal.storage;
    const lost = take(terminal);
    database.pragma('query_only = 1');
    await untilPrint(terminal, lost.ticketId, ({ reason }) => reason === 'STORAGE_FAILED');
    expect(textsOnPaper().filter((text) => text.includes(lost.label))).toEqual([]);
    database.pragma('query_only = 0');
    terminal.time.advance(5_000);
    expect(terminal.queue.view(lost.ticketId)?.print).toEqual({ state: 'failed', reason: 'STORAGE_FAILED' });
    const next = take(terminal);
    await untilPrint(terminal, next.ticketId, ({ state }) => state === 'confirmed');
    expect(textsOnPaper().filter((text) => text.includes(next.label))).toHaveLength(1);
  });
});

describe('paper that a presenter holds out', () => {
  const presenting = printerProfile('kiosk-pyramid');
  const heldOut = ({ printing }: TestTerminal, wanted: boolean) =>
    eventually(printing.paperHeldOut.onChange, () => printing.paperHeldOut.get() === wanted);

  it('is said to lie there after its citizen has gone, until it is taken', async () => {
    const terminal = await terminalOnBench(presenting);
    take(terminal);
    await heldOut(terminal, true);
    terminal.queue.sessionEnded('session-1');
    expect(terminal.printing.paperHeldOut.get()).toBe(true);
    bench.emulator.takePaper();
    await heldOut(terminal, false);
  });

  it('is said to lie there no more when it was drawn back', async () => {
    if (presenting.presenter === 'none') throw new Error('a printer with a presenter');
    const terminal = await terminalOnBench({
      ...presenting,
      presenter: { ...presenting.presenter, takeSeconds: 1 },
    });
    take(terminal);
    await heldOut(terminal, true);
    await heldOut(terminal, false);
    expect(bench.emulator.state().output).toBe('retracted');
  });

  it('is said to lie there no more when its printer is taken away', async () => {
    const terminal = await terminalOnBench(presenting);
    const { ticketId } = take(terminal);
    await heldOut(terminal, true);
    await bench.printer.stop();
    expect(terminal.printing.paperHeldOut.get()).toBe(false);
    expect(terminal.queue.view(ticketId)?.print).toEqual({ state: 'confirmed' });
  });
});
