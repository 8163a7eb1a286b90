import type { Instant } from '../time/clock.ts';

/** Idle limits of a session, in milliseconds. */
export type SessionTiming = {
  /** From the last touch to the end. */
  readonly idleMs: number;
  /** The warning stands at least this long before the end: 20 s (WCAG 2.2, 2.2.1). */
  readonly warningMs: number;
};

export const SHORTEST_WARNING_MS = 20_000;

/** When to warn and when to end a session that was last touched at an instant. */
export function sessionDeadlines(
  lastTouch: Instant,
  timing: SessionTiming,
): { readonly warnAt: Instant; readonly endsAt: Instant } {
  const warning = Math.max(SHORTEST_WARNING_MS, timing.warningMs);
  const endsAt = lastTouch + Math.max(timing.idleMs, 2 * warning);
  return { warnAt: endsAt - warning, endsAt };
}
