import type { FollowUpView } from '#contract/desk/board.ts';
import { type Position, positionOf } from '#domain/queue/position.ts';
import { shownWait } from '#domain/queue/wait-display.ts';
import { countersFor, type Order, orderAt, orderOfQueue } from '../calls/counter-order.ts';
import { type Forecasts, foretell } from '../forecast/forecast.ts';
import { openCounters } from '../forecast/open-counters.ts';
import type { HallState, TicketNow } from '../live/hall-state.ts';

/** When a ticket that waits has its turn, and why not before. */
export function expectation(
  state: HallState,
  forecasts: Forecasts,
  { ticketId, queueId }: TicketNow,
): Pick<FollowUpView, 'ahead' | 'isNext' | 'before' | 'fromMinutes' | 'toMinutes'> | undefined {
  const openCounterIds = openCounters(state.seats, state.at);
  const positions = positionsOf(ordersCalling(state, queueId, openCounterIds), ticketId);
  const [soonest] = positions;
  const inQueue = positionOf(orderOfQueue(state, queueId), ticketId);
  if (!soonest || !inQueue) return undefined;
  const { at, hall } = state;
  // What has been learned is the wait by how many are before one in the queue; other queues of its counters are in it.
  const expected = foretell(hall, forecasts, { queueId, at, ahead: inQueue.nth - 1, openCounterIds });
  return {
    ahead: soonest.nth - 1,
    isNext: positions.every(({ nth }) => nth === 1),
    before: soonest.before,
    ...(expected ? shownWait(expected) : { fromMinutes: null, toMinutes: null }),
  };
}

/** Of the open counters that call from a queue; where none is open, of those that would. */
function ordersCalling(state: HallState, queueId: string, openCounterIds: ReadonlySet<string>): Order[] {
  const counters = countersFor(state, queueId);
  const open = counters.filter(({ counterId }) => openCounterIds.has(counterId));
  const orders = new Set((open.length > 0 ? open : counters).map((counter) => orderAt(state, counter)));
  return orders.size > 0 ? [...orders] : [orderOfQueue(state, queueId)];
}

/** Where a ticket stands in each order, first where it has the fewest before it. */
function positionsOf(orders: readonly Order[], ticketId: string): Position[] {
  return orders
    .flatMap((order) => positionOf(order, ticketId) ?? [])
    .toSorted((one, other) => one.nth - other.nth);
}
