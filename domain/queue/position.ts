import { compareTickets, type Ordered, type OrderReason, type WaitingTicket } from './priority.ts';

/** Where a ticket stands, and why: for the citizen's page and the clerk's list. */
export type Position = {
  /** 1 = next. */
  readonly nth: number;
  /** Why it is called when it is called. */
  readonly reason: OrderReason;
  /** Why each of the `nth - 1` others goes before it; the four add up to them. */
  readonly before: {
    /** Came earlier, and no rule was needed. */
    readonly earlier: number;
    /** Came later, and has priority. */
    readonly byPriority: number;
    /** Came earlier without priority, and has its turn after several that had it; this ticket has priority too. */
    readonly byTurn: number;
    /** Came earlier without priority, and has waited so long that this ticket's priority does not count. */
    readonly byAgeing: number;
  };
};

/** Undefined when the ticket is not among those in `order` (of `callOrder`). Takes time in proportion to `nth`. */
export function positionOf(order: readonly Ordered<WaitingTicket>[], ticketId: string): Position | undefined {
  const index = order.findIndex(({ ticket }) => ticket.ticketId === ticketId);
  const own = order[index];
  if (!own) return undefined;
  const before = { earlier: 0, byPriority: 0, byTurn: 0, byAgeing: 0 };
  for (const other of order.slice(0, index)) before[causeOf(other, own.ticket)] += 1;
  return { nth: index + 1, reason: own.reason, before };
}

function causeOf(other: Ordered<WaitingTicket>, own: WaitingTicket): keyof Position['before'] {
  const otherIsOrdinary = other.ticket.priorityClass === 'ordinary';
  if (otherIsOrdinary && own.priorityClass !== 'ordinary') {
    if (other.reason.kind === 'waited-long') return 'byAgeing';
    if (other.reason.kind === 'turn-of-ordinary') return 'byTurn';
  }
  return compareTickets(other.ticket, own) < 0 ? 'earlier' : 'byPriority';
}
