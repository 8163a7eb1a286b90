export type OfferingCounter = {
  readonly counterId: string;
  readonly kind: string;
  readonly queueIds: readonly string[];
};

/** 综合窗口 and 综合咨询: who may be asked anything. */
const takesAnything = new Set(['general', 'advice']);

/**
 * What a counter calls from: its own queues and, when it is one for any matter, those that no counter of the hall
 * serves (any more). A hall without such a counter lets all of them do it: nobody waits for ever because a queue was
 * taken off its counters, or out of the hall, while he sat there.
 */
export type OfferedQueues = {
  readonly own: readonly string[];
  /** Null when the counter leaves the queues of nobody alone; else those that are somebody's. */
  readonly othersThan: ReadonlySet<string> | null;
};

export function offeredQueues(
  counters: readonly OfferingCounter[],
  counterId: string,
): OfferedQueues | undefined {
  const counter = counters.find((each) => each.counterId === counterId);
  if (!counter) return undefined;
  const adopts = takesAnything.has(counter.kind) || !counters.some(({ kind }) => takesAnything.has(kind));
  const served = new Set(counters.flatMap(({ queueIds }) => queueIds));
  return { own: counter.queueIds, othersThan: adopts ? served : null };
}

/** Whether the counter calls tickets of a queue. */
export function isOffered({ own, othersThan }: OfferedQueues, queueId: string): boolean {
  return own.includes(queueId) || (othersThan !== null && !othersThan.has(queueId));
}
