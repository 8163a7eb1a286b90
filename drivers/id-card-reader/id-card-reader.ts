import type { Result } from 'neverthrow';
import type { SupervisedDevice } from '../device.ts';
import type { IdCard } from './id-card.ts';

export type ReaderFault =
  | 'READER_ABSENT'
  | 'READER_LOST'
  | 'READER_TIMEOUT'
  | 'READER_WRONG_DEVICE'
  | 'READER_FAULT';

export type CardError =
  | ReaderFault
  | 'CARD_REMOVED'
  | 'CARD_UNREADABLE'
  | 'CARD_REJECTED'
  | 'CARD_NUMBER_WRONG'
  | 'CARD_EXPIRED';

/** What the reader says unasked while it looks for cards. */
export type ReaderEvent =
  | { readonly kind: 'card-found' }
  | { readonly kind: 'card-read'; readonly result: Result<IdCard, CardError> }
  /** The card that was found or read has been lifted. */
  | { readonly kind: 'card-lifted' };

export type IdCardReader = SupervisedDevice<ReaderFault> & {
  /**
   * Looks for cards and reads each once, until the returned function is called. The card that lies there
   * already is read at once; after a read the reader goes on to watch until the card is lifted.
   */
  readonly watchCards: (listener: (event: ReaderEvent) => void) => () => void;
  /** Whether a card lies on the reader, as last seen. */
  readonly cardPresent: () => boolean;
};
