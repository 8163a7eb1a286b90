import type { Hall } from '#contract/hall.ts';

export type HallProblem =
  | 'QUEUE_REPEATED'
  | 'PREFIX_REPEATED'
  | 'SERVICE_REPEATED'
  | 'QUEUE_UNKNOWN'
  | 'PARENT_UNKNOWN'
  | 'LEAF_IS_PARENT'
  | 'TREE_HAS_CIRCLE';

/** What a hall's schema cannot say: that its parts fit together. The first problem, or undefined. */
export function hallProblem(hall: Hall): HallProblem | undefined {
  const queues = new Set(hall.queues.map(({ queueId }) => queueId));
  if (queues.size < hall.queues.length) return 'QUEUE_REPEATED';
  if (new Set(hall.queues.map(({ prefix }) => prefix)).size < hall.queues.length) return 'PREFIX_REPEATED';
  const services = new Map(hall.services.map((service) => [service.serviceId, service]));
  if (services.size < hall.services.length) return 'SERVICE_REPEATED';
  const named = [
    ...hall.services.flatMap(({ queueId }) => (queueId === null ? [] : [queueId])),
    ...hall.counters.flatMap(({ queueIds }) => queueIds),
  ];
  if (named.some((queueId) => !queues.has(queueId))) return 'QUEUE_UNKNOWN';
  for (const service of hall.services) {
    const seen = new Set([service.serviceId]);
    for (let parentId = service.parentId; parentId !== null; ) {
      const parent = services.get(parentId);
      if (!parent) return 'PARENT_UNKNOWN';
      if (parent.queueId !== null) return 'LEAF_IS_PARENT';
      if (seen.has(parentId)) return 'TREE_HAS_CIRCLE';
      seen.add(parentId);
      parentId = parent.parentId;
    }
  }
  return undefined;
}
