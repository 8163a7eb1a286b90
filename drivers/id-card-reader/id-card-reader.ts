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
  /**
   * No card lies there: the one that was found has been lifted, or there is none to be left alone. Never told
   * because the reader failed.
   */
  | { readonly kind: 'card-lifted' };

export type IdCardReader = SupervisedDevice<ReaderFault> & {
  /**
   * Looks for cards and reads each once, until the returned function is called. The card that lies there
   * already is read at once, or with `lying: 'leave'` only told, and not read before it is lifted and laid
   * again; after a read the reader goes on to watch until the card is lifted. A card that lies there while
   * the reader fails counts as the same one afterwards; it is read again only if its reading was cut off.
   */
  readonly watchCards: (
    listener: (event: ReaderEvent) => void,
    options?: { readonly lying?: 'read' | 'leave' },
  ) => () => void;
  /** Whether a card lies on the reader, as last seen; a fault of the reader does not change it. */
  readonly cardPresent: () => boolean;
};
