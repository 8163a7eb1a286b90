import type { AdministrationParts } from './administration-parts.ts';
import type { Opened } from './administration-view.ts';
import type { JobName } from './jobs.ts';

/**
 * Begins a job at a place that another device may have, whose line it borrows.
 * @param owner of the place; a test of everything would find it absent, and ends
 */
export function beginAtPlaceOf(
  owner: string | undefined,
  name: 'test' | 'learning',
  now: Opened,
  { jobs }: Pick<AdministrationParts, 'jobs'>,
  work: (signal: AbortSignal) => Promise<void>,
): void {
  const ending: JobName[] = ['search', 'test', 'learning'];
  if (owner !== undefined) {
    if (now.selfTest?.running) delete now.selfTest;
    ending.push('selfTest');
  }
  jobs.begin(name, ending, work);
}
