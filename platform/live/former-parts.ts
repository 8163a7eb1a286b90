import type { Hall, Queue, Service } from '#contract/hall.ts';
import type { Database } from '../database/database.ts';
import type { HallState } from './hall-state.ts';

type Named = { readonly queueId?: string; readonly firstQueueId?: string; readonly serviceId?: string };

/**
 * The queues and services that tickets name although the hall has them no more, as they stood in the last version
 * that had them: people who wait for them keep their number and are shown what for.
 */
export async function formerParts(
  database: Database,
  hall: Hall,
  tickets: readonly Named[],
): Promise<HallState['former']> {
  const queueIds = new Set(hall.queues.map(({ queueId }) => queueId));
  const serviceIds = new Set(hall.services.map(({ serviceId }) => serviceId));
  const missingQueues = new Set<string>();
  const missingServices = new Set<string>();
  for (const { queueId, firstQueueId, serviceId } of tickets) {
    if (firstQueueId !== undefined && !queueIds.has(firstQueueId)) missingQueues.add(firstQueueId);
    if (queueId !== undefined && !queueIds.has(queueId)) missingQueues.add(queueId);
    if (serviceId !== undefined && !serviceIds.has(serviceId)) missingServices.add(serviceId);
  }
  const queues: Queue[] = [];
  const services: Service[] = [];
  let before = hall.version;
  while (missingQueues.size > 0 || missingServices.size > 0) {
    const earlier = await earlierVersion(database, hall.hallId, before);
    if (!earlier) break;
    before = earlier.version;
    // Deleting from a set by what its own lookup says: each part is found once.
    queues.push(...earlier.queues.filter(({ queueId }) => missingQueues.delete(queueId)));
    services.push(...earlier.services.filter(({ serviceId }) => missingServices.delete(serviceId)));
  }
  return { queues, services };
}

async function earlierVersion(database: Database, hallId: string, before: number): Promise<Hall | undefined> {
  const row = await database
    .selectFrom('hallVersions')
    .select('document')
    .where('hallId', '=', hallId)
    .where('version', '<', before)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.document;
}
