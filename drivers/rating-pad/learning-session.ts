import { err, ok, type Result } from 'neverthrow';
import { type RatingLevel, ratingLevels } from '#domain/rating/rating-level.ts';
import { systemTimerClock, type TimerClock } from '../supervision/timer-clock.ts';
import type { TransportError, TransportOpener } from '../transport/byte-transport.ts';
import { createFrameDecoder } from './frame-codec.ts';
import { framingOf } from './framing.ts';
import { type LearnedKeys, type LearnedPress, type LearnProblem, learnKeys } from './learn-keys.ts';
import { createPadCodec, type PadMessage } from './pad-codec.ts';
import { createPadLine, type PadLine, sleep } from './pad-line.ts';
import type { PadProfile } from './profile-shape.ts';

/** What a pad says unpressed (signs of life, empty answers) is heard for so long before the first key. */
const LISTEN_FIRST_MS = 600;
/** After a press: repetitions, and the message of the key let go. */
const SETTLE_MS = 500;
/** A finger that rests on a key longer than this is taken for a pad that remembers the key. */
const LET_GO_WITHIN_MS = 1500;
/** With one key nothing could be rated; the profile's own check says the same. */
const FEWEST_KEYS = 2;
/** How often it is looked whether a press has come by itself. */
const LOOK_EVERY_MS = 20;

export type LearningOptions = {
  readonly opener: TransportOpener;
  /** Transport, framing, checksum and commands of the pad; its `input.press` and `input.keys` do not count. */
  readonly profile: PadProfile;
  readonly clock?: TimerClock;
  /**
   * Asks the administrator for the key of a level; `again` for the second press of the first key. `skip` goes on to the
   * next level, as the pad has no such key; it does nothing once the question is over, and at the second press.
   */
  readonly onAsk: (level: RatingLevel, again: boolean, skip: () => void) => void;
  /** Milliseconds that each press may take. */
  readonly pressWithinMs?: number;
};

export type LearningError =
  | LearnProblem
  | TransportError
  | { readonly code: 'NO_PRESS'; readonly level: RatingLevel }
  /** The pad is said to have fewer than two of the keys. */
  | { readonly code: 'TOO_FEW_KEYS' }
  /** Bytes came, but no frame of the profile: speed, parity, framing or checksum are others. */
  | { readonly code: 'NOT_UNDERSTOOD'; readonly level: RatingLevel }
  /** It tells no press by itself, but answers the profile's query: `input.mode` should be poll. */
  | { readonly code: 'ONLY_ANSWERS_POLLS' }
  | { readonly code: 'STOPPED' };

/**
 * Learns which key means which level by asking for each level in turn, best first, and for the first key twice.
 * Opens the line itself: the pad's driver must not run meanwhile.
 */
export async function learnPadKeys(
  options: LearningOptions,
  signal: AbortSignal,
): Promise<Result<LearnedKeys, LearningError>> {
  const { opener, profile, clock = systemTimerClock, onAsk, pressWithinMs = 20_000 } = options;
  const opened = await opener.open();
  if (opened.isErr()) return err(opened.error);
  const transport = opened.value;
  const lost = new AbortController();
  let loss: TransportError = { code: 'PORT_LOST', detail: 'closed' };
  transport.onLost((error) => {
    loss = error;
    lost.abort();
  });
  const ended = AbortSignal.any([signal, lost.signal]);
  const polled = profile.input.mode === 'poll';
  const ear = createEar(polled);
  const codec = createPadCodec(profile);
  const line = createPadLine({
    transport,
    profile,
    clock,
    // Every frame that holds counts: which of them are presses is what is to be learned.
    codec: { ...codec, createDecoder: () => createFrameDecoder(framingOf(profile), () => 'known') },
    onMessage: ear.hear,
    onGarbled: ear.hearNoise,
  });

  const learn = async (): Promise<Result<LearnedKeys, LearningError>> => {
    // What a pad remembers from before would be taken for what it says unpressed.
    await line.tell('begin');
    await during(LISTEN_FIRST_MS, () => false);
    ear.callThatUnpressed();
    const presses: LearnedPress[] = [];
    for (const level of ratingLevels) {
      const pressed = await pressOf(level, presses.at(-1)?.level);
      if (pressed.isErr()) return err(pressed.error);
      const message = pressed.value;
      if (message === 'no-such-key') continue;
      const same = presses.find((press) => Buffer.compare(press.message, message) === 0);
      if (same !== undefined) return err({ code: 'SAME_KEY', level, earlier: same.level });
      presses.push({ level, message });
    }
    const [first] = presses;
    if (first === undefined || presses.length < FEWEST_KEYS) return err({ code: 'TOO_FEW_KEYS' });
    const again = await pressOf(first.level, presses.at(-1)?.level, true);
    if (again.isErr()) return err(again.error);
    const message = again.value === 'no-such-key' ? first.message : again.value;
    const learned = learnKeys(presses, { level: first.level, message });
    return learned.map((keys) => ({ ...keys, idle: ear.unpressed() }));
  };

  /** Milliseconds that were waited for an answer in vain. */
  const query = async (): Promise<number> => {
    // One after the other: an answer that is late would be taken for what is said of the next key.
    const answer = await line.exchange('query', {}, isOfKeys, ended);
    return answer.isOk() ? 0 : profile.session.answerWithinMs;
  };

  /**
   * Asks for queries' answers, where the pad is polled, until something holds or the time is up. Each step counts as long
   * as it was meant to be: while this process stands still, nobody is heard.
   */
  const during = async (ms: number, holds: () => boolean): Promise<boolean> => {
    const stepMs = profile.input.mode === 'poll' ? profile.input.pollEveryMs : LOOK_EVERY_MS;
    let left = ms;
    while (left > 0 && !ended.aborted && !holds()) {
      if (polled) left -= await query();
      await sleep(clock, Math.max(1, Math.min(stepMs, left)), ended);
      left -= stepMs;
    }
    return holds();
  };

  /** @param before the level whose key was pressed last */
  const pressOf = async (
    level: RatingLevel,
    before: RatingLevel | undefined,
    again = false,
  ): Promise<Result<Uint8Array | 'no-such-key', LearningError>> => {
    await wake(line, pressWithinMs);
    // It has forgotten the key before: seen now, so that the same key again is no key held.
    if (polled) await query();
    ear.listen();
    let skipped = false;
    onAsk(level, again, () => {
      skipped = !again;
    });
    await during(pressWithinMs, () => skipped || ear.press() !== undefined);
    const press = ear.press();
    if (signal.aborted) return err({ code: 'STOPPED' });
    if (lost.signal.aborted) return err(loss);
    if (skipped && press === undefined) return ok('no-such-key');
    if (press === undefined) return err(await whyNothing(level, before));
    await line.tell('answerPress');
    await during(polled ? LET_GO_WITHIN_MS : SETTLE_MS, () => polled && ear.isReleased());
    ear.callRestUnpressed();
    return ok(press);
  };

  const whyNothing = async (level: RatingLevel, before: RatingLevel | undefined): Promise<LearningError> => {
    if (ear.stillHeld() !== undefined && before !== undefined && before !== level) {
      return { code: 'SAME_KEY', level, earlier: before };
    }
    if (ear.heardNoise()) return { code: 'NOT_UNDERSTOOD', level };
    if (!polled && profile.commands.query !== undefined) {
      ear.listen();
      await line.tell('query');
      await sleep(clock, 2 * profile.session.answerWithinMs, ended);
      if (ear.heardAnything()) return { code: 'ONLY_ANSWERS_POLLS' };
    }
    return { code: 'NO_PRESS', level };
  };

  const result = await learn();
  await line.tell('cancel');
  await transport.close();
  return result;
}

function isOfKeys({ acknowledges, refuses, alive }: PadMessage): boolean {
  return !acknowledges && !refuses && !alive;
}

/** Many pads tell presses only while they are asked for one. */
async function wake(line: PadLine, forMs: number): Promise<void> {
  await line.tell('begin');
  await line.tell('ask', { seconds: Math.round(forMs / 1000) });
}

/** Tells presses from what the pad says anyway. */
function createEar(polled: boolean) {
  const unpressed = new Set<string>();
  /** The last press, while a polled pad goes on telling it. */
  let held: string | undefined;
  let heard: { readonly name: string; readonly bytes: Uint8Array }[] = [];
  let everything = 0;
  let noise = 0;
  let taken: { readonly name: string; readonly bytes: Uint8Array } | undefined;

  return {
    hear: (message: PadMessage) => {
      const name = Buffer.from(message.bytes).toString('hex');
      everything += 1;
      if (!isOfKeys(message)) return;
      heard.push({ name, bytes: message.bytes });
      if (unpressed.has(name)) held = undefined;
      else if (name !== held) taken ??= { name, bytes: message.bytes };
    },
    hearNoise: (bytes: number) => {
      noise += bytes;
    },
    /** What was heard until now was said without any key. */
    callThatUnpressed: () => {
      for (const { name } of heard) unpressed.add(name);
      taken = undefined;
    },
    listen: () => {
      heard = [];
      everything = 0;
      noise = 0;
      taken = undefined;
    },
    press: () => taken?.bytes,
    /** Undefined where the pad says nothing unpressed, or several things. */
    unpressed: () => {
      const [name, ...others] = unpressed;
      return name === undefined || others.length > 0 ? undefined : Uint8Array.from(Buffer.from(name, 'hex'));
    },
    /** What followed the press that was taken, and is not the press, is said of a key let go. */
    callRestUnpressed: () => {
      for (const { name } of heard) if (name !== taken?.name) unpressed.add(name);
      const last = heard.at(-1)?.name;
      held = polled && last === taken?.name ? last : undefined;
    },
    isReleased: () => {
      const last = heard.at(-1)?.name;
      return last !== undefined && last !== taken?.name;
    },
    stillHeld: () => held,
    heardNoise: () => noise > 0 && everything === 0,
    heardAnything: () => everything > 0 || noise > 0,
  };
}
