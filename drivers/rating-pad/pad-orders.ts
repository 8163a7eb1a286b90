import { err, ok, type Result } from 'neverthrow';
import { supervisionDelays } from '../supervision/delays.ts';
import type { PatternValues } from './byte-pattern.ts';
import type { PadMessage, PadSending } from './pad-codec.ts';
import type { ExchangeError, PadLine } from './pad-line.ts';
import type { PadCommand, PadProfile } from './profile-shape.ts';
import type { PadFault } from './rating-pad.ts';

/** What a failed exchange means for whoever waits. */
export type LineFault = Extract<PadFault, 'PAD_TIMEOUT' | 'PAD_FAULT' | 'PAD_LOST'>;

export const lineFaults: Record<ExchangeError, LineFault> = {
  silent: 'PAD_TIMEOUT',
  garbled: 'PAD_FAULT',
  refused: 'PAD_FAULT',
  lost: 'PAD_LOST',
};

/** Sends a command and, where the pad answers commands, sees it acknowledged. */
export async function order(
  line: PadLine,
  profile: PadProfile,
  command: PadCommand,
  signal: AbortSignal,
  values: PatternValues = {},
): Promise<Result<void, LineFault>> {
  if (profile.commands[command] === undefined) return ok();
  if (profile.session.acknowledgement === undefined) {
    return (await line.tell(command, values)).mapErr((why) => lineFaults[why]);
  }
  const answer = await insist(line, profile, command, values, ({ acknowledges }) => acknowledges, signal);
  return answer.map(() => undefined).mapErr((why) => lineFaults[why]);
}

/** How often the pad is asked for a sign of life; undefined where it never gives one. */
export function beatEveryMs({ input, session }: PadProfile): number | undefined {
  return input.mode === 'poll' ? input.pollEveryMs : session.keepalive?.everyMs;
}

/** Taking back a question that nobody asked changes nothing. */
function acknowledgesCancel({ commands, session }: PadProfile): boolean {
  return session.acknowledgement !== undefined && commands.cancel !== undefined;
}

/** How often a pad that nobody uses is asked by `findOut`; undefined where its profile names nothing that it answers. */
export function idleQuestionEveryMs(profile: PadProfile): number | undefined {
  return beatEveryMs(profile) ?? (acknowledgesCancel(profile) ? supervisionDelays.idleQuestion : undefined);
}

/** Asks the polled pad for its key, and the other for a sign of life. */
export async function beat(
  line: PadLine,
  profile: PadProfile,
  signal: AbortSignal,
): Promise<Result<void, LineFault>> {
  return (await exchangeBeat(line, profile, signal)).mapErr((why) => lineFaults[why]);
}

/**
 * Whether the pad answers. Where the profile names nothing that it would answer, that is not known and counts as
 * yes.
 */
export async function findOut(
  line: PadLine,
  profile: PadProfile,
  signal: AbortSignal,
): Promise<Result<void, ExchangeError>> {
  if (beatEveryMs(profile) !== undefined) return exchangeBeat(line, profile, signal);
  if (!acknowledgesCancel(profile)) return ok();
  const answer = await insist(line, profile, 'cancel', {}, ({ acknowledges }) => acknowledges, signal);
  return answer.map(() => undefined);
}

async function exchangeBeat(
  line: PadLine,
  profile: PadProfile,
  signal: AbortSignal,
): Promise<Result<void, ExchangeError>> {
  if (beatEveryMs(profile) === undefined) return ok();
  const answer =
    profile.input.mode === 'poll'
      ? await insist(line, profile, 'query', {}, ({ press, idle }) => idle || press !== undefined, signal)
      : await insist(line, profile, 'keepalive', {}, ({ alive }) => alive, signal);
  return answer.map(() => undefined);
}

/** Sends again what is not answered, as often as the profile says. */
async function insist(
  line: PadLine,
  { session }: PadProfile,
  sending: PadSending,
  values: PatternValues,
  isAnswer: (message: PadMessage) => boolean,
  signal: AbortSignal,
): Promise<Result<PadMessage, ExchangeError>> {
  let failure: ExchangeError = 'silent';
  for (let attempt = 0; attempt <= session.retries; attempt += 1) {
    const answer = await line.exchange(sending, values, isAnswer, signal);
    if (answer.isOk()) return ok(answer.value);
    failure = answer.error;
    if (failure === 'lost') break;
  }
  return err(failure);
}
