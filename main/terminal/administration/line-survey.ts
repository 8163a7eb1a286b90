import { err, ok, type Result } from 'neverthrow';
import type { ByteTransport, TransportError, TransportOpener } from '#drivers/transport/byte-transport.ts';
import type { Asked } from './device-kinds.ts';

/** All in milliseconds. */
const delays = {
  /** What a bridge utters when its speed is set is over by then, and is no answer. */
  settling: 20,
  /** Between questions to different devices: none may take the next for a part of its own. */
  apart: 60,
} as const;

/** The commonest first: what devices leave the factory with. */
const SPEEDS = [115_200, 9600, 38_400, 19_200, 57_600] as const;

export type LineQuestion = NonNullable<Asked['onLine']>;

/** One way of opening the line; the survey changes its speed. */
export type OpenLine = (path: string, baudRate: number) => TransportOpener;

export type SurveyOptions = {
  readonly path: string;
  readonly questions: readonly LineQuestion[];
  readonly open: OpenLine;
  /** Opening waits for its turn: each takes a thread of the pool that all files share. */
  readonly turn: <T>(work: () => Promise<T>) => Promise<T>;
  readonly signal: AbortSignal;
  readonly tell: (step: { readonly done: number; readonly of: number }) => void;
};

/** At which speed something spoke, whatever it said, and what it had been asked last. */
export type Heard = { readonly baudRate: number; readonly after: LineQuestion | undefined };

/**
 * Finds out whether anything speaks at a line. Drivers look one after the other and wait for the slowest at each
 * speed; where nothing is, that takes most of the time. Here the questions of all go out together at one speed after
 * the other, and the line is heard all the while: an answer that comes too late for its question is heard with the
 * next. Who it was the drivers find out, as patiently as ever. Undefined: nothing spoke.
 */
export async function surveyLine(options: SurveyOptions): Promise<Result<Heard | undefined, TransportError>> {
  const { path, questions, open, turn, signal, tell } = options;
  const speeds = SPEEDS.filter((speed) => questions.some(({ baudRates }) => baudRates.includes(speed)));
  const [first = SPEEDS[0]] = speeds;
  // The search may be given up while this waits for its turn.
  const opened = await turn(async () => (signal.aborted ? undefined : open(path, first).open()));
  if (!opened) return ok(undefined);
  if (opened.isErr()) return err(opened.error);
  const line = opened.value;
  const ear = createEar(line, signal);
  let heard: Heard | undefined;
  for (const [done, speed] of speeds.entries()) {
    if (signal.aborted || heard || ear.hasEnded()) break;
    tell({ done, of: speeds.length });
    const set = speed === first ? ok() : await line.changeSpeed?.(speed);
    if (set === undefined || set.isErr()) break;
    await ear.hearFor(delays.settling);
    ear.forget();
    const here = questions.filter(({ baudRates }) => baudRates.includes(speed));
    const answer = await ear.hearAnswerTo(here, line);
    if (answer) heard = { baudRate: speed, after: answer.after };
  }
  await line.close();
  return ok(heard);
}

function createEar(line: ByteTransport, signal: AbortSignal) {
  let heard = false;
  let ended = false;
  let wake = () => {};
  line.onBytes(({ length }) => {
    heard ||= length > 0;
    if (heard) wake();
  });
  line.onLost(() => {
    ended = true;
    wake();
  });
  const isOver = () => heard || ended || signal.aborted;

  /** Ends sooner when something is heard. */
  const hearFor = (ms: number): Promise<void> => {
    if (isOver()) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = () => resolve();
    const timer = setTimeout(end, ms);
    wake = end;
    signal.addEventListener('abort', end);
    return promise.finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
    });
  };

  return {
    hearFor,
    /** Nothing will be heard any more. */
    hasEnded: () => ended,
    forget: () => {
      heard = false;
    },
    hearAnswerTo: async (
      questions: readonly LineQuestion[],
      { write }: ByteTransport,
    ): Promise<Pick<Heard, 'after'> | undefined> => {
      let after: LineQuestion | undefined;
      const ask = async (question: LineQuestion, ms: number) => {
        if (isOver()) return;
        after = question;
        // A line that takes no bytes takes none at another speed either, and each attempt costs seconds.
        if ((await write(question.question)).isErr()) ended = true;
        await hearFor(ms);
      };
      const others = questions.filter(({ prints }) => !prints);
      for (const each of questions.filter(({ prints }) => prints)) await ask(each, each.answersWithinMs);
      for (const each of others) await ask(each, delays.apart);
      await hearFor(Math.max(0, ...others.map(({ answersWithinMs }) => answersWithinMs)));
      return heard ? { after } : undefined;
    },
  };
}
