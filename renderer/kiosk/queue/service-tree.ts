import type { Service } from '#contract/hall.ts';

/** The services right under a node, in the hall's order. */
export function childrenOf(services: readonly Service[], parentId: string | null): Service[] {
  return services
    .filter((service) => service.parentId === parentId)
    .sort((one, other) => one.position - other.position);
}

/** How many services with a queue lie under a node. */
export function leavesUnder(services: readonly Service[], serviceId: string): number {
  return childrenOf(services, serviceId).reduce(
    (sum, child) => sum + (child.queueId === null ? leavesUnder(services, child.serviceId) : 1),
    0,
  );
}

export function findService(services: readonly Service[], serviceId: string): Service | undefined {
  return services.find((service) => service.serviceId === serviceId);
}
