import { isDeepStrictEqual } from 'node:util';
import type { HallPreview } from '#contract/desk/hall-administration.ts';
import type { HallContent } from './halls.ts';

type Change = HallPreview['changes'][number];
type Part = { readonly id: string; readonly name: string; readonly content: unknown };

/** What is new, changed or gone in another document of the same hall, by the names that people know. */
export function hallDifferences(present: HallContent, next: HallContent): Change[] {
  const whole = (hall: HallContent) => ({
    name: hall.name,
    checkIn: hall.checkIn,
    callsBeforeNoShow: hall.callsBeforeNoShow,
    followUpUrl: hall.followUpUrl,
  });
  return [
    ...differing('hall', single(present, whole(present)), single(next, whole(next))),
    ...differing('hours', single(present, present.hours), single(next, next.hours)),
    ...differing('policy', single(present, present.priority), single(next, next.priority)),
    ...differing('queue', queues(present), queues(next)),
    ...differing('counter', counters(present), counters(next)),
    ...differing('service', services(present), services(next)),
  ];
}

function single({ hallId, name }: HallContent, content: unknown): Part[] {
  return content === undefined ? [] : [{ id: hallId, name: name['zh-CN'], content }];
}

function queues(hall: HallContent): Part[] {
  return hall.queues.map((queue) => ({ id: queue.queueId, name: queue.name['zh-CN'], content: queue }));
}

function counters(hall: HallContent): Part[] {
  return hall.counters.map((counter) => ({
    id: counter.counterId,
    name: counter.label['zh-CN'],
    content: counter,
  }));
}

function services(hall: HallContent): Part[] {
  return hall.services.map((service) => ({
    id: service.serviceId,
    name: service.name['zh-CN'],
    content: service,
  }));
}

function differing(part: Change['part'], before: readonly Part[], after: readonly Part[]): Change[] {
  const known = new Map(before.map((each) => [each.id, each]));
  const kept = new Set(after.map(({ id }) => id));
  return [
    ...after.flatMap(({ id, name, content }): Change[] => {
      const old = known.get(id);
      if (!old) return [{ part, change: 'added', id, name }];
      return isDeepStrictEqual(plain(old.content), plain(content))
        ? []
        : [{ part, change: 'changed', id, name }];
    }),
    ...before
      .filter(({ id }) => !kept.has(id))
      .map(({ id, name }): Change => ({ part, change: 'removed', id, name })),
  ];
}

/** A field that is present but undefined says the same as one that is not there. */
function plain(content: unknown): unknown {
  return JSON.parse(JSON.stringify(content));
}
