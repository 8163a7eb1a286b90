import type { CounterNow, DeskView } from '#contract/desk/staff.ts';
import { type HallNames, hallNames } from '../live/hall-names.ts';
import type { HallState, TicketNow } from '../live/hall-state.ts';
import { isHeard } from '../staff/seats.ts';
import { orderAt } from './counter-order.ts';
import { type DeskTicket, deskTicket } from './desk-ticket.ts';
import { rulesOf } from './ticket-rules.ts';

/** More than a page shows without scrolling; who comes behind is in the count. Sent to every clerk at each change. */
const WAITING_SHOWN = 60;

type WaitingList = Pick<DeskView, 'waiting' | 'waitingCount'>;

/** What the views of all clerks of a hall have in common, made once for each look at it. */
type Common = {
  readonly names: HallNames;
  readonly counters: CounterNow[];
  readonly queues: DeskView['queues'];
  readonly help: DeskView['help'];
  /** By counter kind and queues: counters alike call from the same list. */
  readonly lists: Map<string, WaitingList>;
};
const commons = new WeakMap<HallState, Common>();

/** What a clerk's page shows, from the hall's state in memory. */
export function deskView(state: HallState, staffId: string): DeskView {
  const common = commons.get(state) ?? commonOf(state);
  commons.set(state, common);
  const seat = state.seats.find((each) => each.staffId === staffId);
  const counter = common.counters.find(({ counterId }) => counterId === seat?.counterId) ?? null;
  const staffed = new Set(state.seats.map(({ counterId }) => counterId));
  const shown = (tickets: readonly TicketNow[]): DeskTicket[] =>
    tickets.map((ticket) => deskTicket(ticket, common.names));
  const current = state.tickets.find((ticket) => counter !== null && isAt(ticket, counter.counterId));
  const held = state.tickets.filter(
    // Those that a counter put aside which nobody sits at any more are everybody's.
    (ticket) =>
      ticket.state === 'held' &&
      (ticket.counterId === counter?.counterId || !staffed.has(ticket.counterId ?? '')),
  );
  return {
    at: new Date(state.at).toISOString(),
    closedSince: state.closed && new Date(state.closed.at).toISOString(),
    counter,
    current: current ? deskTicket(current, common.names) : null,
    merged: shown(state.tickets.filter(({ merged }) => merged !== null && merged.into === current?.ticketId)),
    ...(counter ? waitingFor(state, common, counter) : { waiting: [], waitingCount: 0 }),
    held: shown(held),
    noShows: shown(state.tickets.filter((ticket) => ticket.state === 'no-show')),
    counters: common.counters,
    queues: common.queues,
    help: common.help,
    callsBeforeNoShow: rulesOf(state.hall).callsBeforeNoShow,
  };
}

function commonOf(state: HallState): Common {
  const names = hallNames(state.hall, state.former);
  const waiting = new Map<string, number>();
  for (const ticket of state.tickets) {
    if (ticket.state === 'waiting') waiting.set(ticket.queueId, (waiting.get(ticket.queueId) ?? 0) + 1);
  }
  const current = new Map(
    state.tickets
      .filter(({ state: stands }) => stands === 'called' || stands === 'serving')
      .map((ticket) => [ticket.counterId, names.label(ticket)]),
  );
  const seats = new Map(state.seats.map((seat) => [seat.counterId, seat]));
  return {
    names,
    counters: state.hall.counters.map((counter) => {
      const seat = seats.get(counter.counterId);
      return {
        ...counter,
        state: seat?.state ?? 'closed',
        staffId: seat?.staffId ?? null,
        staffName: seat?.staffName ?? null,
        unheardSince: seat && !isHeard(seat.heardAt, state.at) ? new Date(seat.heardAt).toISOString() : null,
        ticketLabel: current.get(counter.counterId) ?? null,
      };
    }),
    queues: [...state.hall.queues, ...state.former.queues.filter(({ queueId }) => waiting.has(queueId))].map(
      (queue) => ({ ...queue, waiting: waiting.get(queue.queueId) ?? 0 }),
    ),
    help: state.help.map(({ answeredBy, calledAt, ...call }) => ({
      ...call,
      calledAt: new Date(calledAt).toISOString(),
      state: answeredBy === null ? 'waiting' : 'coming',
      answeredBy,
    })),
    lists: new Map(),
  };
}

function waitingFor(state: HallState, common: Common, counter: CounterNow): WaitingList {
  const key = JSON.stringify([counter.kind, counter.queueIds]);
  const known = common.lists.get(key);
  if (known) return known;
  const order = orderAt(state, counter);
  const list = {
    waiting: order
      .slice(0, WAITING_SHOWN)
      .map(({ ticket, reason }) => deskTicket(ticket, common.names, reason)),
    waitingCount: order.length,
  };
  common.lists.set(key, list);
  return list;
}

function isAt(ticket: TicketNow, counterId: string): boolean {
  return ticket.counterId === counterId && (ticket.state === 'called' || ticket.state === 'serving');
}
