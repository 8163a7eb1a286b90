import { err, ok, type Result } from 'neverthrow';
import { parse } from 'yaml';
import { z } from 'zod';
import { hallSchema } from '#contract/hall.ts';
import type { HallContent } from './halls.ts';

const contentSchema = hallSchema.omit({ version: true });

/** Reads a hall written as YAML; an error lists every field that is wrong and every name that leads nowhere. */
export function parseHall(text: string): Result<HallContent, readonly string[]> {
  const checked = contentSchema.safeParse(parse(text));
  if (!checked.success) return err(z.prettifyError(checked.error).split('\n'));
  const faults = danglingNames(checked.data);
  return faults.length === 0 ? ok(checked.data) : err(faults);
}

function danglingNames(hall: HallContent): string[] {
  const queueIds = new Set(hall.queues.map((queue) => queue.queueId));
  const parents = new Set(
    hall.services.filter((node) => node.queueId === null).map((node) => node.serviceId),
  );
  const served = new Set(hall.counters.flatMap((counter) => counter.queueIds));
  return [
    ...doubles(
      'queue',
      hall.queues.map((queue) => queue.queueId),
    ),
    ...doubles(
      'prefix',
      hall.queues.map((queue) => queue.prefix),
    ),
    ...doubles(
      'counter',
      hall.counters.map((counter) => counter.counterId),
    ),
    ...doubles(
      'service',
      hall.services.map((service) => service.serviceId),
    ),
    ...[...served].filter((id) => !queueIds.has(id)).map((id) => `counters name an unknown queue: ${id}`),
    ...[...queueIds].filter((id) => !served.has(id)).map((id) => `no counter serves the queue ${id}`),
    ...hall.services.flatMap(({ serviceId, parentId, queueId }) => [
      ...(parentId !== null && !parents.has(parentId) ? [`${serviceId} lies under an unknown node`] : []),
      ...(queueId !== null && !queueIds.has(queueId) ? [`${serviceId} names an unknown queue`] : []),
    ]),
  ];
}

function doubles(kind: string, ids: readonly string[]): string[] {
  return ids
    .filter((id, index) => ids.indexOf(id) !== index)
    .map((id) => `the ${kind} ${id} stands there twice`);
}
