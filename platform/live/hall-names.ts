import type { Hall, Queue } from '#contract/hall.ts';
import type { LocalizedText } from '#contract/scalars.ts';
import { ticketLabel } from '#domain/queue/ticket-number.ts';
import type { HallState } from './hall-state.ts';

/** What things of a hall are called, also such as it has no more. */
export type HallNames = {
  /** `A012`: by the queue that it was taken for. */
  readonly label: (ticket: { readonly firstQueueId: string; readonly number: number }) => string;
  readonly serviceName: (serviceId: string) => LocalizedText;
  readonly queue: (queueId: string) => Queue | undefined;
};

export function hallNames(hall: Hall, former: HallState['former']): HallNames {
  const queues = new Map([...hall.queues, ...former.queues].map((queue) => [queue.queueId, queue]));
  const services = new Map(
    [...hall.services, ...former.services].map(({ serviceId, name }) => [serviceId, name]),
  );
  return {
    label: ({ firstQueueId, number }) => ticketLabel(queues.get(firstQueueId)?.prefix ?? '', number),
    serviceName: (serviceId) => services.get(serviceId) ?? { 'zh-CN': serviceId },
    queue: (queueId) => queues.get(queueId),
  };
}
