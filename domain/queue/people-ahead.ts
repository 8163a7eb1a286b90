import type { PriorityClass, PriorityPolicy } from './priority.ts';

/** How many wait in a queue, with and without priority. */
export type WaitingCounts = { readonly ordinary: number; readonly preferred: number };

/**
 * How many `callOrder` puts before a ticket that comes now, from the counts alone: a queue is not put in order for
 * every ticket that comes. Exact for an ordinary one; with priority never too few, and exact when those without came
 * first. That somebody has waited too long, or that turns were taken before, is left out of account.
 */
export function peopleAhead(
  { ordinary, preferred }: WaitingCounts,
  priorityClass: PriorityClass,
  { prioritiesPerOrdinary }: Pick<PriorityPolicy, 'prioritiesPerOrdinary'>,
): number {
  if (priorityClass === 'ordinary' || prioritiesPerOrdinary < 1) return ordinary + preferred;
  return preferred + Math.min(ordinary, Math.floor(preferred / prioritiesPerOrdinary));
}
