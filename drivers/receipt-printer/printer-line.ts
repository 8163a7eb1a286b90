import { err, ok, type Result } from 'neverthrow';
import type { TimerClock } from '../supervision/timer-clock.ts';
import type { ByteTransport, TransportError } from '../transport/byte-transport.ts';
import * as escpos from './escpos-commands.ts';
import { printerDelays } from './printer-delays.ts';
import {
  conditionFromAnswers,
  createStatusDecoder,
  type PrinterCondition,
  type PrinterMessage,
} from './status-codec.ts';

/**
 * - silent: no answer came
 * - foreign: something came that no printer says
 * - lost: the question could not be sent
 */
export type LineError = 'silent' | 'foreign' | 'lost';

/**
 * The conversation with one printer over one opening of its line: who asked what, and how many markers are
 * still unanswered. Markers are counted and never reset while data may lie in the printer, so that the
 * answer to an earlier job's marker can never confirm a later job.
 */
export type PrinterLine = {
  /** Asks all four statuses; asks again once where an answer failed. `extraMs` is what else is on the wire. */
  readonly condition: (extraMs?: number) => Promise<Result<PrinterCondition, LineError>>;
  /** Writes bytes that hold this many markers. */
  readonly write: (bytes: Uint8Array, markers: number) => Promise<Result<void, TransportError>>;
  /** Markers written and answered since the line was opened. */
  readonly markers: () => { readonly sent: number; readonly answered: number };
  /** Called after each answer to a marker. At most one listener. */
  readonly onMarker: (listener: () => void) => void;
  /** Throws away what the printer has not printed; whether it said that it did. */
  readonly clear: (extraMs?: number) => Promise<boolean>;
  /** Gives up waiting for the markers that are out. */
  readonly forgetMarkers: () => void;
  /** Bytes that were no message of a printer, since the line was opened. */
  readonly garbage: () => number;
};

/** Two sensors for each of near end and end, which always agree. */
const MARKER_ANSWERS: ReadonlySet<number> = new Set([0x00, 0x03, 0x0c, 0x0f]);

type Waiting = { readonly accept: (bits: number) => void; readonly giveUp: () => void };

/** All at once costs one round trip before each job. */
const TOGETHER: readonly (readonly escpos.StatusQuestion[])[] = [[1, 2, 3, 4]];
/** Where that fails: some printers drop questions that follow each other closely. */
const ONE_BY_ONE: typeof TOGETHER = [[1], [2], [3], [4]];

export function createPrinterLine(transport: ByteTransport, clock: TimerClock): PrinterLine {
  const decoder = createStatusDecoder();
  let waiting: Waiting | undefined;
  let waitingForClear: (() => void) | undefined;
  let markerListener: () => void = () => {};
  let sent = 0;
  let answered = 0;
  let garbage = 0;
  let lost = false;
  let plainAnswers = 0;
  /** Bytes without fixed bits that answer nothing. */
  let surplus = 0;
  /** The printer has answered without fixed bits, and each question once. */
  let countsRight = false;
  /** Unknown until the printer has answered; a printer that has once set the fixed bits always does. */
  let setsFixedBits: boolean | undefined;

  const hear = (message: PrinterMessage) => {
    switch (message.kind) {
      case 'status':
        setsFixedBits = true;
        waiting?.accept(message.bits);
        return;
      case 'plain':
        if (waiting !== undefined && setsFixedBits !== true) {
          setsFixedBits = false;
          plainAnswers += 1;
          waiting.accept(message.bits);
        } else if (!MARKER_ANSWERS.has(message.bits)) {
          garbage += 1;
        } else if (answered < sent) {
          answered += 1;
          markerListener();
        } else {
          surplus += 1;
        }
        return;
      case 'cleared':
        // What was in the buffer is gone, its markers too.
        answered = sent;
        waitingForClear?.();
        return;
      case 'automatic':
        // Asked for by another program, or a printer's default: the polls say the same a moment later.
        return;
      case 'garbage':
        garbage += 1;
        return;
    }
  };
  transport.onBytes((bytes) => {
    for (const message of decoder.decode(bytes)) hear(message);
  });

  /** The answers in the order of the questions, or undefined where one is missing. */
  const ask = async (
    questions: readonly escpos.StatusQuestion[],
    extraMs: number,
  ): Promise<readonly number[] | undefined> => {
    const answers = new Promise<readonly number[] | undefined>((resolve) => {
      const heard: number[] = [];
      const end = (result: readonly number[] | undefined) => {
        clock.clearTimeout(timer);
        waiting = undefined;
        resolve(result);
      };
      const timer = clock.setTimeout(() => end(undefined), printerDelays.answer + extraMs);
      waiting = {
        accept: (bits) => {
          heard.push(bits);
          if (heard.length === questions.length) end(heard);
        },
        giveUp: () => end(undefined),
      };
    });
    const written = await transport.write(Uint8Array.from(questions.flatMap(escpos.askStatus)));
    if (written.isErr()) {
      lost = true;
      waiting?.giveUp();
    }
    return answers;
  };

  const pause = (ms: number) => new Promise<void>((resolve) => clock.setTimeout(resolve, ms));

  const askAll = async (rounds: typeof TOGETHER, extraMs: number): Promise<PrinterCondition | undefined> => {
    const plainBefore = plainAnswers;
    const [garbageBefore, surplusBefore] = [garbage, surplus];
    const answers: number[] = [];
    for (const questions of rounds) {
      const answer = await ask(questions, extraMs);
      if (answer === undefined) return undefined;
      answers.push(...answer);
    }
    // A late marker was taken for an answer before the fixed bits were known: the round is worth nothing.
    if (setsFixedBits === true && plainAnswers > plainBefore) return undefined;
    // Without fixed bits anything can look like an answer: then nothing else may have come with it. A printer
    // at a lower speed is heard as zeros, more than there were questions.
    if (setsFixedBits !== true) {
      if (garbage > garbageBefore) return undefined;
      if (!countsRight) {
        await pause(printerDelays.surplus);
        if (garbage > garbageBefore || surplus > surplusBefore) return undefined;
        countsRight = true;
      }
    }
    const [first = 0, second = 0, third = 0, fourth = 0] = answers;
    return conditionFromAnswers([first, second, third, fourth]);
  };

  return {
    condition: async (extraMs = 0) => {
      const [garbageBefore, surplusBefore] = [garbage, surplus];
      const condition = (await askAll(TOGETHER, extraMs)) ?? (await askAll(ONE_BY_ONE, extraMs));
      if (condition !== undefined) return ok(condition);
      if (lost) return err('lost');
      return err(garbage > garbageBefore || surplus > surplusBefore ? 'foreign' : 'silent');
    },
    write: (bytes, markers) => {
      sent += markers;
      return transport.write(bytes);
    },
    markers: () => ({ sent, answered }),
    onMarker: (listener) => {
      markerListener = listener;
    },
    clear: async (extraMs = 0) => {
      const cleared = new Promise<boolean>((resolve) => {
        const settle = (result: boolean) => {
          clock.clearTimeout(timer);
          waitingForClear = undefined;
          resolve(result);
        };
        const timer = clock.setTimeout(() => settle(false), printerDelays.clear + extraMs);
        waitingForClear = () => settle(true);
      });
      await transport.write(escpos.clearBuffers());
      return cleared;
    },
    forgetMarkers: () => {
      answered = sent;
    },
    garbage: () => garbage,
  };
}
