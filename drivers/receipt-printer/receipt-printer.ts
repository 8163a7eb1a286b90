import type { Result } from 'neverthrow';
import type { ReceiptDocument } from '#domain/printing/receipt-document.ts';
import type { SupervisedDevice } from '../device.ts';
import type { PrinterIdentity } from './printer-identity.ts';

export type PrinterFault =
  | 'PRINTER_ABSENT'
  | 'PRINTER_LOST'
  | 'PRINTER_TIMEOUT'
  | 'PRINTER_WRONG_DEVICE'
  | 'PRINTER_PAPER_OUT'
  | 'PRINTER_COVER_OPEN'
  | 'PRINTER_CUTTER_JAM'
  | 'PRINTER_OVERHEATED'
  | 'PRINTER_OFFLINE'
  | 'PRINTER_FAULT';

export type PrinterWarning = 'PRINTER_PAPER_NEAR_END';

/**
 * How a job ended that was not confirmed.
 * - not-printed: no byte was written, or the printer confirmed that it threw the job away
 * - unknown: bytes went out and the printer's answer never came
 */
export type PrintFailure = {
  readonly outcome: 'not-printed' | 'unknown';
  readonly fault: PrinterFault;
};

/**
 * How it is known that a receipt is on paper.
 * - answered: the printer answered a question that stood behind the receipt
 * - stood-ready: the printer cannot answer in its turn; it reported no fault for as long as its slowest printing
 */
export type PrintProof = 'answered' | 'stood-ready';

/** What becomes of a receipt that a presenter holds out; `unknown` where nobody can say any more whether it lies there. */
export type OutputEvent = 'at-output' | 'taken' | 'retracted' | 'ejected' | 'unknown';

export type PrintOptions = {
  /**
   * Called once, just before the first byte is written: the ledger must say `sent` before it is true. Where it
   * cannot be saved the caller aborts `signal` in here: then no byte is written and the outcome is not-printed.
   */
  readonly beforeFirstByte: () => void;
  /** Called when a fault stops a job that is under way (paper end in the middle), and with undefined when it goes on. */
  readonly onHindrance?: (fault: PrinterFault | undefined) => void;
  /** Called for printers with a presenter, after the job is confirmed too; whatever follows `at-output` is the last. */
  readonly onOutput?: (event: OutputEvent) => void;
  /** Gives the job up: what is not printed yet is cleared from the printer where it can. */
  readonly signal?: AbortSignal;
};

export type ReceiptPrinter = SupervisedDevice<PrinterFault, PrinterWarning> & {
  /** One job at a time; a second waits for the first. Resolves when the paper is proven. */
  readonly print: (
    document: ReceiptDocument,
    options: PrintOptions,
  ) => Promise<Result<PrintProof, PrintFailure>>;
  /** Asks it what it is, between two jobs; undefined where it does not say, or cannot be asked now. */
  readonly identify: () => Promise<PrinterIdentity | undefined>;
};
