import type { OrderState } from '#domain/queue/priority.ts';

/**
 * The run of a counter that calls from several queues: the longest of theirs. A call writes what follows to all of
 * them, so that counters with different queues do not let an ordinary ticket wait twice for the same turn.
 */
export function priorityRunOf(
  runs: ReadonlyMap<string, number>,
  callsFrom: (queueId: string) => boolean,
): OrderState {
  let priorityRun = 0;
  for (const [queueId, run] of runs) if (callsFrom(queueId)) priorityRun = Math.max(priorityRun, run);
  return { priorityRun };
}
