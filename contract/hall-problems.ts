import type { Hall } from './hall.ts';

export type HallProblem = {
  readonly code:
    | 'QUEUE_REPEATED'
    | 'PREFIX_REPEATED'
    | 'COUNTER_REPEATED'
    | 'SERVICE_REPEATED'
    | 'QUEUE_UNKNOWN'
    | 'QUEUE_UNSERVED'
    | 'PARENT_UNKNOWN'
    | 'LEAF_IS_PARENT'
    | 'TREE_HAS_CIRCLE';
  /** The queue, prefix, counter or service it is about. */
  readonly name: string;
};

/**
 * What a hall's schema cannot say: whether its parts fit together. Whoever publishes a hall and whoever takes one
 * over judges by this, so that no hall is published that a terminal would refuse.
 */
export function hallProblems(hall: Omit<Hall, 'version'>): HallProblem[] {
  const queueIds = new Set(hall.queues.map(({ queueId }) => queueId));
  const served = new Set(hall.counters.flatMap((counter) => counter.queueIds));
  const named = new Set([
    ...served,
    ...hall.services.flatMap(({ queueId }) => (queueId === null ? [] : [queueId])),
  ]);
  const problems = (code: HallProblem['code'], names: Iterable<string>) =>
    Array.from(names, (name): HallProblem => ({ code, name }));
  return [
    ...problems('QUEUE_REPEATED', repeated(hall.queues.map(({ queueId }) => queueId))),
    ...problems('PREFIX_REPEATED', repeated(hall.queues.map(({ prefix }) => prefix))),
    ...problems('COUNTER_REPEATED', repeated(hall.counters.map(({ counterId }) => counterId))),
    ...problems('SERVICE_REPEATED', repeated(hall.services.map(({ serviceId }) => serviceId))),
    ...problems('QUEUE_UNKNOWN', without(named, queueIds)),
    ...problems('QUEUE_UNSERVED', without(queueIds, served)),
    ...treeProblems(hall.services),
  ];
}

function repeated(names: readonly string[]): Set<string> {
  return new Set(names.filter((name, index) => names.indexOf(name) !== index));
}

function without(names: ReadonlySet<string>, others: ReadonlySet<string>): string[] {
  return [...names].filter((name) => !others.has(name));
}

function treeProblems(services: Hall['services']): HallProblem[] {
  const byId = new Map(services.map((service) => [service.serviceId, service]));
  return services.flatMap(({ serviceId, parentId }): HallProblem[] => {
    if (parentId === null) return [];
    const parent = byId.get(parentId);
    if (!parent) return [{ code: 'PARENT_UNKNOWN', name: serviceId }];
    if (parent.queueId !== null) return [{ code: 'LEAF_IS_PARENT', name: parentId }];
    return liesInCircle(serviceId, byId) ? [{ code: 'TREE_HAS_CIRCLE', name: serviceId }] : [];
  });
}

function liesInCircle(serviceId: string, byId: ReadonlyMap<string, Hall['services'][number]>): boolean {
  const seen = new Set<string | null>();
  let above = byId.get(serviceId)?.parentId ?? null;
  while (above !== null && !seen.has(above)) {
    if (above === serviceId) return true;
    seen.add(above);
    above = byId.get(above)?.parentId ?? null;
  }
  return false;
}
