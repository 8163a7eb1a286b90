import type { Instant } from '../time/clock.ts';
import { addDays, type BusinessDate, hallInstant } from '../time/hall-time.ts';

/** A terminal that works asks something every few seconds; after so long something is wrong, or it is switched off. */
const SILENT_AFTER_MS = 3 * 60_000;

export type HeardTerminal = {
  readonly terminalId: string;
  /** What staff call it; one that was enrolled anew, or stands in another's place, has its name. */
  readonly terminalLabel: string;
  readonly enrolledSince: Instant;
  /** By the platform's clock; null for one that never spoke. */
  readonly lastContactAt: Instant | null;
};

/**
 * The terminals that may have given numbers of a day that nobody has told the platform of: they hold some, and were
 * heard neither lately nor since the day was over. In the order of their silence, the longest first. One in whose place
 * another was enrolled since will not be heard again: numbers that it gave and never told are among those not sent in.
 */
export function silentTerminals<T extends HeardTerminal>(
  terminals: readonly T[],
  leases: readonly { readonly terminalId: string }[],
  businessDate: BusinessDate,
  now: Instant,
): T[] {
  const holders = new Set(leases.map(({ terminalId }) => terminalId));
  const heardSince = Math.min(now - SILENT_AFTER_MS, hallInstant(addDays(businessDate, 1), 0));
  const lastContact = (terminal: T): Instant => terminal.lastContactAt ?? Number.NEGATIVE_INFINITY;
  const isReplaced = (terminal: T): boolean =>
    terminals.some(
      (other) =>
        other.terminalLabel === terminal.terminalLabel &&
        other.enrolledSince > Math.max(lastContact(terminal), terminal.enrolledSince),
    );
  return terminals
    .filter((terminal) => holders.has(terminal.terminalId) && lastContact(terminal) < heardSince)
    .filter((terminal) => !isReplaced(terminal))
    .sort((one, other) => lastContact(one) - lastContact(other));
}
