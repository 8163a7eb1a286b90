import { err, ok, type Result } from 'neverthrow';
import type { TimerClock } from '../supervision/timer-clock.ts';
import { cutOffLeftovers } from './end-of-receipt.ts';
import { marker } from './escpos-commands.ts';
import { printerDelays } from './printer-delays.ts';
import type { LineError, PrinterLine } from './printer-line.ts';
import type { PrinterProfile } from './printer-profile.ts';
import type { LaidOutReceipt } from './receipt-layout.ts';
import type { PrinterFault, PrintFailure, PrintOptions, PrintProof } from './receipt-printer.ts';
import type { PrinterCondition } from './status-codec.ts';

/** Start bit, eight data bits, stop bit. */
const BITS_PER_BYTE = 10;

/**
 * Any one answered says that the printer has begun. More than one, because an answer lost on the wire would
 * otherwise make a receipt that is half on paper look surely not printed.
 */
const START_MARKERS = 3;

export type PrintRun = {
  readonly line: PrinterLine;
  readonly receipt: LaidOutReceipt;
  readonly profile: PrinterProfile;
  readonly baudRate: number | undefined;
  readonly clock: TimerClock;
  readonly options: PrintOptions;
  /** Aborts when the line ends. */
  readonly lineEnd: AbortSignal;
  /** What was seen of the printer, for supervision; the first fault where it cannot print. */
  readonly seen: (condition: PrinterCondition) => PrinterFault | undefined;
};

export type PrintEnd = {
  readonly result: Result<PrintProof, PrintFailure>;
  /** Part of a receipt may hang out of the printer, or lie in its buffer. */
  readonly unfinished: boolean;
};

/**
 * Prints one receipt, once. Markers before it tell whether the printer has begun, a marker behind it
 * whether it has ended: bytes on the wire prove nothing. A fault on the way is waited for, however long, as
 * the printer keeps what it has; without a fault the answer must come in time.
 */
export async function runPrint(run: PrintRun): Promise<PrintEnd> {
  const { line, options, lineEnd } = run;
  const hindrance = await whatHinders(run);
  if (hindrance !== undefined) return notBegun(hindrance);
  await settleLeftovers(run);
  if (lineEnd.aborted) return notBegun('PRINTER_LOST');
  if (givenUp(options)) return notBegun('PRINTER_TIMEOUT');

  const { turn } = run.profile.status;
  const before = line.markers().sent;
  const markers = turn === 'none' ? 0 : START_MARKERS + 1;
  const mark = turn === 'none' ? [] : marker(turn);
  const starts = Array.from({ length: START_MARKERS }, () => mark).flat();
  const bytes = Uint8Array.from([...starts, ...run.receipt.bytes, ...mark]);
  options.beforeFirstByte();
  if (givenUp(options)) return notBegun('PRINTER_TIMEOUT');
  const written = line.write(bytes, markers);
  return watch(run, {
    begun: before + 1,
    ended: before + markers,
    tells: turn === 'none' ? undefined : mark,
    garbageBefore: line.garbage(),
    wireMs: run.baudRate === undefined ? 0 : (bytes.length * BITS_PER_BYTE * 1000) / run.baudRate,
    written,
  });
}

type Sent = {
  /** Answered markers that say that the printer has begun, and that it has ended. */
  readonly begun: number;
  readonly ended: number;
  /** The marker, where the printer answers any. */
  readonly tells: readonly number[] | undefined;
  readonly garbageBefore: number;
  readonly wireMs: number;
  readonly written: ReturnType<PrinterLine['write']>;
};

async function watch(run: PrintRun, sent: Sent): Promise<PrintEnd> {
  const { line, clock, options, lineEnd, profile, receipt } = run;
  const printingMs = (receipt.paperDots / profile.dotsPerMm / profile.slowestMmPerSecond) * 1000;
  const allowanceMs = sent.wireMs + printingMs + printerDelays.printingMargin;
  let deadline = clock.now() + allowanceMs;
  let hindrance: PrinterFault | undefined;
  let wanted = sent.ended;
  /** Without an answer in its turn: when it has stood ready for as long as the slowest printing takes. */
  const readyMs = sent.wireMs + printingMs + printerDelays.standsReady;
  let readySince = clock.now();

  const written = await sent.written;
  if (written.isErr())
    return unknown(written.error.code === 'PORT_TIMEOUT' ? 'PRINTER_TIMEOUT' : 'PRINTER_LOST');

  for (;;) {
    if (line.markers().answered < wanted) await pause(run, wanted);
    if (lineEnd.aborted) return unknown('PRINTER_LOST');

    const condition = await line.condition(sent.wireMs);
    if (lineEnd.aborted) return unknown('PRINTER_LOST');
    if (condition.isOk()) {
      const fault = run.seen(condition.value);
      if (fault !== hindrance) {
        hindrance = fault;
        options.onHindrance?.(fault);
        deadline = clock.now() + allowanceMs;
        readySince = clock.now();
      }
      if (sent.tells === undefined) {
        if (fault === undefined && clock.now() - readySince >= readyMs) return STOOD_READY;
      } else if (fault === undefined && line.markers().answered >= wanted) {
        if (wanted > sent.ended) return ANSWERED;
        // A spoiled byte may have looked like an answer: one more answer than markers before makes up for it.
        wanted += 1;
        await line.write(Uint8Array.from(sent.tells), 1);
        continue;
      }
    } else readySince = clock.now();
    if (givenUp(options)) return giveUp(run, sent, hindrance);
    if (hindrance === undefined && clock.now() > deadline) return giveUp(run, sent, hindrance);
    // Printed, but it stands still: nothing to do but look again in a while.
    if (line.markers().answered >= wanted) await pause(run, Number.POSITIVE_INFINITY);
  }
}

/**
 * Nobody waits for this receipt any more, so it must not come out later for the next citizen. What may be on
 * paper is cut off. Surely not printed is only what the printer has not begun, was hindered from, and said it
 * has thrown away; a spoiled answer on the way takes that certainty.
 */
async function giveUp(run: PrintRun, sent: Sent, hindrance: PrinterFault | undefined): Promise<PrintEnd> {
  const { line, profile } = run;
  let begun = sent.tells === undefined || line.markers().answered >= sent.begun;
  line.onMarker(() => {
    begun = true;
  });
  const cleared = await line.clear(sent.wireMs);
  line.onMarker(() => {});
  const fault = hindrance ?? 'PRINTER_TIMEOUT';
  if (run.lineEnd.aborted) return unknown('PRINTER_LOST');
  if (!cleared) return unknown(fault);
  if (!begun && hindrance !== undefined && line.garbage() === sent.garbageBefore) return notBegun(fault);
  await line.write(Uint8Array.from(cutOffLeftovers(profile)), 0);
  return { result: err({ outcome: 'unknown', fault }), unfinished: false };
}

/** Until so many markers are answered, the job is given up, the line ends, or it is time to look again. */
function pause({ line, clock, options, lineEnd }: PrintRun, markers: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clock.clearTimeout(timer);
      line.onMarker(() => {});
      lineEnd.removeEventListener('abort', end);
      options.signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = clock.setTimeout(end, printerDelays.jobPoll);
    line.onMarker(() => {
      if (line.markers().answered >= markers) end();
    });
    lineEnd.addEventListener('abort', end);
    options.signal?.addEventListener('abort', end);
    if (lineEnd.aborted || givenUp(options)) end();
  });
}

async function whatHinders({ line, seen }: PrintRun): Promise<PrinterFault | undefined> {
  const condition = await line.condition();
  return condition.isErr() ? faultOfLineError(condition.error) : seen(condition.value);
}

/** Answers to an earlier job's markers must not be taken for this one's. */
async function settleLeftovers(run: PrintRun): Promise<void> {
  const { line, clock, lineEnd, options } = run;
  const deadline = clock.now() + printerDelays.leftovers;
  const open = () => line.markers().answered < line.markers().sent;
  while (open() && clock.now() < deadline && !lineEnd.aborted && !givenUp(options)) {
    await pause(run, line.markers().sent);
  }
  if (open()) line.forgetMarkers();
}

function givenUp({ signal }: PrintOptions): boolean {
  return signal?.aborted === true;
}

export function faultOfLineError(error: LineError): PrinterFault {
  switch (error) {
    case 'silent':
      return 'PRINTER_TIMEOUT';
    case 'foreign':
      return 'PRINTER_WRONG_DEVICE';
    case 'lost':
      return 'PRINTER_LOST';
  }
}

const ANSWERED: PrintEnd = { result: ok('answered'), unfinished: false };
const STOOD_READY: PrintEnd = { result: ok('stood-ready'), unfinished: false };

function notBegun(fault: PrinterFault): PrintEnd {
  return { result: err({ outcome: 'not-printed', fault }), unfinished: false };
}

function unknown(fault: PrinterFault): PrintEnd {
  return { result: err({ outcome: 'unknown', fault }), unfinished: true };
}
