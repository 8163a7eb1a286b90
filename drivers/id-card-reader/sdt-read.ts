import { err, ok, type Result } from 'neverthrow';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import { checkCard, decodeCard } from './card-decoder.ts';
import type { IdCard } from './id-card.ts';
import type { CardError } from './id-card-reader.ts';
import { type SdtCommand, type SdtReply, SW3, sdtCommands } from './sdt-commands.ts';
import type { ExchangeError, SdtSession } from './sdt-session.ts';

/** A frame spoiled on its way is asked for again: every command used here can be repeated. */
const ATTEMPTS_PER_COMMAND = 3;
/** A card that trembles in the hand is often read the second time. */
const ATTEMPTS_PER_CARD = 2;

/** What a failed exchange means for whoever waits. */
export type LineFault = 'READER_TIMEOUT' | 'READER_FAULT' | 'READER_LOST';

const lineFaults: Record<ExchangeError, LineFault> = {
  silent: 'READER_TIMEOUT',
  garbled: 'READER_FAULT',
  lost: 'READER_LOST',
};

export async function ask(
  session: SdtSession,
  command: SdtCommand,
  signal: AbortSignal,
): Promise<Result<SdtReply, LineFault>> {
  let failure: ExchangeError = 'silent';
  for (let attempt = 0; attempt < ATTEMPTS_PER_COMMAND; attempt += 1) {
    const reply = await session.exchange(command, signal);
    if (reply.isOk()) return ok(reply.value);
    failure = reply.error;
    if (failure !== 'garbled') break;
  }
  return err(lineFaults[failure]);
}

/** Selects and reads the card that has just been found, and checks what it says. */
export async function readFoundCard(
  session: SdtSession,
  signal: AbortSignal,
  today: BusinessDate,
): Promise<Result<IdCard, CardError>> {
  let failure: CardError = 'CARD_UNREADABLE';
  for (let attempt = 0; attempt < ATTEMPTS_PER_CARD; attempt += 1) {
    const card = await selectAndRead(session, signal);
    if (card.isOk()) return checkCard(card.value, today);
    failure = card.error;
    if (failure !== 'CARD_UNREADABLE') break;
    // A failed reading says nothing of its cause; the card that is away cannot be found again.
    const found = await ask(session, sdtCommands.find, signal);
    if (found.isErr()) return err(found.error);
    if (found.value.sw3 !== SW3.found) return err('CARD_REMOVED');
  }
  return err(failure);
}

async function selectAndRead(session: SdtSession, signal: AbortSignal): Promise<Result<IdCard, CardError>> {
  const selected = await ask(session, sdtCommands.select, signal);
  if (selected.isErr()) return err(selected.error);
  if (selected.value.sw3 !== SW3.ok) return err(cardErrorOf(selected.value.sw3));
  const read = await ask(session, sdtCommands.read, signal);
  if (read.isErr()) return err(read.error);
  if (read.value.sw3 !== SW3.ok) return err(cardErrorOf(read.value.sw3));

  const { data } = read.value;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const textEnd = 4 + view.getUint16(0);
  const photoEnd = textEnd + view.getUint16(2);
  if (photoEnd > data.length) return err('CARD_UNREADABLE');
  return decodeCard(data.subarray(4, textEnd), data.slice(textEnd, photoEnd));
}

function cardErrorOf(sw3: number): CardError {
  switch (sw3) {
    case SW3.cardRejectsSam:
    case SW3.samRejectsCard:
      return 'CARD_REJECTED';
    case SW3.noPrivilege:
    case SW3.selfTestFailed:
    case SW3.unauthorised:
    case SW3.unknownCommand:
    case SW3.wrongCommand:
      return 'READER_FAULT';
    default:
      return 'CARD_UNREADABLE';
  }
}
