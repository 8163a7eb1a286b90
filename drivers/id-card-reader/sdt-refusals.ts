import type { CardError } from './id-card-reader.ts';

/** Why a module refuses, by the third status byte of its reply (GA 450/467). */
export type SdtRefusal =
  | 'WRONG_CHECKSUM'
  | 'WRONG_LENGTH'
  | 'WRONG_COMMAND'
  | 'NO_PRIVILEGE'
  | 'UNKNOWN_COMMAND'
  | 'CARD_REJECTS_SAM'
  | 'SAM_REJECTS_CARD'
  | 'WRONG_INFORMATION'
  | 'WRONG_FINGERPRINT'
  | 'WRONG_INFORMATION_LENGTH'
  | 'WRONG_CARD_TYPE'
  | 'READ_FAILED'
  | 'RANDOM_FAILED'
  | 'SELF_TEST_FAILED'
  | 'UNAUTHORISED'
  | 'NOT_FOUND'
  | 'NOT_SELECTED'
  | 'ITEM_ABSENT'
  /** Of no document, and so of nobody's guess. */
  | 'UNDOCUMENTED';

const refusals: ReadonlyMap<number, SdtRefusal> = new Map([
  [0x10, 'WRONG_CHECKSUM'],
  [0x11, 'WRONG_LENGTH'],
  [0x21, 'WRONG_COMMAND'],
  [0x23, 'NO_PRIVILEGE'],
  [0x24, 'UNKNOWN_COMMAND'],
  [0x31, 'CARD_REJECTS_SAM'],
  [0x32, 'SAM_REJECTS_CARD'],
  [0x33, 'WRONG_INFORMATION'],
  [0x37, 'WRONG_FINGERPRINT'],
  [0x3f, 'WRONG_INFORMATION_LENGTH'],
  [0x40, 'WRONG_CARD_TYPE'],
  [0x41, 'READ_FAILED'],
  [0x47, 'RANDOM_FAILED'],
  [0x60, 'SELF_TEST_FAILED'],
  [0x66, 'UNAUTHORISED'],
  [0x80, 'NOT_FOUND'],
  [0x81, 'NOT_SELECTED'],
  [0x91, 'ITEM_ABSENT'],
]);

/** What each means for whoever laid a card. A reading that failed says nothing of its cause: it is tried again. */
const cardErrors: Readonly<Record<SdtRefusal, CardError>> = {
  // What still holds after the command was repeated is the line's fault or the module's, not the card's.
  WRONG_CHECKSUM: 'READER_FAULT',
  WRONG_LENGTH: 'READER_FAULT',
  WRONG_COMMAND: 'READER_FAULT',
  NO_PRIVILEGE: 'READER_FAULT',
  UNKNOWN_COMMAND: 'READER_FAULT',
  CARD_REJECTS_SAM: 'CARD_REJECTED',
  SAM_REJECTS_CARD: 'CARD_REJECTED',
  WRONG_INFORMATION: 'CARD_UNREADABLE',
  WRONG_FINGERPRINT: 'CARD_UNREADABLE',
  WRONG_INFORMATION_LENGTH: 'CARD_UNREADABLE',
  WRONG_CARD_TYPE: 'CARD_UNREADABLE',
  READ_FAILED: 'CARD_UNREADABLE',
  RANDOM_FAILED: 'CARD_UNREADABLE',
  SELF_TEST_FAILED: 'READER_FAULT',
  UNAUTHORISED: 'READER_FAULT',
  NOT_FOUND: 'CARD_UNREADABLE',
  NOT_SELECTED: 'CARD_UNREADABLE',
  ITEM_ABSENT: 'CARD_UNREADABLE',
  UNDOCUMENTED: 'CARD_UNREADABLE',
};

/** The refusal of a reply whose SW3 says neither done nor found. */
export function refusalOf(sw3: number): SdtRefusal {
  return refusals.get(sw3) ?? 'UNDOCUMENTED';
}

export function cardErrorOf(refusal: SdtRefusal): CardError {
  return cardErrors[refusal];
}

/** A module that does not know the command, in the words of any of them. */
export function isUnknownCommand(refusal: SdtRefusal): boolean {
  return refusal === 'UNKNOWN_COMMAND' || refusal === 'WRONG_COMMAND' || refusal === 'WRONG_LENGTH';
}

/** A module in trouble says nothing of the card: its refusal is no miss. */
export function isModuleTrouble(refusal: SdtRefusal): boolean {
  return refusal === 'SELF_TEST_FAILED' || refusal === 'UNAUTHORISED';
}

/** Nothing that a question about the module itself is refused with: such a reply is to an earlier command. */
export function isAboutCard(refusal: SdtRefusal): boolean {
  return refusal !== 'UNDOCUMENTED' && cardErrors[refusal] !== 'READER_FAULT';
}
