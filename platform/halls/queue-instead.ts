import type { Hall } from '#contract/hall.ts';

/**
 * The queue that a ticket is called from, in the hall as it is now: its own when that is still there; else the queue
 * that its service has moved to; else, where the service is gone too, the first that any counter serves. Whoever holds
 * a number is called, whatever was changed meanwhile.
 */
export function queueInstead(
  hall: Pick<Hall, 'queues' | 'services' | 'counters'>,
  ticket: { readonly queueId: string; readonly serviceId: string },
): string {
  const isThere = (queueId: string): boolean => hall.queues.some((queue) => queue.queueId === queueId);
  if (isThere(ticket.queueId)) return ticket.queueId;
  const service = hall.services.find(({ serviceId }) => serviceId === ticket.serviceId);
  if (service?.queueId && isThere(service.queueId)) return service.queueId;
  const served = hall.queues.find(({ queueId }) =>
    hall.counters.some((counter) => counter.queueIds.includes(queueId)),
  );
  return served?.queueId ?? ticket.queueId;
}
