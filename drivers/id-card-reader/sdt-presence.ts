import { err, ok, type Result } from 'neverthrow';
import { type SdtReply, SW3, sdtCommands } from './sdt-commands.ts';
import { ask, type LineFault, type ModuleHabits } from './sdt-read.ts';
import { isModuleTrouble, isUnknownCommand, refusalOf } from './sdt-refusals.ts';
import type { SdtSession } from './sdt-session.ts';

/** What the reader says of the card that lay there. */
export type Presence = 'there' | 'gone' | 'another';

/** The number of the body of the card that lies there, once it is known; forgotten when it is lifted. */
export type LyingCard = { bodyNumber: string | undefined };

export async function find(session: SdtSession, signal: AbortSignal): Promise<Result<boolean, LineFault>> {
  const reply = await ask(session, sdtCommands.find, signal);
  return reply.andThen(refusingTrouble).map(({ sw3 }) => sw3 === SW3.found);
}

type Asked = {
  readonly session: SdtSession;
  readonly signal: AbortSignal;
  readonly habits: ModuleHabits;
  readonly card: LyingCard;
};

/**
 * Whether the card that was read still lies there. Most readers do not find it again, so the number of its body
 * is asked for; a module that was reset meanwhile knows nothing of the card until it is selected anew, and only
 * the number tells then whether it is the same one.
 */
export async function isReadCardThere(asked: Asked): Promise<Result<Presence, LineFault>> {
  const { session, signal, habits, card } = asked;
  const number = await askNumber(asked);
  if (number.isErr()) return err(number.error);
  if (number.value !== undefined) return ok(compare(card, number.value));

  const found = await find(session, signal);
  if (found.isErr()) return err(found.error);
  if (!found.value) return ok('gone');
  // It is found each time, by a reader that says no more than that.
  if (!habits.managementNumber) return ok('there');
  if (card.bodyNumber === undefined) return ok('another');
  const selected = await ask(session, sdtCommands.select, signal);
  const selection = selected.andThen(refusingTrouble);
  if (selection.isErr()) return err(selection.error);
  if (selection.value.sw3 !== SW3.ok) return ok('gone');
  return (await askNumber(asked)).map((again) => (again === undefined ? 'gone' : compare(card, again)));
}

/** Whether any card lies there, read or not, of which this opening of the line may know nothing. */
export async function isAnyCardThere(asked: Omit<Asked, 'card'>): Promise<Result<boolean, LineFault>> {
  const number = await askNumber(asked);
  if (number.isErr()) return err(number.error);
  return number.value === undefined ? find(asked.session, asked.signal) : ok(true);
}

/** Undefined when no card is selected, or the module does not know the command. */
export async function askNumber({
  session,
  signal,
  habits,
}: Omit<Asked, 'card'>): Promise<Result<string | undefined, LineFault>> {
  if (!habits.managementNumber) return ok(undefined);
  const reply = await ask(session, sdtCommands.managementNumber, signal);
  const answer = reply.andThen(refusingTrouble);
  if (answer.isErr()) return err(answer.error);
  const { sw3, data } = answer.value;
  if (sw3 === SW3.ok) return ok(Buffer.from(data).toString('hex'));
  if (isUnknownCommand(refusalOf(sw3))) habits.managementNumber = false;
  return ok(undefined);
}

function compare(card: LyingCard, number: string): Presence {
  card.bodyNumber ??= number;
  return card.bodyNumber === number ? 'there' : 'another';
}

/** A module in trouble says nothing of the card: its refusal is no miss. */
function refusingTrouble(reply: SdtReply): Result<SdtReply, LineFault> {
  return isModuleTrouble(refusalOf(reply.sw3)) ? err('READER_FAULT') : ok(reply);
}
