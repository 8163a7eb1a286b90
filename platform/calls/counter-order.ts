import type { Counter } from '#contract/hall.ts';
import { isOffered, type OfferedQueues, offeredQueues } from '#domain/queue/offered-queues.ts';
import { callOrder, defaultPriorityPolicy, type Ordered } from '#domain/queue/priority.ts';
import type { HallState, TicketNow } from '../live/hall-state.ts';
import { priorityRunOf } from './priority-run.ts';

export type Order = readonly Ordered<TicketNow>[];

/** By what a counter calls from, made once for all who look at a state: counters alike have the same order. */
const orders = new WeakMap<HallState, Map<string, Order>>();

/** Everybody whom a counter may call, in the order in which it would call them. */
export function orderAt(state: HallState, { counterId }: Pick<Counter, 'counterId'>): Order {
  const offered = offeredAt(state, counterId);
  return orderKept(state, JSON.stringify([offered.othersThan !== null, offered.own.toSorted()]), (queueId) =>
    isOffered(offered, queueId),
  );
}

/** Everybody in a queue, as a counter would call them that has no other. */
export function orderOfQueue(state: HallState, queueId: string): Order {
  return orderKept(state, JSON.stringify([false, [queueId]]), (each) => each === queueId);
}

/** The counters of the hall that call tickets of a queue, whether somebody sits there or not. */
export function countersFor(state: HallState, queueId: string): readonly Counter[] {
  return state.hall.counters.filter(({ counterId }) => isOffered(offeredAt(state, counterId), queueId));
}

function offeredAt({ hall }: HallState, counterId: string): OfferedQueues {
  return offeredQueues(hall.counters, counterId) ?? { own: [], othersThan: null };
}

function orderKept(state: HallState, name: string, callsFrom: (queueId: string) => boolean): Order {
  const ofState = orders.get(state) ?? new Map<string, Order>();
  orders.set(state, ofState);
  const known = ofState.get(name);
  if (known) return known;
  const waiting = state.tickets.filter((ticket) => ticket.state === 'waiting' && callsFrom(ticket.queueId));
  const run = priorityRunOf(state.priorityRuns, callsFrom);
  const order = callOrder(waiting, run, state.hall.priority ?? defaultPriorityPolicy, state.at);
  ofState.set(name, order);
  return order;
}
