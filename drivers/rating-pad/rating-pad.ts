import type { Result } from 'neverthrow';
import type { RatingLevel } from '#domain/rating/rating-level.ts';
import type { SupervisedDevice } from '../device.ts';

export type PadFault = 'PAD_ABSENT' | 'PAD_LOST' | 'PAD_TIMEOUT' | 'PAD_WRONG_DEVICE' | 'PAD_FAULT';

/** RATING_TIMEOUT: nobody pressed in time. RATING_CANCELLED: the question was taken back. */
export type AskError = PadFault | 'RATING_TIMEOUT' | 'RATING_CANCELLED';

/** What the pad says unasked; nothing follows from it. */
export type PadEvent =
  | { readonly kind: 'unasked-press'; readonly level: RatingLevel }
  /** A key that the profile's map does not hold, or two at once; as hexadecimal. */
  | { readonly kind: 'unknown-key'; readonly key: string }
  /** So many bytes came that hold no message of the profile: another device, another speed, or noise. */
  | { readonly kind: 'garbled'; readonly bytes: number };

export type RatingPad = SupervisedDevice<PadFault> & {
  /**
   * Asks the citizen to rate, and waits as long as the profile says. Questions asked at once follow each other.
   * Aborting `signal` takes the question back.
   */
  readonly ask: (signal: AbortSignal) => Promise<Result<{ readonly level: RatingLevel }, AskError>>;
  /** Takes back every question that stands or waits; settles when the pad has been told. */
  readonly cancel: () => Promise<Result<void, PadFault>>;
  /** These do nothing on a pad whose profile has no such command. */
  readonly welcome: () => Promise<Result<void, PadFault>>;
  readonly thanks: () => Promise<Result<void, PadFault>>;
  readonly showStars: (stars: 0 | RatingLevel) => Promise<Result<void, PadFault>>;
  readonly light: (on: boolean) => Promise<Result<void, PadFault>>;
  /** The returned function ends it. */
  readonly onEvent: (listener: (event: PadEvent) => void) => () => void;
};
