import type { Counter, Hall, Queue, Service } from '#contract/hall.ts';
import type { LocalizedText } from '#contract/scalars.ts';

/** A new text, and an English one only where something stands in it. */
export function textWith(
  text: LocalizedText,
  language: 'zh-CN' | 'en' | 'mn-Mong-CN',
  words: string,
): LocalizedText {
  if (language === 'zh-CN') return { ...text, 'zh-CN': words };
  const { [language]: _, ...rest } = text;
  return words === '' ? rest : { ...rest, [language]: words };
}

/** The list with this part in place of the one with the same id, or at its end. */
function put<T>(list: readonly T[], part: T, idOf: (each: T) => string): T[] {
  const known = list.some((each) => idOf(each) === idOf(part));
  return known ? list.map((each) => (idOf(each) === idOf(part) ? part : each)) : [...list, part];
}

export function withCounter(hall: Hall, counter: Counter): Hall {
  return { ...hall, counters: put(hall.counters, counter, ({ counterId }) => counterId) };
}

export function withoutCounter(hall: Hall, counterId: string): Hall {
  return { ...hall, counters: hall.counters.filter((each) => each.counterId !== counterId) };
}

export function withQueue(hall: Hall, queue: Queue): Hall {
  return { ...hall, queues: put(hall.queues, queue, ({ queueId }) => queueId) };
}

/** Its services keep naming it, so that the preview says which of them need another. */
export function withoutQueue(hall: Hall, queueId: string): Hall {
  return {
    ...hall,
    queues: hall.queues.filter((each) => each.queueId !== queueId),
    counters: hall.counters.map((counter) => ({
      ...counter,
      queueIds: counter.queueIds.filter((each) => each !== queueId),
    })),
  };
}

/** What is no leaf brings no materials and takes no appointments. */
export function withService(hall: Hall, service: Service): Hall {
  const { materials, appointments, ...plain } = service;
  const whole: Service =
    plain.queueId === null
      ? plain
      : {
          ...plain,
          ...(materials && materials.length > 0 && { materials }),
          ...(appointments && { appointments }),
        };
  return { ...hall, services: put(hall.services, whole, ({ serviceId }) => serviceId) };
}

/** A service and all that stands under it. */
export function branchOf(hall: Hall, serviceId: string): Set<string> {
  const branch = new Set([serviceId]);
  // A set grows while it is gone through; a circle ends at what is in it already.
  for (const each of branch) {
    for (const service of hall.services) if (service.parentId === each) branch.add(service.serviceId);
  }
  return branch;
}

export function withoutService(hall: Hall, serviceId: string): Hall {
  const branch = branchOf(hall, serviceId);
  return { ...hall, services: hall.services.filter((each) => !branch.has(each.serviceId)) };
}

/** What stands beside each other under the same heading, in its order. */
export function siblingsOf(hall: Hall, parentId: string | null): Service[] {
  return hall.services
    .filter((each) => each.parentId === parentId)
    .toSorted((one, other) => one.position - other.position);
}

/** Changes places with the one before (-1) or after (1) it; the same where there is none. */
export function movedService(hall: Hall, serviceId: string, step: -1 | 1): Hall {
  const service = hall.services.find((each) => each.serviceId === serviceId);
  if (!service) return hall;
  const order = siblingsOf(hall, service.parentId);
  const at = order.findIndex((each) => each.serviceId === serviceId);
  const other = order[at + step];
  if (!other) return hall;
  const places = new Map(order.map((each, index) => [each.serviceId, index + 1]));
  places.set(serviceId, at + 1 + step);
  places.set(other.serviceId, at + 1);
  return {
    ...hall,
    services: hall.services.map((each) => ({
      ...each,
      position: places.get(each.serviceId) ?? each.position,
    })),
  };
}

export type TreeRow = {
  readonly service: Service;
  readonly depth: number;
  readonly first: boolean;
  readonly last: boolean;
  readonly hasChildren: boolean;
};

/** The tree from top to bottom; what stands under nothing that is there comes last, so that it can be put right. */
export function treeRows(hall: Hall): TreeRow[] {
  const seen = new Set<string>();
  const below = (parentId: string | null, depth: number): TreeRow[] =>
    rowsOf(siblingsOf(hall, parentId), depth);
  const rowsOf = (services: readonly Service[], depth: number): TreeRow[] =>
    services.flatMap((service, index) => {
      if (seen.has(service.serviceId)) return [];
      seen.add(service.serviceId);
      const children = below(service.serviceId, depth + 1);
      const row = {
        service,
        depth,
        first: index === 0,
        last: index === services.length - 1,
        hasChildren: children.length > 0,
      };
      return [row, ...children];
    });
  const rows = below(null, 0);
  return [
    ...rows,
    ...rowsOf(
      hall.services.filter(({ serviceId }) => !seen.has(serviceId)),
      0,
    ),
  ];
}

const BAR = '|';

/** Materials as lines of a text: Chinese, and English after a bar. */
export function materialsText(materials: readonly LocalizedText[] | undefined): string {
  return (materials ?? []).map(({ 'zh-CN': zhCn, en }) => (en ? `${zhCn} ${BAR} ${en}` : zhCn)).join('\n');
}

export function materialsOf(text: string, before: readonly LocalizedText[] | undefined): LocalizedText[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line): LocalizedText => {
      const at = line.indexOf(BAR);
      const zhCn = (at < 0 ? line : line.slice(0, at)).trim();
      const en = at < 0 ? '' : line.slice(at + 1).trim();
      // Names in other languages, which this form does not show, stay with theirs.
      const known = before?.find((each) => each['zh-CN'] === zhCn) ?? { 'zh-CN': zhCn };
      return textWith(known, 'en', en);
    });
}
