import { err, ok, type Result } from 'neverthrow';
import type { TimerClock } from '../supervision/timer-clock.ts';
import { cutOffLeftovers } from './end-of-receipt.ts';
import { marker } from './escpos-commands.ts';
import { piecesOf } from './job-pieces.ts';
import { printerDelays } from './printer-delays.ts';
import type { LineError, PrinterLine } from './printer-line.ts';
import type { PrinterProfile } from './printer-profile.ts';
import type { LaidOutReceipt } from './receipt-layout.ts';
import type { PrinterFault, PrintFailure, PrintOptions, PrintProof } from './receipt-printer.ts';
import type { SheetPart } from './receipt-sheet.ts';
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
  const { options, lineEnd } = run;
  const hindrance = await whatHinders(run);
  if (hindrance !== undefined) return notBegun(hindrance);
  await settleLeftovers(run);
  if (lineEnd.aborted) return notBegun('PRINTER_LOST');
  if (givenUp(options)) return notBegun('PRINTER_TIMEOUT');

  options.beforeFirstByte();
  if (givenUp(options)) return notBegun('PRINTER_TIMEOUT');
  return follow(run, prepare(run));
}

type Job = {
  readonly pieces: readonly SheetPart[];
  /** The question behind each piece; undefined where the printer answers none in its turn. */
  readonly mark: readonly number[] | undefined;
  /** Answered markers that say that the printer has begun. */
  readonly begun: number;
  /** Answered markers that say that this piece is on paper. */
  readonly endOf: (piece: number) => number;
  readonly garbageBefore: number;
  /** Of the largest piece: what a question may have to wait for. */
  readonly wireMs: number;
};

function prepare({ line, receipt, profile, baudRate }: PrintRun): Job {
  const { turn } = profile.status;
  const before = line.markers().sent;
  const pieces = piecesOf(receipt, profile.bufferBytes);
  const largest = Math.max(...pieces.map(({ bytes }) => bytes.length));
  return {
    pieces,
    mark: turn === 'none' ? undefined : marker(turn),
    begun: before + 1,
    endOf: (piece) => (turn === 'none' || piece < 0 ? before : before + START_MARKERS + piece + 1),
    garbageBefore: line.garbage(),
    wireMs: wireMs(largest, baudRate),
  };
}

function wireMs(bytes: number, baudRate: number | undefined): number {
  return baudRate === undefined ? 0 : (bytes * BITS_PER_BYTE * 1000) / baudRate;
}

function printingMs({ dotsPerMm, slowestMmPerSecond }: PrinterProfile, dots: number): number {
  return (dots / dotsPerMm / slowestMmPerSecond) * 1000;
}

async function follow(run: PrintRun, job: Job): Promise<PrintEnd> {
  const { line, clock, options, lineEnd, profile, receipt } = run;
  const { pieces, mark, endOf } = job;
  const workMs = wireMs(receipt.bytes.length, run.baudRate) + printingMs(profile, receipt.paperDots);
  let deadline = clock.now() + workMs + printerDelays.printingMargin;
  let hindrance: PrinterFault | undefined;
  let next = 0;
  let wanted = endOf(pieces.length - 1);
  /** When even the slowest has printed what was sent. */
  let workedOff = clock.now();

  const hasRoom = () => {
    if (mark !== undefined) return line.markers().answered >= endOf(next - 2);
    return next === 0 || (hindrance === undefined && clock.now() >= workedOff);
  };
  const send = async ({ bytes, paperDots }: SheetPart) => {
    const starts = next === 0 && mark !== undefined ? START_MARKERS : 0;
    const question = mark ?? [];
    const begin = Array.from({ length: starts }, () => question).flat();
    const markers = mark === undefined ? 0 : starts + 1;
    const takesMs = wireMs(bytes.length, run.baudRate) + printingMs(profile, paperDots);
    workedOff = Math.max(workedOff, clock.now()) + takesMs;
    next += 1;
    return line.write(Uint8Array.from([...begin, ...bytes, ...question]), markers);
  };

  for (;;) {
    for (let piece = pieces[next]; piece !== undefined && hasRoom(); piece = pieces[next]) {
      const written = await send(piece);
      if (written.isErr())
        return unknown(written.error.code === 'PORT_TIMEOUT' ? 'PRINTER_TIMEOUT' : 'PRINTER_LOST');
    }
    const allSent = next === pieces.length;
    const awaited = allSent ? wanted : endOf(next - 2);
    if (line.markers().answered < awaited) await pause(run, awaited);
    if (lineEnd.aborted) return unknown('PRINTER_LOST');

    const condition = await line.condition(job.wireMs);
    if (lineEnd.aborted) return unknown('PRINTER_LOST');
    if (condition.isOk()) {
      const fault = run.seen(condition.value);
      if (fault !== hindrance) {
        hindrance = fault;
        options.onHindrance?.(fault);
        deadline = clock.now() + workMs + printerDelays.printingMargin;
        workedOff = clock.now() + workMs;
      }
      if (allSent && fault === undefined) {
        if (mark === undefined) {
          if (clock.now() >= workedOff + printerDelays.standsReady) return STOOD_READY;
        } else if (line.markers().answered >= wanted) {
          if (wanted > endOf(pieces.length - 1)) return ANSWERED;
          // A spoiled byte may have looked like an answer: one more answer than markers before makes up for it.
          wanted += 1;
          await line.write(Uint8Array.from(mark), 1);
          continue;
        }
      }
    } else if (mark === undefined) {
      // Silent meanwhile: switched off, for all one knows.
      workedOff = clock.now() + workMs;
    }
    if (givenUp(options)) return giveUp(run, job, hindrance);
    if (hindrance === undefined && clock.now() > deadline) return giveUp(run, job, hindrance);
    // Printed, but it stands still, or it tells nothing: nothing to do but look again in a while.
    if (mark === undefined || (allSent && line.markers().answered >= wanted))
      await pause(run, Number.POSITIVE_INFINITY);
  }
}

/**
 * Nobody waits for this receipt any more, so it must not come out later for the next citizen. What may be on
 * paper is cut off. Surely not printed is only what the printer has not begun, was hindered from, and said it
 * has thrown away; a spoiled answer on the way takes that certainty.
 */
async function giveUp(run: PrintRun, job: Job, hindrance: PrinterFault | undefined): Promise<PrintEnd> {
  const { line, profile } = run;
  let begun = job.mark === undefined || line.markers().answered >= job.begun;
  line.onMarker(() => {
    begun = true;
  });
  const cleared = await line.clear(job.wireMs);
  line.onMarker(() => {});
  const fault = hindrance ?? 'PRINTER_TIMEOUT';
  if (run.lineEnd.aborted) return unknown('PRINTER_LOST');
  if (!cleared) return unknown(fault);
  if (!begun && hindrance !== undefined && line.garbage() === job.garbageBefore) return notBegun(fault);
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
