import type { TicketView, Waiting } from '#contract/ticket.ts';
import { minutesUntilCalling } from '#domain/hall-hours/number-giving.ts';
import { spansOf } from '#domain/hall-hours/opening-hours.ts';
import { remainingWait } from '#domain/queue/remaining-wait.ts';
import { estimateWaiting, type WaitingRange } from '#domain/queue/waiting-estimate.ts';
import type { Clock } from '#domain/time/clock.ts';
import type { HallCopy } from '../hall/hall.ts';
import type { Printing } from '../printing/printing.ts';
import type { HeardTickets } from './heard-tickets.ts';
import type { QueueCounts } from './queue-counts.ts';
import { qrText } from './ticket-code.ts';
import type { Ticket, TicketStore } from './ticket-store.ts';

type InQueue = {
  readonly count: number;
  readonly fresh: boolean;
  readonly foretold: WaitingRange | undefined;
};

type Standing = Partial<
  Pick<TicketView, 'counters' | 'priorityClass' | 'waiting' | 'noLongerWaits' | 'waitUnknown'>
>;

export type TicketViews = {
  /** How many are in a queue: what the platform counted, and what it has not heard of yet. */
  readonly inQueue: (queueId: string, businessDate: string) => InQueue;
  /** How long a ticket taken now would wait. */
  readonly waiting: (queueId: string, businessDate: string) => Waiting;
  /** What this terminal can say by itself. */
  readonly estimated: (queueId: string, ahead: number) => WaitingRange;
  readonly paperOf: (ticket: Ticket) => Omit<TicketView, 'print'>;
  readonly viewOf: (ticket: Ticket, paper?: Omit<TicketView, 'print'>) => TicketView;
};

export type TicketViewsDependencies = {
  readonly clock: Clock;
  readonly hall: HallCopy;
  readonly counts: QueueCounts;
  readonly tickets: TicketStore;
  readonly printing: Pick<Printing, 'viewOf'>;
  readonly heard: Pick<HeardTickets, 'of'>;
  /** The session that took the ticket is still open: its own figures are as young as the ticket. */
  readonly isOpen: (sessionId: string) => boolean;
};

/** Tickets and queues as the citizen sees them. */
export function createTicketViews(dependencies: TicketViewsDependencies): TicketViews {
  const { clock, hall, counts, tickets, printing, heard, isOpen } = dependencies;
  function inQueue(queueId: string, businessDate: string): InQueue {
    const { count, fresh, foretold } = counts.waiting(queueId, businessDate);
    return { count: count + tickets.unsent(queueId, businessDate), fresh, foretold };
  }

  const opensIn = (): number => minutesUntilCalling(hall.current()?.hours, clock.now());

  function estimated(queueId: string, ahead: number): WaitingRange {
    const known = hall.current();
    const queue = known?.queues.find((candidate) => candidate.queueId === queueId);
    const openCounters = known?.counters.filter(({ queueIds }) => queueIds.includes(queueId)).length ?? 1;
    return estimateWaiting({
      ahead,
      serviceMinutes: queue?.serviceMinutes ?? 0,
      openCounters,
      opensInMinutes: opensIn(),
    });
  }

  function rangeOf(ticket: Ticket, ahead: number): WaitingRange {
    const { queueId, foretold, businessDate, issuedAt } = ticket;
    if (!foretold) return estimated(queueId, ahead);
    const hours = hall.current()?.hours;
    const openTimes = hours ? spansOf(hours, businessDate) : [];
    const then = { range: foretold, at: issuedAt, ahead: ticket.ahead };
    return remainingWait(then, { now: clock.now(), ahead, openTimes });
  }

  function paperOf(ticket: Ticket): Omit<TicketView, 'print'> {
    const { count, fresh } = inQueue(ticket.queueId, ticket.businessDate);
    // Nobody without priority is put before a ticket later, and it counts itself: the smaller is the better truth.
    const ahead = fresh ? Math.min(ticket.ahead, Math.max(0, count - 1)) : ticket.ahead;
    const range = rangeOf(ticket, ahead);
    const mayBeEarlier = ticket.priorityClass !== 'ordinary';
    return {
      ticketId: ticket.ticketId,
      label: ticket.label,
      businessDate: ticket.businessDate,
      issuedAt: new Date(ticket.issuedAt).toISOString(),
      serviceName: ticket.serviceName,
      counters: [...ticket.counters],
      waiting: { ahead, ...range, ...(mayBeEarlier && { fromMinutes: opensIn() }), complete: fresh },
      priorityClass: ticket.priorityClass,
      missing: [...ticket.missing],
      cancelled: ticket.cancelledAt !== null,
      code: qrText(ticket, hall.current()),
      ...standing(ticket),
    };
  }

  /** Of a ticket that was taken a while ago: where it stands by the platform, which alone knows who was called. */
  function standing({ ticketId, sessionId }: Ticket): Standing {
    if (isOpen(sessionId)) return {};
    const told = heard.of(ticketId);
    if (told === undefined) return { waitUnknown: true };
    if (told === 'ended') return { noLongerWaits: true };
    const { state = 'waiting', queueId, ahead, fromMinutes, toMinutes, counters, priorityClass } = told;
    if (state !== 'waiting') return { counters, priorityClass, noLongerWaits: true };
    const isTold = fromMinutes !== undefined && toMinutes !== undefined;
    const range = isTold ? { fromMinutes, toMinutes } : estimated(queueId, ahead);
    return { counters, priorityClass, waiting: { ahead, ...range, complete: true } };
  }

  return {
    inQueue,
    waiting: (queueId, businessDate) => {
      const { count, fresh, foretold } = inQueue(queueId, businessDate);
      return { ahead: count, ...(foretold ?? estimated(queueId, count)), complete: fresh };
    },
    estimated,
    paperOf,
    viewOf: (ticket, paper = paperOf(ticket)) => ({
      ...paper,
      print: printing.viewOf(ticket.ticketId) ?? { state: 'failed' },
    }),
  };
}
