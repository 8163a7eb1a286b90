import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from 'neverthrow';
import type { Language } from '#contract/scalars.ts';
import type { TicketView, Waiting } from '#contract/ticket.ts';
import { takeNumber } from '#domain/queue/number-lease.ts';
import { ticketLabel } from '#domain/queue/ticket-number.ts';
import { estimateWaiting } from '#domain/queue/waiting-estimate.ts';
import type { Clock } from '#domain/time/clock.ts';
import { addDays, businessDateAt } from '#domain/time/hall-time.ts';
import type { HallCopy, QueuedService } from '../hall/hall.ts';
import type { Log } from '../log/log.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { PrintJob } from '../printing/print-store.ts';
import type { Printing, PrintOrder } from '../printing/printing.ts';
import { receiptForTicket } from '../printing/receipt-for-ticket.ts';
import type { Storage, StorageError } from '../storage/storage.ts';
import { ticketAggregate } from '../ticket-aggregate.ts';
import type { LeaseStore } from './lease-store.ts';
import type { QueueCounts } from './queue-counts.ts';
import { ticketIssued } from './ticket-issued.ts';
import { createTicketStore, type Ticket } from './ticket-store.ts';

/** For whom the queue works: the session that is open now. */
export type Visitor = {
  readonly sessionId: string;
  readonly language: Language;
  /** `Sealer.lookupKey` of the identity number; null without a card. */
  readonly personKey: string | null;
  /** Tickets whose paper he has shown. */
  readonly heldTickets: readonly string[];
};

type WaitingError = 'HALL_UNKNOWN' | 'SERVICE_UNKNOWN';
type TakeError = WaitingError | 'NUMBERS_USED_UP' | StorageError;
type ReprintError = 'TICKET_UNKNOWN' | StorageError;

export type Queue = {
  /** How many wait for a service now, and how long that may take. */
  readonly waiting: (serviceId: string) => Result<Waiting, WaitingError>;
  /**
   * Saves a ticket with the next number of today, its outbox record and its print job in one transaction, then
   * has it printed. A request key that was used before gives the same ticket and prints nothing.
   */
  readonly take: (
    visitor: Visitor,
    request: { readonly serviceId: string; readonly requestKey: string },
  ) => Result<TicketView, TakeError>;
  /** Prints again, marked so. Only tickets of this session, or of today by the same card or paper; TICKET_UNKNOWN else. */
  readonly reprint: (
    visitor: Visitor,
    request: { readonly ticketId: string; readonly requestKey: string },
  ) => Result<TicketView, ReprintError>;
  /** The ticket of today with this code, if this terminal gave it. */
  readonly ticketWithCode: (code: string) => string | undefined;
  /** Today's tickets of the same card or of shown paper that other sessions here have taken, newest first. */
  readonly earlierTickets: (visitor: Visitor) => TicketView[];
  readonly view: (ticketId: string) => TicketView | undefined;
  /** Called with a ticket whose print state or waiting has changed. */
  readonly onTicketChanged: (listener: (ticket: TicketView) => void) => () => void;
  /** Gives up what has not been printed for the session. */
  readonly sessionEnded: (sessionId: string) => void;
  /** Forgets who took the tickets of earlier days, and the tickets once the platform has them. */
  readonly cleanOut: () => Result<void, StorageError>;
};

export type QueueDependencies = {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Log;
  readonly hall: HallCopy;
  readonly leases: LeaseStore;
  readonly counts: QueueCounts;
  readonly outbox: Outbox;
  readonly printing: Printing;
  /** UUIDv7. */
  readonly newKey: () => string;
  /** What the platform may know a ticket's QR code by: not to be guessed, nothing personal in it. */
  readonly newCode?: () => string;
};

/** 128 random bits; `MSB1` names the format. */
function randomCode(): string {
  return `MSB1:${randomBytes(16).toString('base64url')}`;
}

/** Tickets of days so long past are deleted once the platform has them. */
const TICKET_DAYS_KEPT = 30;

type Taken = {
  readonly ticket: Ticket;
  readonly print?: { readonly job: PrintJob; readonly order: PrintOrder };
};

export function createQueue(dependencies: QueueDependencies): Queue {
  const { storage, clock, log, hall, leases, counts, outbox, printing, newKey } = dependencies;
  const { newCode = randomCode } = dependencies;
  const tickets = createTicketStore(storage);
  const listeners = new Set<(ticket: TicketView) => void>();
  /** Tickets that somebody is looking at: by session, the last it took or had printed again. */
  const shown = new Map<string, string>();

  function inQueue(queueId: string, businessDate: string) {
    const { count, fresh } = counts.waiting(queueId, businessDate);
    return { count: count + tickets.unsent(queueId, businessDate), fresh };
  }

  function waitingOf(queueId: string, ahead: number, complete: boolean): Waiting {
    const known = hall.current();
    const queue = known?.queues.find((candidate) => candidate.queueId === queueId);
    const openCounters = known?.counters.filter(({ queueIds }) => queueIds.includes(queueId)).length ?? 1;
    const range = estimateWaiting({ ahead, serviceMinutes: queue?.serviceMinutes ?? 0, openCounters });
    return { ahead, ...range, complete };
  }

  function paperOf(ticket: Ticket): Omit<TicketView, 'print'> {
    const { count, fresh } = inQueue(ticket.queueId, ticket.businessDate);
    // Nobody is put before a ticket later, and it counts itself: the smaller of both is the better truth.
    const ahead = fresh ? Math.min(ticket.ahead, Math.max(0, count - 1)) : ticket.ahead;
    return {
      ticketId: ticket.ticketId,
      label: ticket.label,
      businessDate: ticket.businessDate,
      issuedAt: new Date(ticket.issuedAt).toISOString(),
      serviceName: ticket.serviceName,
      counters: [...ticket.counters],
      waiting: waitingOf(ticket.queueId, ahead, fresh),
      // For a phone that scans it: the number and its day before the code.
      code: `${ticket.label} ${ticket.businessDate} ${ticket.code}`,
    };
  }

  function viewOf(ticket: Ticket, paper = paperOf(ticket)): TicketView {
    return { ...paper, print: printing.viewOf(ticket.ticketId) ?? { state: 'failed' } };
  }

  function print(visitor: Visitor, { ticket, print: recorded }: Taken): TicketView {
    shown.set(visitor.sessionId, ticket.ticketId);
    const paper = paperOf(ticket);
    if (recorded) {
      const document = receiptForTicket({
        hallName: hall.current()?.name,
        ticket: paper,
        language: visitor.language,
        reprint: recorded.order.reprint,
      });
      printing.start(recorded.job, recorded.order, document);
    }
    return viewOf(ticket, paper);
  }

  function issue(visitor: Visitor, requestKey: string, queued: QueuedService): Result<Taken, TakeError> {
    const { queue, service, counters } = queued;
    const now = clock.now();
    const today = businessDateAt(now);
    const taken = takeNumber(leases.ofDay(queue.queueId, today), queue.queueId, today);
    if (taken.isErr()) return err('NUMBERS_USED_UP');
    const { number, lease } = taken.value;
    const ticket: Ticket = {
      ticketId: newKey(),
      requestKey,
      sessionId: visitor.sessionId,
      personKey: visitor.personKey,
      queueId: queue.queueId,
      serviceId: service.serviceId,
      businessDate: lease.businessDate,
      number,
      leaseId: lease.leaseId,
      issuedAt: now,
      code: newCode(),
      label: ticketLabel(queue.prefix, number),
      serviceName: service.name,
      counters: counters.map(({ label }) => label),
      ahead: inQueue(queue.queueId, today).count,
    };
    leases.advance(lease);
    tickets.insert(ticket);
    outbox.append(ticketAggregate(ticket.ticketId), ticketIssued(ticket));
    const order = {
      ticketId: ticket.ticketId,
      sessionId: visitor.sessionId,
      reprint: false,
      requestKey: undefined,
    };
    return ok({ ticket, print: { job: printing.record(order), order } });
  }

  function mayReprint(visitor: Visitor, ticket: Ticket): boolean {
    if (ticket.sessionId === visitor.sessionId) return true;
    const byCard = ticket.personKey !== null && ticket.personKey === visitor.personKey;
    if (!byCard && !visitor.heldTickets.includes(ticket.ticketId)) return false;
    return isOfToday(ticket);
  }

  function isOfToday({ businessDate }: Ticket): boolean {
    return businessDate === businessDateAt(clock.now());
  }

  function earlierOf({ personKey, heldTickets }: Visitor): Ticket[] {
    const byCard = personKey === null ? [] : tickets.ofPerson(personKey, businessDateAt(clock.now()));
    const known = new Set(byCard.map(({ ticketId }) => ticketId));
    const held = heldTickets.flatMap((ticketId) =>
      known.has(ticketId) ? [] : (tickets.byId(ticketId) ?? []),
    );
    return [...byCard, ...held.filter(isOfToday)].toSorted((one, other) => other.issuedAt - one.issuedAt);
  }

  function tell(ticketId: string) {
    const ticket = tickets.byId(ticketId);
    if (ticket) for (const listener of listeners) listener(viewOf(ticket));
  }

  printing.onChanged(tell);
  counts.onChanged(() => {
    for (const ticketId of shown.values()) tell(ticketId);
  });

  return {
    waiting: (serviceId) =>
      hall.service(serviceId).map(({ queue }) => {
        const { count, fresh } = inQueue(queue.queueId, businessDateAt(clock.now()));
        return waitingOf(queue.queueId, count, fresh);
      }),
    take: (visitor, { serviceId, requestKey }) =>
      storage
        .commit<Taken, TakeError>(() => {
          const repeated = tickets.byRequestKey(requestKey);
          if (repeated) return ok({ ticket: repeated });
          return hall.service(serviceId).andThen((queued) => issue(visitor, requestKey, queued));
        })
        .map((taken) => {
          const { ticketId, queueId, number } = taken.ticket;
          if (taken.print) log.event('ticket.issued', { ticket: ticketId, queue: queueId, number });
          return print(visitor, taken);
        }),
    reprint: (visitor, { ticketId, requestKey }) =>
      storage
        .commit<Taken, ReprintError>(() => {
          const ticket = tickets.byId(ticketId);
          if (!ticket || !mayReprint(visitor, ticket)) return err('TICKET_UNKNOWN');
          const state = printing.viewOf(ticketId)?.state;
          // A paper is under way already, or this very touch has been answered before.
          if (state === 'queued' || state === 'sent' || printing.knowsRequest(requestKey))
            return ok({ ticket });
          const order = { ticketId, sessionId: visitor.sessionId, reprint: true, requestKey };
          return ok({ ticket, print: { job: printing.record(order), order } });
        })
        .map((taken) => print(visitor, taken)),
    ticketWithCode: (code) => {
      const ticket = tickets.byCode(code);
      return ticket && isOfToday(ticket) ? ticket.ticketId : undefined;
    },
    earlierTickets: (visitor) =>
      earlierOf(visitor)
        .filter(({ sessionId }) => sessionId !== visitor.sessionId)
        .map((ticket) => viewOf(ticket)),
    view: (ticketId) => {
      const ticket = tickets.byId(ticketId);
      return ticket && viewOf(ticket);
    },
    onTicketChanged: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    sessionEnded: (sessionId) => {
      shown.delete(sessionId);
      printing.sessionEnded(sessionId);
    },
    cleanOut: () =>
      storage.commit<void, never>(() => {
        const today = businessDateAt(clock.now());
        // A day of grace: a clock that jumps over midnight and back must not take away the right to reprint.
        tickets.forgetPersonsBefore(addDays(today, -1));
        tickets.deleteBefore(addDays(today, -TICKET_DAYS_KEPT));
        return ok();
      }),
  };
}
