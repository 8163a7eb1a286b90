import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from 'neverthrow';
import type { ReceiptDocument } from '#domain/printing/receipt-document.ts';
import { openPty, type Pty } from '../emulation/pty.ts';
import { systemTimerClock, type TimerClock } from '../supervision/timer-clock.ts';
import { serialOpener } from '../transport/serial.ts';
import { createPrinterEmulator, type EmulatorOptions, type PrinterEmulator } from './emulator.ts';
import { createEscposPrinter } from './escpos-driver.ts';
import { type PrinterProfile, printerProfile } from './profiles.ts';
import type { PaperPart, ReceiptOnPaper } from './receipt-on-paper.ts';
import type { PrinterFault, PrintFailure, PrintProof, ReceiptPrinter } from './receipt-printer.ts';

/** A printer driver on a real pty with an emulated printer at the far end; for tests. */
export type Bench = {
  readonly pty: Pty;
  readonly emulator: PrinterEmulator;
  readonly printer: ReceiptPrinter;
  /** Resolves when the driver's status is as asked, now or later. */
  readonly until: (wanted: { readonly state?: string; readonly fault?: PrinterFault }) => Promise<void>;
  /** Resolves when what lies in the output is as asked, now or later. */
  readonly untilOnPaper: (wanted: (receipts: readonly ReceiptOnPaper[]) => boolean) => Promise<void>;
  /** The same printer at the hands of another run of the program, which may know of an unconfirmed receipt. */
  readonly anotherRun: (leftUnfinished: boolean) => Promise<ReceiptPrinter>;
  readonly close: () => Promise<void>;
};

export type BenchOptions = Partial<Omit<EmulatorOptions, 'profile' | 'send'>> & {
  readonly clock?: TimerClock;
  readonly profile?: PrinterProfile;
  /** Instead of the emulated printer: what sits at the far end. */
  readonly farEnd?: (bytes: Uint8Array, send: (bytes: Uint8Array) => void) => void;
};

export const BAUD = 115_200;

export function startBench({
  clock = systemTimerClock,
  profile = printerProfile('escpos-80mm'),
  farEnd,
  ...quirks
}: BenchOptions = {}): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'printer-'));
  // Flips the top bit: chance would now and then make a byte that is a true answer, which nobody could tell.
  const pty = openPty({ link: join(folder, 'printer'), random: () => 0.5 });
  const emulator = createPrinterEmulator({ profile, send: pty.send, mmPerSecond: 1_000, ...quirks });
  pty.onBytes(farEnd === undefined ? emulator.receive : (bytes) => farEnd(bytes, pty.send));
  const drive = (leftUnfinished: boolean) => {
    const driver = createEscposPrinter({
      opener: serialOpener({ path: pty.link, baudRate: BAUD }),
      profile,
      clock,
      leftUnfinished,
    });
    driver.start();
    return driver;
  };
  const printer = drive(false);
  let later: ReceiptPrinter | undefined;
  return {
    pty,
    emulator,
    printer,
    until: ({ state, fault }) =>
      eventually(printer.onStatus, () => {
        const status = printer.status();
        return (
          (state === undefined || status.state === state) &&
          (fault === undefined || status.faults[0] === fault)
        );
      }),
    untilOnPaper: (wanted) => eventually(emulator.onChange, () => wanted(emulator.state().receipts)),
    anotherRun: async (leftUnfinished) => {
      await printer.stop();
      const driver = drive(leftUnfinished);
      later = driver;
      await eventually(driver.onStatus, () => ['ready', 'faulted'].includes(driver.status().state));
      return driver;
    },
    close: async () => {
      await printer.stop();
      await later?.stop();
      emulator.stop();
      pty.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export function eventually(
  subscribe: (listener: () => void) => () => void,
  holds: () => boolean,
): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!holds()) return;
      end();
      resolve();
    };
    const end = subscribe(look);
    look();
  });
}

/** About 60 mm of paper whose first and last line name it. */
export function receiptNumbered(number: string): ReceiptDocument {
  return {
    blocks: [
      { kind: 'text', text: `begin ${number}` },
      { kind: 'text', text: '呼和浩特市政务服务中心', align: 'center' },
      { kind: 'text', text: number, size: 4, bold: true, align: 'center' },
      { kind: 'pair', left: '办理窗口', right: '3、4' },
      { kind: 'qr', text: `MSB1:${number}` },
      { kind: 'text', text: `end ${number}` },
    ],
  };
}

/** The first and last lines found on each strip: `begin A001`, `end A001`. */
export function marksOn(receipts: readonly ReceiptOnPaper[]): string[][] {
  return receipts.map(({ parts }) => parts.map(lineOf).filter((line) => /^(begin|end) /.test(line)));
}

function lineOf(part: PaperPart): string {
  return part.kind === 'text' ? part.runs.map((run) => run.text).join('') : '';
}

/** Prints and keeps what the driver told on the way. */
export function watchedPrint(printer: ReceiptPrinter, number: string, signal?: AbortSignal) {
  const told: (PrinterFault | 'first byte' | 'goes on')[] = [];
  const listeners = new Set<() => void>();
  const tell = (entry: (typeof told)[number]) => {
    told.push(entry);
    for (const listener of listeners) listener();
  };
  const result: Promise<Result<PrintProof, PrintFailure>> = printer.print(receiptNumbered(number), {
    beforeFirstByte: () => tell('first byte'),
    onHindrance: (fault) => tell(fault ?? 'goes on'),
    ...(signal === undefined ? {} : { signal }),
  });
  return {
    told,
    result,
    untilTold: (entry: (typeof told)[number]) =>
      eventually(
        (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
        () => told.includes(entry),
      ),
  };
}
