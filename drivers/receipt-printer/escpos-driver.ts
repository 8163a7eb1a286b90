import { err, ok, type Result } from 'neverthrow';
import type { ReceiptDocument } from '#domain/printing/receipt-document.ts';
import { answersLikeReader } from '../other-devices.ts';
import { type ProbeVerdict, supervise } from '../supervision/supervise.ts';
import type { TimerClock } from '../supervision/timer-clock.ts';
import type { TransportOpener } from '../transport/byte-transport.ts';
import { drawingTrouble } from './drawn-text.ts';
import { cutOffLeftovers } from './end-of-receipt.ts';
import { initialise } from './escpos-commands.ts';
import { createOutputWatch } from './output-watch.ts';
import { faultOfLineError, type PrintEnd, runPrint } from './print-run.ts';
import { printerDelays } from './printer-delays.ts';
import { identityOf } from './printer-identity.ts';
import { createPrinterLine, type LineError, type PrinterLine } from './printer-line.ts';
import type { PrinterProfile } from './printer-profile.ts';
import { layOutReceipt } from './receipt-layout.ts';
import type {
  PrinterFault,
  PrinterWarning,
  PrintFailure,
  PrintOptions,
  PrintProof,
  ReceiptPrinter,
} from './receipt-printer.ts';
import type { PrinterCondition } from './status-codec.ts';

export type EscposPrinterOptions = {
  readonly opener: TransportOpener;
  readonly profile: PrinterProfile;
  readonly clock: TimerClock;
  /** Told the characters of a document that show as 〓 on paper. They may be of a person's name. */
  readonly onUnprintable?: (unprintable: readonly string[]) => void;
  /** The last receipt that an earlier run of the program sent was never confirmed: part of it may hang out. */
  readonly leftUnfinished?: boolean;
};

/** A receipt printer that speaks ESC/POS over any byte line. */
export function createEscposPrinter(options: EscposPrinterOptions): ReceiptPrinter {
  const { opener, profile, clock, onUnprintable, leftUnfinished = false } = options;
  /** Something of a job whose end nobody knows may hang out of the printer or lie in its buffer. */
  let unfinished = leftUnfinished;
  /** Lines on which leftovers have been thrown away already. */
  const tidied = new WeakSet<PrinterLine>();
  /** Lines on which no printer has answered and a card module was asked for, and whether one was there. */
  const strangers = new WeakMap<PrinterLine, boolean>();

  const supervision = supervise<PrinterLine, PrinterFault, PrinterWarning>({
    opener,
    clock,
    faults: { absent: 'PRINTER_ABSENT', lost: 'PRINTER_LOST', silent: 'PRINTER_TIMEOUT' },
    connect: (transport) => {
      const line = createPrinterLine(transport, clock, profile);
      line.onCondition((condition) => seen(condition));
      return line;
    },
    probe: async (line) => {
      const condition = await line.condition();
      if (condition.isErr()) return judgeStranger(line, condition.error);
      strangers.delete(line);
      if (!tidied.has(line)) {
        tidied.add(line);
        await tidy(line);
      }
      return verdictOn(condition.value);
    },
    question: {
      everyMs: printerDelays.idlePoll,
      ask: async (line) =>
        (await line.condition()).match(verdictOn, (error) => ({
          faults: [faultOfLineError(error)],
          warnings: [],
        })),
    },
  });

  /**
   * What does not answer as a printer: whether it is a card module. Asked once an opening, as a printer that is only late
   * would print the question, and only where the model tells its condition in real time: others may just stand still.
   */
  const judgeStranger = async (
    line: PrinterLine,
    error: LineError,
  ): Promise<ProbeVerdict<PrinterFault, PrinterWarning>> => {
    const before = strangers.get(line);
    const asks =
      before === undefined ? !tidied.has(line) && profile.status.condition === 'real-time' : before;
    if (error !== 'lost' && asks) {
      strangers.set(line, await answersLikeReader(line.provoke));
      // Begins anew: what a printer may have taken for text is thrown away.
      await line.write(Uint8Array.from(initialise()), 0);
    }
    if (strangers.get(line) === true) {
      return { faults: ['PRINTER_WRONG_DEVICE'], warnings: [], hint: 'LIKE_A_READER' };
    }
    const hint = error === 'foreign' ? 'UNDECODABLE' : undefined;
    return { faults: [faultOfLineError(error)], warnings: [], hint };
  };

  /** The rest of an earlier citizen's receipt must not come out before the next one's. */
  const tidy = async (line: PrinterLine) => {
    const cleared = await line.clear();
    if (cleared && unfinished) await line.write(Uint8Array.from(cutOffLeftovers(profile)), 0);
    unfinished = false;
  };

  const output =
    profile.presenter === 'none'
      ? undefined
      : createOutputWatch({
          profile,
          presenter: profile.presenter,
          clock,
          withLine: async (work) => {
            const done = await supervision.run(async (line) => ok(await work(line)), { quiet: true });
            return done.isOk() ? done.value : undefined;
          },
        });

  const seen = (condition: PrinterCondition): PrinterFault | undefined => {
    const { faults, warnings } = verdictOn(condition);
    supervision.report(faults, warnings);
    return faults[0];
  };

  const print = (
    document: ReceiptDocument,
    printOptions: PrintOptions,
  ): Promise<Result<PrintProof, PrintFailure>> => {
    const receipt = layOutReceipt(document, profile);
    if (receipt.unprintable.length > 0) onUnprintable?.(receipt.unprintable);
    let waiting = true;
    let sent = false;

    const job = supervision.run<PrintProof, PrintFailure>(async (line, lineEnd) => {
      if (printOptions.signal?.aborted === true) return err(GIVEN_UP);
      waiting = false;
      await output?.empty(line);
      const end: PrintEnd = await runPrint({
        line,
        receipt,
        profile,
        baudRate: opener.baudRate,
        clock,
        lineEnd,
        seen,
        options: {
          ...printOptions,
          beforeFirstByte: () => {
            printOptions.beforeFirstByte();
            sent = true;
            unfinished = true;
          },
        },
      });
      if (sent && !lineEnd.aborted) unfinished = end.unfinished;
      if (end.result.isOk()) output?.follow(printOptions.onOutput ?? (() => {}));
      return end.result;
    });

    const outcome = job.then((result) =>
      result.mapErr(
        (failure): PrintFailure =>
          typeof failure === 'string'
            ? { outcome: sent ? 'unknown' : 'not-printed', fault: failure }
            : failure,
      ),
    );
    return Promise.race([outcome, givenUpWhileWaiting(printOptions.signal, () => waiting)]);
  };

  const { status, onStatus, detail, check, hint, start, stop } = supervision;
  return {
    status,
    onStatus,
    detail: () => detail() ?? drawingTrouble(),
    check,
    hint,
    start,
    stop: async () => {
      output?.stop();
      await stop();
    },
    print,
    identify: async () => {
      // Not where it stands still: what it has not read it would answer in the middle of a later job.
      const said = await supervision.run(async (line) => ok(await identityOf(line.askText)));
      return said.isOk() ? said.value : undefined;
    },
  };
}

const GIVEN_UP: PrintFailure = { outcome: 'not-printed', fault: 'PRINTER_TIMEOUT' };

/** A job that still waits for the one before it ends at once when it is given up. */
function givenUpWhileWaiting(
  signal: AbortSignal | undefined,
  waits: () => boolean,
): Promise<Result<PrintProof, PrintFailure>> {
  return new Promise((resolve) => {
    const end = () => {
      if (waits()) resolve(err(GIVEN_UP));
    };
    if (signal?.aborted === true) end();
    else signal?.addEventListener('abort', end, { once: true });
  });
}

/** The gravest first: what a repairer must see to, then what any member of staff can mend. */
function faultsOf(condition: PrinterCondition): PrinterFault[] {
  const faults: PrinterFault[] = [];
  if (condition.unrecoverable) faults.push('PRINTER_FAULT');
  if (condition.cutterJam) faults.push('PRINTER_CUTTER_JAM');
  if (condition.coverOpen) faults.push('PRINTER_COVER_OPEN');
  if (condition.paperOut) faults.push('PRINTER_PAPER_OUT');
  if (condition.overheated) faults.push('PRINTER_OVERHEATED');
  // Some printers name no error; and one that has none was switched offline at its panel.
  if (condition.offline && faults.length === 0)
    faults.push(condition.inError ? 'PRINTER_FAULT' : 'PRINTER_OFFLINE');
  return faults;
}

function verdictOn(condition: PrinterCondition): ProbeVerdict<PrinterFault, PrinterWarning> {
  return { faults: faultsOf(condition), warnings: warningsOf(condition) };
}

function warningsOf(condition: PrinterCondition): PrinterWarning[] {
  return condition.paperNearEnd && !condition.paperOut ? ['PRINTER_PAPER_NEAR_END'] : [];
}
