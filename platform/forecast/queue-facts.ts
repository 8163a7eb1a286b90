import type { Hall, Queue } from '#contract/hall.ts';
import { spansOf } from '#domain/hall-hours/opening-hours.ts';
import type { OpenTime } from '#domain/queue/wait-forecast.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';

/** How many of the counters that are open call a queue. */
export function countersServing(hall: Hall, queueId: string, openCounterIds: ReadonlySet<string>): number {
  return hall.counters.filter(
    (counter) => openCounterIds.has(counter.counterId) && counter.queueIds.includes(queueId),
  ).length;
}

/** When queues are called on a day; undefined where the hall says nothing of hours. */
export function openTimesOf(hall: Hall, date: BusinessDate): OpenTime[] | undefined {
  return hall.hours && spansOf(hall.hours, date).map(({ from, to }) => ({ from, to }));
}

export function queueOf(hall: Hall, queueId: string): Queue | undefined {
  return hall.queues.find((queue) => queue.queueId === queueId);
}
