import { err, ok, type Result } from 'neverthrow';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import { checkCard, decodeAddress, decodeCard } from './card-decoder.ts';
import type { IdCard } from './id-card.ts';
import type { CardError } from './id-card-reader.ts';
import { type SdtCommand, type SdtReply, SW3, sdtCommands } from './sdt-commands.ts';
import { parseReading } from './sdt-reading-layout.ts';
import { cardErrorOf, isUnknownCommand, refusalOf } from './sdt-refusals.ts';
import type { ExchangeError, SdtSession } from './sdt-session.ts';

/** A frame spoiled on its way is asked for again: every command used here can be repeated. */
const ATTEMPTS_PER_COMMAND = 3;
/** A card that trembles in the hand is often read the second time. */
const ATTEMPTS_PER_CARD = 2;
/** The newest address is worth no long wait: it takes one block of the chip, and a card is good without. */
const APPENDED_ADDRESS_TIMEOUT_MS = 1000;

/** What a failed exchange means for whoever waits. */
export type LineFault = 'READER_TIMEOUT' | 'READER_FAULT' | 'READER_LOST';

const lineFaults: Record<ExchangeError, LineFault> = {
  silent: 'READER_TIMEOUT',
  garbled: 'READER_FAULT',
  lost: 'READER_LOST',
};

/** What was found out of the module at hand: which of the commands that not every module knows it knows. */
export type ModuleHabits = {
  managementNumber: boolean;
  appendedAddress: boolean;
  textAndPhoto: boolean;
};

export type ReadContext = {
  readonly session: SdtSession;
  readonly signal: AbortSignal;
  readonly habits: ModuleHabits;
  /** Hears of each refusal of the module, in a technical sentence without personal data. */
  readonly note: (detail: string) => void;
};

export async function ask(
  session: SdtSession,
  command: SdtCommand,
  signal: AbortSignal,
  timeoutMs?: number,
): Promise<Result<SdtReply, LineFault>> {
  let failure: Result<SdtReply, LineFault> = err('READER_TIMEOUT');
  for (let attempt = 0; attempt < ATTEMPTS_PER_COMMAND; attempt += 1) {
    const reply = await session.exchange(command, signal, timeoutMs);
    // Spoiled on the way back, or on the way there.
    const spoiled = reply.isErr() ? reply.error === 'garbled' : reply.value.sw3 === SW3.wrongChecksum;
    failure = reply.mapErr((error) => lineFaults[error]);
    if (!spoiled) break;
  }
  return failure;
}

/** Selects and reads the card that has just been found, and checks what it says. */
export async function readFoundCard(
  context: ReadContext,
  today: BusinessDate,
): Promise<Result<IdCard, CardError>> {
  let failure: CardError = 'CARD_UNREADABLE';
  for (let attempt = 0; attempt < ATTEMPTS_PER_CARD; attempt += 1) {
    const card = await selectAndRead(context);
    if (card.isOk()) return checkCard(await withAppendedAddress(context, card.value), today);
    failure = card.error;
    if (failure !== 'CARD_UNREADABLE') break;
    // A failed reading says nothing of its cause; the card that is away cannot be found again.
    const found = await ask(context.session, sdtCommands.find, context.signal);
    if (found.isErr()) return err(found.error);
    if (found.value.sw3 !== SW3.found) return err('CARD_REMOVED');
  }
  return err(failure);
}

async function selectAndRead(context: ReadContext): Promise<Result<IdCard, CardError>> {
  const selected = await obey(context, sdtCommands.select);
  if (selected.isErr()) return err(selected.error);
  const data = await readData(context);
  if (data.isErr()) return err(data.error);
  const reading = parseReading(data.value);
  const card = reading ? decodeCard(reading.text, reading.photo) : err('CARD_UNREADABLE' as const);
  if (card.isErr()) context.note('read: what the card says is of no kind that is known');
  return card;
}

async function readData(context: ReadContext): Promise<Result<Uint8Array, CardError>> {
  const { habits, session, signal } = context;
  if (habits.textAndPhoto) {
    const read = await ask(session, sdtCommands.read, signal);
    if (read.isErr()) return err(read.error);
    const known = read.value.sw3 === SW3.ok || !isUnknownCommand(refusalOf(read.value.sw3));
    if (known) return done(context, sdtCommands.read, read.value);
    habits.textAndPhoto = false;
  }
  return obey(context, sdtCommands.readWithFingerprint);
}

/** The data of a good reply. */
async function obey(context: ReadContext, command: SdtCommand): Promise<Result<Uint8Array, CardError>> {
  const reply = await ask(context.session, command, context.signal);
  return reply.isErr() ? err(reply.error) : done(context, command, reply.value);
}

function done(
  { note }: ReadContext,
  { name }: SdtCommand,
  { sw3, data, sw12 = 0 }: SdtReply,
): Result<Uint8Array, CardError> {
  if (sw3 === SW3.ok) return ok(data);
  const refusal = refusalOf(sw3);
  const hex = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, '0');
  note(`${name}: ${refusal} (${hex(sw12, 4)} ${hex(sw3, 2)})`);
  return err(cardErrorOf(refusal));
}

async function withAppendedAddress(context: ReadContext, card: IdCard): Promise<IdCard> {
  const { habits, session, signal } = context;
  if (!habits.appendedAddress || (card.kind !== 'resident' && card.kind !== 'hk-macao-taiwan')) return card;
  const reply = await ask(session, sdtCommands.appendedAddress, signal, APPENDED_ADDRESS_TIMEOUT_MS);
  if (reply.isErr()) {
    // Asked for again at every card, it would make every citizen wait.
    if (reply.error === 'READER_TIMEOUT') habits.appendedAddress = false;
    return card;
  }
  const { sw3, data } = reply.value;
  if (sw3 !== SW3.ok) {
    if (isUnknownCommand(refusalOf(sw3))) habits.appendedAddress = false;
    return card;
  }
  const appendedAddress = decodeAddress(data);
  return appendedAddress === '' ? card : { ...card, appendedAddress };
}
