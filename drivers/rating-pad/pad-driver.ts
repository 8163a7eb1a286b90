import { err, ok, type Result } from 'neverthrow';
import type { RatingLevel } from '#domain/rating/rating-level.ts';
import { type ProbeVerdict, supervise } from '../supervision/supervise.ts';
import { systemTimerClock, type TimerClock } from '../supervision/timer-clock.ts';
import type { TransportOpener } from '../transport/byte-transport.ts';
import type { PatternValues } from './byte-pattern.ts';
import { createPadCodec, type PadMessage } from './pad-codec.ts';
import { createPadLine, type PadLine, sleep } from './pad-line.ts';
import {
  beat,
  beatEveryMs,
  findOut,
  idleQuestionEveryMs,
  type LineFault,
  lineFaults,
  order,
} from './pad-orders.ts';
import { probePad } from './pad-probe.ts';
import { openQuestion, type PadQuestion } from './pad-question.ts';
import { createPressFilter } from './press-filter.ts';
import type { PadCommand, PadProfile } from './profile-shape.ts';
import type { AskError, PadEvent, PadFault, RatingPad } from './rating-pad.ts';

export type RatingPadOptions = {
  readonly opener: TransportOpener;
  readonly profile: PadProfile;
  readonly clock?: TimerClock;
};

/** A rating pad that a profile describes. */
export function createRatingPad({ opener, profile, clock = systemTimerClock }: RatingPadOptions): RatingPad {
  const { input, session } = profile;
  const codec = createPadCodec(profile);
  const listeners = new Set<(event: PadEvent) => void>();
  /** Every question that stands or waits for its turn. */
  const asked = new Map<AbortController, Promise<unknown>>();
  let question: PadQuestion | undefined;
  let probeDetail: string | undefined;

  const emit = (event: PadEvent) => {
    for (const listener of Array.from(listeners)) listener(event);
  };

  const connect = (transport: Parameters<typeof createPadLine>[0]['transport']): PadLine => {
    const filter = createPressFilter(input.debounceMs, input.mode === 'poll');
    // A key that a polled pad still remembers from before is nobody's press.
    let stale = input.mode === 'poll';
    const heed = (message: PadMessage) => {
      if (message.idle) {
        filter.release();
        stale = false;
      }
      if (message.press === undefined) return;
      // Also to a repetition: it is told again because the first answer was not heard.
      void line.tell('answerPress');
      const { key, level } = message.press;
      const name = Buffer.from(key).toString('hex').toUpperCase();
      const isPress = filter.isPress(name, clock.now());
      const wasStale = stale;
      stale = false;
      if (!isPress || wasStale) return;
      if (level === undefined) emit({ kind: 'unknown-key', key: name });
      else if (question !== undefined && !question.over.aborted) question.press(level);
      else emit({ kind: 'unasked-press', level });
    };
    const line = createPadLine({
      transport,
      profile,
      codec,
      clock,
      onMessage: heed,
      onGarbled: (bytes) => emit({ kind: 'garbled', bytes }),
    });
    return line;
  };

  const everyMs = idleQuestionEveryMs(profile);
  const ask = async (line: PadLine, signal: AbortSignal): Promise<ProbeVerdict<PadFault, never>> =>
    (await findOut(line, profile, signal)).match(
      () => ({ faults: [], warnings: [] }),
      (why) => ({ faults: [lineFaults[why]], warnings: [] }),
    );

  const device = supervise<PadLine, PadFault>({
    opener,
    clock,
    connect,
    probe: async (line, signal) => {
      const { detail, ...verdict } = await probePad(line, profile, signal);
      probeDetail = detail;
      return verdict;
    },
    // While it asks a citizen, the question looks after its pad itself.
    question: everyMs === undefined ? undefined : { everyMs, ask },
    faults: { absent: 'PAD_ABSENT', lost: 'PAD_LOST', silent: 'PAD_TIMEOUT' },
  });

  const working = () => device.status().state === 'ready' || device.status().state === 'busy';

  device.onStatus(({ state }) => {
    // What a probe said is over with the line that it was about.
    if (state === 'lost' || state === 'absent') probeDetail = undefined;
  });

  /** `lineEnded`: what was found on a line that has gone since says nothing of the next one. */
  const heedFault = <T, E extends AskError>(result: Result<T, E>, lineEnded: AbortSignal): Result<T, E> => {
    if (result.isErr() && working() && !lineEnded.aborted) {
      const fault: AskError = result.error;
      // A line that is open and takes no bytes is stuck.
      if (fault === 'PAD_LOST') device.reopen('the line takes no bytes');
      else if (fault === 'PAD_TIMEOUT' || fault === 'PAD_FAULT') device.report([fault]);
    }
    return result;
  };

  const command = (name: PadCommand, values?: PatternValues) =>
    device.run<void, PadFault>(async (line, signal) =>
      heedFault(await order(line, profile, name, signal, values), signal),
    );

  /** Beats until the question is over; a pad that falls silent meanwhile ends it. */
  const tend = async (
    line: PadLine,
    of: PadQuestion,
    lineEnded: AbortSignal,
  ): Promise<LineFault | undefined> => {
    const everyMs = beatEveryMs(profile);
    if (everyMs === undefined) return undefined;
    while (!of.over.aborted) {
      await sleep(clock, everyMs, of.over);
      if (of.over.aborted) break;
      // Not cut off by the end of the question: its answer would come into the next exchange.
      const alive = await beat(line, profile, lineEnded);
      if (alive.isErr() && !of.over.aborted) {
        of.close();
        return alive.error;
      }
    }
    return undefined;
  };

  const askOver = async (
    line: PadLine,
    lineEnded: AbortSignal,
    takenBack: AbortSignal,
  ): Promise<Result<{ readonly level: RatingLevel }, AskError>> => {
    if (takenBack.aborted) return err('RATING_CANCELLED');
    const begun = await order(line, profile, 'begin', lineEnded);
    if (begun.isErr()) return heedFault(err(begun.error), lineEnded);
    // Open before the pad asks: a quick press may overtake the acknowledgement.
    const standing = openQuestion(profile, clock);
    question = standing;
    const either = AbortSignal.any([lineEnded, takenBack]);
    either.addEventListener('abort', standing.close);
    if (either.aborted) standing.close();
    const seconds = Math.round(session.timeoutMs / 1000);
    const prompted = await order(line, profile, 'ask', lineEnded, { seconds });
    if (prompted.isErr() && !standing.over.aborted) standing.close();
    const fault = prompted.isErr() ? prompted.error : await tend(line, standing, lineEnded);
    const end = await standing.end;
    either.removeEventListener('abort', standing.close);
    if (question === standing) question = undefined;
    if (typeof end === 'object') return ok(end);
    if (fault !== undefined) return heedFault(err(fault), lineEnded);
    const told = await order(line, profile, 'cancel', lineEnded);
    if (told.isErr()) return heedFault(err(told.error), lineEnded);
    return err(end === 'timeout' ? 'RATING_TIMEOUT' : 'RATING_CANCELLED');
  };

  return {
    status: device.status,
    onStatus: device.onStatus,
    detail: () => probeDetail ?? device.detail(),
    check: device.check,
    hint: device.hint,
    start: device.start,
    stop: device.stop,
    ask: async (signal) => {
      const own = new AbortController();
      const takenBack = AbortSignal.any([own.signal, signal]);
      const answer = device.run((line, lineEnded) => askOver(line, lineEnded, takenBack));
      asked.set(own, answer);
      const result = await answer;
      asked.delete(own);
      return result;
    },
    cancel: async () => {
      if (asked.size === 0) return command('cancel');
      const ends = [...asked.values()];
      for (const own of asked.keys()) own.abort();
      await Promise.all(ends);
      return ok();
    },
    welcome: () => command('welcome'),
    thanks: () => command('thanks'),
    showStars: (stars) => command('stars', { stars }),
    light: (on) => command('light', { light: on ? 1 : 0 }),
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
