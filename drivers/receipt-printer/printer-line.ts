import { err, ok, type Result } from 'neverthrow';
import type { TimerClock } from '../supervision/timer-clock.ts';
import type { ByteTransport, TransportError } from '../transport/byte-transport.ts';
import * as escpos from './escpos-commands.ts';
import { createLateTexts } from './late-texts.ts';
import { printerDelays } from './printer-delays.ts';
import type { PrinterProfile } from './printer-profile.ts';
import {
  conditionFromAnswers,
  conditionFromPaperSensor,
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
  /**
   * How the printer stands, by what its profile offers; asked again once where an answer failed, and as often as the
   * answer to a marker came among answers that look the same. `extraMs` is what else is on the wire. While a job keeps a printer busy that answers only in its turn, what it said last.
   */
  readonly condition: (extraMs?: number) => Promise<Result<PrinterCondition, LineError>>;
  /** Writes bytes that hold this many markers. */
  readonly write: (bytes: Uint8Array, markers: number) => Promise<Result<void, TransportError>>;
  /** Markers written and answered since the line was opened. */
  readonly markers: () => { readonly sent: number; readonly answered: number };
  /** Called after each answer to a marker. At most one listener. */
  readonly onMarker: (listener: () => void) => void;
  /** Called with what the printer tells unasked. At most one listener. */
  readonly onCondition: (listener: (condition: PrinterCondition) => void) => void;
  /** Whether paper lies in the presenter's output; undefined where no answer came. */
  readonly atOutput: () => Promise<boolean | undefined>;
  /** Sends what no printer answers, and gives what comes back all the same in that time. */
  readonly provoke: (bytes: Uint8Array, waitMs: number) => Promise<Uint8Array>;
  /**
   * Sends a question that is answered by a text, and gives what comes back until it is complete or the time is over. What
   * the printer tells by itself meanwhile is not heard.
   */
  readonly askText: (
    question: readonly number[],
    waitMs: number,
    complete: (heard: Uint8Array) => boolean,
  ) => Promise<Uint8Array>;
  /** Throws away what the printer has not printed; whether it said that it did. */
  readonly clear: (extraMs?: number) => Promise<boolean>;
  /** Gives up waiting for the markers that are out. */
  readonly forgetMarkers: () => void;
  /** Bytes that were no message of a printer, since the line was opened. */
  readonly garbage: () => number;
};

/** Two sensors for each of near end and end, which always agree. */
const SENSOR_ANSWERS: ReadonlySet<number> = new Set([0x00, 0x03, 0x0c, 0x0f]);

type Waiting = { readonly accept: (bits: number) => void; readonly giveUp: () => void };

/** All at once costs one round trip before each job. */
const TOGETHER: readonly (readonly escpos.StatusQuestion[])[] = [[1, 2, 3, 4]];
/** Where that fails: some printers drop questions that follow each other closely. */
const ONE_BY_ONE: typeof TOGETHER = [[1], [2], [3], [4]];

export function createPrinterLine(
  transport: ByteTransport,
  clock: TimerClock,
  profile: PrinterProfile,
): PrinterLine {
  const { condition: way, turn, clears } = profile.status;
  const decoder = createStatusDecoder({ hasPresenter: profile.presenter !== 'none' });
  let waiting: Waiting | undefined;
  let waitingForClear: (() => void) | undefined;
  let waitingForTold: (() => void) | undefined;
  let waitingForOutput: ((atOutput: boolean) => void) | undefined;
  let markerListener: () => void = () => {};
  let conditionListener: (condition: PrinterCondition) => void = () => {};
  /** What the printer said last without being asked in real time. */
  let told: PrinterCondition | undefined;
  /** Questions in the printer's turn that it has not answered, and when the last was put. */
  let asked = 0;
  let askedAt = 0;
  let sent = 0;
  /** Markers sent up to the end of the last job. */
  let jobEnd = 0;
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

  /** `GS I` is answered by a number of the maker's choice. */
  const answersTurn = (bits: number) => turn === 'GS I' || (turn !== 'none' && SENSOR_ANSWERS.has(bits));

  const hearPlain = (bits: number) => {
    if (waiting !== undefined && setsFixedBits !== true) {
      setsFixedBits = false;
      plainAnswers += 1;
      waiting.accept(bits);
    } else if (!answersTurn(bits)) {
      garbage += 1;
    } else if (answered < sent) {
      answered += 1;
      if (turn !== 'GS I') told = way === 'in-turn' ? conditionFromPaperSensor(bits) : told;
      asked = 0;
      waitingForTold?.();
      markerListener();
    } else {
      surplus += 1;
    }
  };

  const hear = (message: PrinterMessage) => {
    switch (message.kind) {
      case 'status':
        setsFixedBits = true;
        waiting?.accept(message.bits);
        return;
      case 'plain':
        hearPlain(message.bits);
        return;
      case 'cleared':
        // What was in the buffer is gone, its markers too.
        answered = sent;
        waitingForClear?.();
        return;
      case 'automatic':
        // Of others, asked for by another program or a printer's default: the polls say the same a moment later.
        if (way !== 'automatic') return;
        told = message.condition;
        asked = 0;
        waitingForTold?.();
        conditionListener(message.condition);
        return;
      case 'full':
        waitingForOutput?.(message.atOutput);
        return;
      case 'garbage':
        garbage += 1;
        return;
    }
  };
  let overhear: (bytes: Uint8Array) => void = () => {};
  const lateTexts = createLateTexts(clock);
  let waitingForText: ((bytes: Uint8Array) => void) | undefined;
  transport.onBytes((bytes) => {
    if (waitingForText !== undefined) return waitingForText(bytes);
    overhear(bytes);
    for (const message of decoder.decode(lateTexts.without(bytes))) hear(message);
  });

  /** Waits for what `begin` hands the settling function to; `otherwise` when the time is over. */
  const within = <T>(ms: number, otherwise: T, begin: (settle: (value: T) => void) => void): Promise<T> =>
    new Promise((resolve) => {
      const timer = clock.setTimeout(() => resolve(otherwise), ms);
      begin((value) => {
        clock.clearTimeout(timer);
        resolve(value);
      });
    });

  const send = async (bytes: Iterable<number>) => {
    const written = await transport.write(Uint8Array.from(bytes));
    if (written.isErr()) lost = true;
    return written.isOk();
  };

  /** The answers in the order of the questions, or undefined where one is missing. */
  const ask = async (
    questions: readonly escpos.StatusQuestion[],
    extraMs: number,
  ): Promise<readonly number[] | undefined> => {
    const answers = within<readonly number[] | undefined>(
      printerDelays.answer + extraMs,
      undefined,
      (settle) => {
        const heard: number[] = [];
        waiting = {
          accept: (bits) => {
            heard.push(bits);
            if (heard.length === questions.length) {
              waiting = undefined;
              settle(heard);
            }
          },
          giveUp: () => settle(undefined),
        };
      },
    );
    if (!(await send(questions.flatMap(escpos.askStatus)))) waiting?.giveUp();
    const heard = await answers;
    waiting = undefined;
    return heard;
  };

  const pause = (ms: number) => new Promise<void>((resolve) => clock.setTimeout(resolve, ms));

  const askAll = async (rounds: typeof TOGETHER, extraMs: number): Promise<PrinterCondition | undefined> => {
    const plainBefore = plainAnswers;
    const [garbageBefore, surplusBefore, answeredBefore] = [garbage, surplus, answered];
    const answers: number[] = [];
    for (const questions of rounds) {
      const answer = await ask(questions, extraMs);
      if (answer === undefined) return undefined;
      answers.push(...answer);
    }
    // A late marker was taken for an answer before the fixed bits were known: the round is worth nothing.
    if (setsFixedBits === true && plainAnswers > plainBefore) return undefined;
    // Without fixed bits anything can look like an answer: then nothing else may have come with it. A printer
    // at a lower speed is heard as zeros, more than there were questions; one that prints answers a marker in between,
    // and the last answer is then taken for the marker's.
    if (setsFixedBits !== true) {
      if (garbage > garbageBefore) return undefined;
      if (!countsRight || answered < sent) {
        await pause(printerDelays.surplus);
        if (garbage > garbageBefore || surplus > surplusBefore) return undefined;
        countsRight = true;
      }
      if (answered > answeredBefore) return undefined;
    }
    const [first = 0, second = 0, third = 0, fourth = 0] = answers;
    return conditionFromAnswers([first, second, third, fourth]);
  };

  const askRealTime = async (extraMs: number): Promise<PrinterCondition | undefined> => {
    const answeredBefore = answered;
    const condition = (await askAll(TOGETHER, extraMs)) ?? (await askAll(ONE_BY_ONE, extraMs));
    // Ends with the markers that are out.
    const mixed = condition === undefined && setsFixedBits === false && answered > answeredBefore;
    return mixed ? askRealTime(extraMs) : condition;
  };

  /**
   * Asks a printer without real-time answers. Behind a job the answer is late: then counts what was told last,
   * as these printers tell changes by themselves or not at all.
   */
  const askInTurn = async (extraMs: number): Promise<PrinterCondition | undefined> => {
    const busy = answered < jobEnd;
    const garbageBefore = garbage;
    // A printer that stands still takes no questions out of its buffer; too many would fill it.
    if (asked >= printerDelays.openQuestions && clock.now() - askedAt < printerDelays.askAnew)
      return busy || told?.offline === true ? told : undefined;
    const asks = way === 'in-turn' && turn !== 'none' ? escpos.marker(turn) : escpos.tellChanges();
    // One question behind a job is enough.
    if (busy && way === 'in-turn') return told;
    const answer = within(printerDelays.answer + extraMs, false, (settle) => {
      waitingForTold = () => settle(true);
    });
    if (way === 'in-turn') sent += 1;
    asked += 1;
    askedAt = clock.now();
    if (!(await send(asks))) return undefined;
    const came = await answer;
    waitingForTold = undefined;
    if (came && garbage === garbageBefore) return told;
    return busy || told?.offline === true ? told : undefined;
  };

  return {
    condition: async (extraMs = 0) => {
      const [garbageBefore, surplusBefore] = [garbage, surplus];
      const condition = way === 'real-time' ? await askRealTime(extraMs) : await askInTurn(extraMs);
      if (condition !== undefined) return ok(condition);
      if (lost) return err('lost');
      return err(garbage > garbageBefore || surplus > surplusBefore ? 'foreign' : 'silent');
    },
    write: (bytes, markers) => {
      sent += markers;
      if (markers > 0) jobEnd = sent;
      return transport.write(bytes);
    },
    markers: () => ({ sent, answered }),
    onMarker: (listener) => {
      markerListener = listener;
    },
    onCondition: (listener) => {
      conditionListener = listener;
    },
    atOutput: async () => {
      const answer = within<boolean | undefined>(printerDelays.answer, undefined, (settle) => {
        waitingForOutput = settle;
      });
      await send(escpos.askFullStatus());
      const atOutput = await answer;
      waitingForOutput = undefined;
      return atOutput;
    },
    provoke: async (bytes, waitMs) => {
      const heard: number[] = [];
      overhear = (more) => heard.push(...more);
      if (await send(bytes)) await pause(waitMs);
      overhear = () => {};
      return Uint8Array.from(heard);
    },
    askText: async (question, waitMs, complete) => {
      let heard = new Uint8Array();
      const answer = within<void>(waitMs, undefined, (settle) => {
        waitingForText = (more) => {
          heard = Uint8Array.from([...heard, ...lateTexts.behindRest(more)]);
          if (complete(heard)) settle();
        };
      });
      if (await send(question)) await answer;
      waitingForText = undefined;
      if (!complete(heard)) lateTexts.expect(heard);
      return heard;
    },
    clear: async (extraMs = 0) => {
      if (!clears) return false;
      const cleared = within(printerDelays.clear + extraMs, false, (settle) => {
        waitingForClear = () => settle(true);
      });
      await send(escpos.clearBuffers());
      const done = await cleared;
      waitingForClear = undefined;
      return done;
    },
    forgetMarkers: () => {
      answered = sent;
    },
    garbage: () => garbage,
  };
}
