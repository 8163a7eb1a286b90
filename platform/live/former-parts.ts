import type { Hall, Queue, Service } from '#contract/hall.ts';
import type { Database } from '../database/database.ts';
import type { HallState } from './hall-state.ts';

type Named = { readonly queueId?: string; readonly firstQueueId?: string; readonly serviceId?: string };

/** By id what the versions before one had; undefined what none of them had. */
type Found = {
  readonly queues: Map<string, Queue | undefined>;
  readonly services: Map<string, Service | undefined>;
};

/**
 * What the versions of a hall before the present one had never changes, and a hall is looked at several times a second.
 * Terminals name what they like: kept are so many names of so many halls, and then it begins anew.
 */
const NAMES_KEPT = 1_000;
const HALLS_KEPT = 1_000;
const known = new WeakMap<Database, Map<string, Found & { readonly version: number }>>();

/**
 * The queues and services that tickets name although the hall has them no more, as they stood in the last version
 * that had them: people who wait for them keep their number and are shown what for.
 * @param reader where it is read, when the caller has a transaction
 */
export async function formerParts(
  database: Database,
  hall: Hall,
  tickets: readonly Named[],
  reader: Database = database,
): Promise<HallState['former']> {
  const present = new Set(hall.queues.map(({ queueId }) => queueId));
  const presentServices = new Set(hall.services.map(({ serviceId }) => serviceId));
  const queueIds = new Set<string>();
  const serviceIds = new Set<string>();
  for (const { queueId, firstQueueId, serviceId } of tickets) {
    if (firstQueueId !== undefined && !present.has(firstQueueId)) queueIds.add(firstQueueId);
    if (queueId !== undefined && !present.has(queueId)) queueIds.add(queueId);
    if (serviceId !== undefined && !presentServices.has(serviceId)) serviceIds.add(serviceId);
  }
  if (queueIds.size + serviceIds.size === 0) return { queues: [], services: [] };
  const found = foundOf(database, hall);
  const missingQueues = new Set([...queueIds].filter((queueId) => !found.queues.has(queueId)));
  const missingServices = new Set([...serviceIds].filter((serviceId) => !found.services.has(serviceId)));
  await find(reader, hall, found, missingQueues, missingServices);
  return {
    queues: [...queueIds].flatMap((queueId) => found.queues.get(queueId) ?? []),
    services: [...serviceIds].flatMap((serviceId) => found.services.get(serviceId) ?? []),
  };
}

function foundOf(database: Database, { hallId, version }: Hall): Found {
  const halls = known.get(database) ?? new Map<string, Found & { readonly version: number }>();
  known.set(database, halls);
  const last = halls.get(hallId);
  if (last?.version === version && last.queues.size + last.services.size < NAMES_KEPT) return last;
  if (halls.size >= HALLS_KEPT) halls.clear();
  const found = { version, queues: new Map<string, Queue>(), services: new Map<string, Service>() };
  halls.set(hallId, found);
  return found;
}

/** Goes back through the versions until all is found; what was never there is kept as such. */
async function find(
  reader: Database,
  hall: Hall,
  found: Found,
  missingQueues: Set<string>,
  missingServices: Set<string>,
): Promise<void> {
  let before = hall.version;
  while (missingQueues.size > 0 || missingServices.size > 0) {
    const earlier = await earlierVersion(reader, hall.hallId, before);
    if (!earlier) break;
    before = earlier.version;
    // Deleting from a set by what its own lookup says: each part is found once.
    for (const queue of earlier.queues) {
      if (missingQueues.delete(queue.queueId)) found.queues.set(queue.queueId, queue);
    }
    for (const service of earlier.services) {
      if (missingServices.delete(service.serviceId)) found.services.set(service.serviceId, service);
    }
  }
  for (const queueId of missingQueues) found.queues.set(queueId, undefined);
  for (const serviceId of missingServices) found.services.set(serviceId, undefined);
}

async function earlierVersion(reader: Database, hallId: string, before: number): Promise<Hall | undefined> {
  const row = await reader
    .selectFrom('hallVersions')
    .select('document')
    .where('hallId', '=', hallId)
    .where('version', '<', before)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.document;
}
