import type { Reconciliation } from '#contract/desk/hall-administration.ts';

/** `unfinished`: nothing wrong is known, and a terminal that was not heard may know of something. */
export type Verdict = 'good' | 'unfinished' | 'bad';

/** What may be said of a day in one line. */
export function verdictOf({
  doubled,
  missing,
  silent,
}: Pick<Reconciliation, 'doubled' | 'missing' | 'silent'>): Verdict {
  if (doubled.length + missing.length > 0) return 'bad';
  return silent.length > 0 ? 'unfinished' : 'good';
}
