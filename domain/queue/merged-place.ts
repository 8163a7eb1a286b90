import type { Instant } from '../time/clock.ts';

export type TicketTimes = {
  /** When the ticket was given, by the terminal's clock. */
  readonly issuedAt: Instant;
  /** When the platform took it, by the platform's clock. */
  readonly takenAt: Instant;
  /**
   * When the platform last heard of the terminal before the ticket was given, by the platform's clock; or the place
   * of the terminal's ticket before this one if that is later, which keeps a terminal's tickets in their order even
   * when its clock is set back between them.
   */
  readonly lastContactAt: Instant;
  /** The terminal's clock minus the platform's, milliseconds. */
  readonly clockOffset: number;
};

/**
 * Where a ticket stands among those of other terminals: when it was given, by the platform's clock as well as that
 * can be known. Never before the last contact and never after its arrival: a wrong clock neither jumps the queue
 * that the platform knew nor loses the place that the arrival proves.
 */
export function mergedPlace({ issuedAt, takenAt, lastContactAt, clockOffset }: TicketTimes): Instant {
  const corrected = Math.round(issuedAt - clockOffset);
  if (!Number.isFinite(corrected)) return takenAt;
  return Math.min(takenAt, Math.max(lastContactAt, corrected));
}
