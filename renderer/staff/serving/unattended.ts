import type { DeskView } from '#contract/desk/staff.ts';
import { isOffered, offeredQueues } from '#domain/queue/offered-queues.ts';

/** Whether no counter that is open calls who waits in a queue; one on a break, or left without signing out, calls nobody. */
export function isUnattended({ counters }: Pick<DeskView, 'counters'>, queueId: string): boolean {
  return !counters.some(({ counterId, state, unheardSince }) => {
    if (state !== 'open' || unheardSince !== null) return false;
    const offered = offeredQueues(counters, counterId);
    return offered !== undefined && isOffered(offered, queueId);
  });
}
