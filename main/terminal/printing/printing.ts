import type { Result } from 'neverthrow';
import type { FailureCode } from '#contract/failures.ts';
import type { PrintView } from '#contract/ticket.ts';
import type { PrintEvent, PrintState } from '#domain/printing/print-job.ts';
import type { ReceiptDocument } from '#domain/printing/receipt-document.ts';
import type { Clock } from '#domain/time/clock.ts';
import type {
  OutputEvent,
  PrintFailure,
  PrintProof,
  ReceiptPrinter,
} from '#drivers/receipt-printer/receipt-printer.ts';
import type { Log } from '../log/log.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { createPublished, type Published } from '../published.ts';
import type { Storage, StorageError } from '../storage/storage.ts';
import type { Timers } from '../timers.ts';
import { createPrintLedger } from './print-ledger.ts';
import { createPrintStore, type Paper, type PrintJob } from './print-store.ts';

/** What is to be printed, and for whose session. */
export type PrintOrder = {
  readonly paper: Paper;
  readonly sessionId: string;
  readonly reprint: boolean;
  /** The touch that asked for a reprint; the same touch twice is one job. */
  readonly requestKey: string | undefined;
};

export type Printing = {
  /** Writes the job; call it inside the transaction that saves what is printed. */
  readonly record: (order: PrintOrder) => PrintJob;
  /** Prints a recorded job as soon as the printer can; to be called after the transaction, never awaited. */
  readonly start: (job: PrintJob, order: PrintOrder, document: ReceiptDocument) => void;
  readonly viewOf: (paperId: string) => PrintView | undefined;
  /** The paper that this touch asked for already. */
  readonly askedBy: (requestKey: string) => Paper | undefined;
  /** Jobs of the session that have not begun or are held up are given up; one that is being printed goes on. */
  readonly sessionEnded: (sessionId: string) => void;
  /** A paper that nobody wants any more: what has not begun does not come out. */
  readonly giveUp: (paperId: string) => void;
  readonly onChanged: (listener: (paperId: string) => void) => () => void;
  /** Whether the printer holds paper out that nobody has taken, whosever it is. */
  readonly paperHeldOut: Published<boolean>;
  /** Gives up what has not begun and waits until the printer has let go of the job under way. */
  readonly stop: () => Promise<void>;
};

export type PrintingDependencies = {
  readonly storage: Storage;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly newKey: () => string;
  /** Undefined while the configuration names none: tickets are then shown on the screen alone. */
  readonly printer: ReceiptPrinter | undefined;
};

/** After a printer refused a job although it reported itself ready, it is asked again this much later. */
const ASK_AGAIN_MS = 1_000;

/** A ledger entry that the disk did not take is written again this much later. */
const SAVE_AGAIN_MS = 5_000;

type Live = {
  job: PrintJob;
  readonly order: PrintOrder;
  readonly document: ReceiptDocument;
  readonly abort: AbortController;
  /** What keeps it from the paper just now; not saved before the job ends. */
  hindrance: FailureCode | undefined;
  /** The citizen has gone: it may come to its end, but must not wait for a repair and come out for another. */
  left: boolean;
};

/**
 * Prints saved jobs one after the other. A job that an earlier run left queued has surely not been printed; one it
 * left sent may lie in the tray: it becomes unknown and is never printed again by itself (Q8).
 */
export function createPrinting(dependencies: PrintingDependencies): Printing {
  const { storage, outbox, clock, timers, log, newKey, printer } = dependencies;
  const store = createPrintStore(storage);
  const ledger = createPrintLedger({ storage, store, outbox, clock, log });
  const listeners = new Set<(paperId: string) => void>();
  const waiting: Live[] = [];
  /** By paper, the jobs whose truth is newer here than in the database. */
  const live = new Map<string, Live>();
  /** What has become of paper that is held out, by its id, while its citizen is there. */
  const outputs = new Map<string, Exclude<OutputEvent, 'unknown'>>();
  const paperHeldOut = createPublished(false);
  let active: { readonly entry: Live; readonly settled: Promise<void> } | undefined;
  let stopped = false;
  let cancelAskAgain = () => {};
  const cancelSaves = new Set<() => void>();

  for (const job of store.open()) {
    const reason = job.state === 'sent' ? 'PRINT_OUTCOME_UNKNOWN' : undefined;
    save(job, 'service-restarted', reason, (saved) => {
      if (saved.isOk()) tell(job.paper.id);
    });
  }
  const stopWatching = printer?.onStatus(() => pump());

  function tell(paperId: string) {
    for (const listener of listeners) listener(paperId);
  }

  /** Saves the end of a job, again and again until the disk takes it; `tried` hears of each attempt. */
  function save(
    job: PrintJob,
    event: PrintEvent,
    reason: FailureCode | undefined,
    tried: (saved: Result<PrintJob, StorageError>) => void,
    proof?: PrintProof,
  ) {
    const saved = ledger.advance(job, event, reason, proof);
    if (saved.isErr()) {
      log.event('print.not-saved', { job: job.jobId, code: saved.error });
      const cancel = timers.after(SAVE_AGAIN_MS, () => {
        cancelSaves.delete(cancel);
        save(job, event, reason, tried, proof);
      });
      cancelSaves.add(cancel);
    }
    tried(saved);
  }

  function hinder(entry: Live, hindrance: FailureCode | undefined) {
    if (entry.hindrance === hindrance) return;
    entry.hindrance = hindrance;
    tell(entry.order.paper.id);
  }

  /** Ends a job; until the disk takes it, the truth is kept here. */
  function end(entry: Live, event: PrintEvent, reason: FailureCode | undefined, proof?: PrintProof) {
    const ended = (saved: Result<PrintJob, StorageError>) => {
      if (saved.isErr()) entry.hindrance = reason ?? saved.error;
      else {
        entry.job = saved.value;
        if (live.get(entry.order.paper.id) === entry) live.delete(entry.order.paper.id);
      }
      tell(entry.order.paper.id);
    };
    save(entry.job, event, reason, ended, proof);
  }

  function pump() {
    if (stopped || waiting.length === 0) return;
    if (active) {
      // What stands still before them keeps them too.
      for (const entry of waiting) hinder(entry, active.entry.hindrance);
      return;
    }
    const obstacle = obstacleOf(printer);
    if (obstacle !== 'none') {
      for (const entry of waiting) hinder(entry, obstacle);
      return;
    }
    const entry = waiting.shift();
    if (!entry || !printer) return;
    cancelAskAgain();
    active = { entry, settled: printNow(entry, printer) };
  }

  async function printNow(entry: Live, on: ReceiptPrinter): Promise<void> {
    const next = await print(entry, on);
    active = undefined;
    if (next === 'next-job') pump();
  }

  async function print(entry: Live, on: ReceiptPrinter): Promise<'next-job' | 'ask-again'> {
    hinder(entry, undefined);
    let notSaved: StorageError | undefined;
    const result = await on.print(entry.document, {
      signal: entry.abort.signal,
      beforeFirstByte: () => {
        const sent = ledger.advance(entry.job, 'bytes-going-out', undefined);
        if (sent.isErr()) {
          // A byte whose `sent` is not on the disk must not be written.
          notSaved = sent.error;
          entry.abort.abort();
          return;
        }
        entry.job = sent.value;
        tell(entry.order.paper.id);
      },
      onHindrance: (fault) => {
        hinder(entry, fault);
        if (fault !== undefined && entry.left) entry.abort.abort();
        pump();
      },
      onOutput: (output) => {
        log.event('print.output', { paper: entry.order.paper.id, output });
        paperHeldOut.set(output === 'at-output');
        if (entry.left) return;
        if (output === 'unknown') outputs.delete(entry.order.paper.id);
        else outputs.set(entry.order.paper.id, output);
        tell(entry.order.paper.id);
      },
    });
    if (result.isErr()) return settleFailure(entry, result.error, notSaved);
    end(entry, 'printer-confirmed', undefined, result.value);
    return 'next-job';
  }

  function settleFailure(
    entry: Live,
    { outcome, fault }: PrintFailure,
    notSaved: StorageError | undefined,
  ): 'next-job' | 'ask-again' {
    if (entry.job.state === 'sent' && outcome === 'unknown') {
      end(entry, 'outcome-lost', 'PRINT_OUTCOME_UNKNOWN');
      return 'next-job';
    }
    if (entry.job.state === 'sent' || entry.abort.signal.aborted) {
      end(entry, 'surely-not-printed', notSaved ?? fault);
      return 'next-job';
    }
    // Not a byte went out: it keeps its place and is tried when the printer reports something new, or soon.
    waiting.unshift(entry);
    hinder(entry, fault);
    cancelAskAgain = timers.after(ASK_AGAIN_MS, pump);
    return 'ask-again';
  }

  /**
   * Gives up the jobs that have not begun. The one under way goes on, unless the printer stands still over it: it
   * must not come out for the next citizen when somebody puts paper in.
   */
  function giveUp(belongs: (entry: Live) => boolean) {
    for (const entry of waiting.filter(belongs)) {
      waiting.splice(waiting.indexOf(entry), 1);
      end(entry, 'surely-not-printed', entry.hindrance);
    }
    if (!active || !belongs(active.entry)) return;
    const { job, hindrance, abort } = active.entry;
    active.entry.left = true;
    if (job.state === 'queued' || hindrance !== undefined) abort.abort();
  }

  return {
    record: (order) => {
      const jobId = newKey();
      store.insert({ ...order, jobId, createdAt: clock.now() });
      return { jobId, paper: order.paper, state: 'queued', reason: undefined };
    },
    start: (job, order, document) => {
      const entry: Live = {
        job,
        order,
        document,
        abort: new AbortController(),
        hindrance: undefined,
        left: false,
      };
      live.set(order.paper.id, entry);
      outputs.delete(order.paper.id);
      waiting.push(entry);
      if (stopped) giveUp((candidate) => candidate === entry);
      else pump();
    },
    viewOf: (paperId) => {
      const entry = live.get(paperId);
      const output = outputs.get(paperId);
      if (entry) return printView(entry.job.state, entry.hindrance, output);
      const job = store.latestOf(paperId);
      return job && printView(job.state, job.reason, output);
    },
    askedBy: (requestKey) => store.byRequestKey(requestKey)?.paper,
    sessionEnded: (sessionId) => {
      outputs.clear();
      giveUp(({ order }) => order.sessionId === sessionId);
    },
    giveUp: (paperId) => giveUp(({ order }) => order.paper.id === paperId),
    onChanged: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    paperHeldOut,
    stop: async () => {
      stopped = true;
      stopWatching?.();
      cancelAskAgain();
      giveUp(() => true);
      await active?.settled;
      for (const cancel of cancelSaves) cancel();
    },
  };
}

/** On its way to the hand that waits for it, or there; not drawn back because nobody took it. */
export function isOnPaper(print: PrintView | undefined): boolean {
  if (!print || print.state === 'failed' || print.state === 'unknown') return false;
  return print.output !== 'retracted' && print.output !== 'ejected';
}

function printView(
  state: PrintState,
  reason: FailureCode | undefined,
  output: PrintView['output'],
): PrintView {
  return { state, ...(reason !== undefined && { reason }), ...(output !== undefined && { output }) };
}

function obstacleOf(printer: ReceiptPrinter | undefined): FailureCode | undefined | 'none' {
  if (!printer) return 'PRINTER_ABSENT';
  const { state, faults } = printer.status();
  if (faults[0]) return faults[0];
  return state === 'ready' || state === 'busy' ? 'none' : undefined;
}
