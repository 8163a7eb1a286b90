import { type HoursProblem, hoursProblems } from '#domain/hall-hours/hours-problems.ts';
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
    | 'TREE_HAS_CIRCLE'
    | 'NOT_A_LEAF'
    | 'HOURS_DAY_WRONG'
    | 'HOURS_DAY_REPEATED'
    | 'HOURS_SPAN_WRONG'
    | 'HOURS_OVERLAP';
  /** The queue, prefix, counter or service it is about; of hours the day, and the span where it is about one. */
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
    ...problems(
      'NOT_A_LEAF',
      hall.services.filter(saysWhatLeavesSay).map(({ serviceId }) => serviceId),
    ),
    ...(hall.hours ? hoursProblems(hall.hours).map(problemOfHours) : []),
  ];
}

/** What to bring, and appointments, belong to services that can be chosen; a theme has neither. */
function saysWhatLeavesSay({
  queueId,
  materials = [],
  appointments = false,
}: Hall['services'][number]): boolean {
  return queueId === null && (materials.length > 0 || appointments);
}

const HOURS_CODES: Readonly<Record<HoursProblem['code'], HallProblem['code']>> = {
  WEEKDAY_UNKNOWN: 'HOURS_DAY_WRONG',
  DATE_MALFORMED: 'HOURS_DAY_WRONG',
  DATE_REPEATED: 'HOURS_DAY_REPEATED',
  TIME_MALFORMED: 'HOURS_SPAN_WRONG',
  SPAN_EMPTY: 'HOURS_SPAN_WRONG',
  SPANS_OVERLAP: 'HOURS_OVERLAP',
};

function problemOfHours({ code, day, span }: HoursProblem): HallProblem {
  return { code: HOURS_CODES[code], name: span === undefined ? day : `${day} ${span}` };
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
