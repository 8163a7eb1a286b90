import { err, ok, type Result } from 'neverthrow';
import type { TicketOnPaper } from '#contract/platform/tickets.ts';
import type { Language } from '#contract/scalars.ts';
import type { ClaimedPriority, TicketView, Waiting } from '#contract/ticket.ts';
import { numberGiving, numberGivingByAppointment } from '#domain/hall-hours/number-giving.ts';
import { takeNumber } from '#domain/queue/number-lease.ts';
import { ticketLabel } from '#domain/queue/ticket-number.ts';
import type { WaitingRange } from '#domain/queue/waiting-estimate.ts';
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
import { createHeardTickets } from './heard-tickets.ts';
import type { LeaseStore } from './lease-store.ts';
import type { QueueCounts } from './queue-counts.ts';
import { type AppointmentToKeep, standingOf } from './standing.ts';
import { randomCode } from './ticket-code.ts';
import { ticketIssued } from './ticket-issued.ts';
import { createTicketStore, type Ticket } from './ticket-store.ts';
import { createTicketViews } from './ticket-views.ts';

/** For whom the queue works: the session that is open now. */
export type Visitor = {
  readonly sessionId: string;
  readonly language: Language;
  /** `Sealer.lookupKey` of the identity number; null without a card. */
  readonly personKey: string | null;
  /** `yyyy-mm-dd` on his card. */
  readonly birthDate?: string;
  /** Tickets whose paper he has shown. */
  readonly heldTickets: readonly string[];
};

/** What he wants a number for, and what he said of himself on the way. */
export type TakeRequest = {
  readonly serviceId: string;
  readonly requestKey: string;
  readonly priority?: ClaimedPriority | undefined;
  /** Places in the service's materials; such as are not there are left out. */
  readonly missing?: readonly number[] | undefined;
  readonly appointment?: AppointmentToKeep | undefined;
  /** He knows that the hall opens only later. */
  readonly beforeOpening?: boolean | undefined;
};

type WaitingError = 'HALL_UNKNOWN' | 'SERVICE_UNKNOWN';
type TakeError =
  | WaitingError
  | 'HALL_CLOSED'
  | 'HALL_CLOSED_EARLY'
  | 'BY_APPOINTMENT_ONLY'
  | 'NUMBERS_USED_UP'
  | StorageError;
type OwnTicketError = 'TICKET_UNKNOWN' | StorageError;

export type Queue = {
  /** What this terminal can say by itself of a wait behind so many people. */
  readonly estimated: (queueId: string, ahead: number) => WaitingRange;
  /** How many wait for a service now, and how long that may take. */
  readonly waiting: (serviceId: string) => Result<Waiting, WaitingError>;
  /**
   * Saves a ticket with the next number of today, its outbox record and its print job in one transaction, then
   * has it printed. A request key that was used before gives the same ticket and prints nothing.
   */
  readonly take: (visitor: Visitor, request: TakeRequest) => Result<TicketView, TakeError>;
  /** Prints again, marked so. Only tickets of this session, or of today by the same card or paper; TICKET_UNKNOWN else. */
  readonly reprint: (
    visitor: Visitor,
    request: { readonly ticketId: string; readonly requestKey: string },
  ) => Result<TicketView, OwnTicketError>;
  /** Gives a ticket back that he might have printed again. Repeated, it changes nothing. */
  readonly cancel: (visitor: Visitor, ticketId: string) => Result<TicketView, OwnTicketError>;
  /** A number was taken here with this appointment. */
  readonly keepsAppointment: (appointmentId: string) => boolean;
  /** The ticket of today with this code, if this terminal gave it. */
  readonly ticketWithCode: (code: string) => string | undefined;
  /**
   * Today's tickets of the same card or of shown paper that other sessions here have taken, newest first. One that the
   * platform says has ended is among them only by its paper, whose holder is told so, or while it is in sight.
   */
  readonly earlierTickets: (visitor: Visitor) => TicketView[];
  /** Asks the platform how these stand; listeners are told of each answer. Until then their wait is unknown. */
  readonly askAfterEarlier: (visitor: Visitor) => void;
  /** What stands on the papers of today's tickets that are his by card or shown paper. */
  readonly codesOf: (visitor: Visitor) => string[];
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
  /** Whether the platform answers now. */
  readonly isConnected: () => boolean;
  /** What the platform finds by the code on a paper; undefined where it does not answer. */
  readonly findByCode: (code: string) => Promise<readonly TicketOnPaper[] | undefined>;
  /** What the platform may know a ticket's QR code by: not to be guessed, nothing personal in it. */
  readonly newCode?: () => string;
};

/** Tickets of days so long past are deleted once the platform has them. */
const TICKET_DAYS_KEPT = 30;

type Taken = {
  readonly ticket: Ticket;
  readonly print?: { readonly job: PrintJob; readonly order: PrintOrder };
};

export function createQueue(dependencies: QueueDependencies): Queue {
  const { storage, clock, log, hall, leases, counts, outbox, printing, newKey } = dependencies;
  const { newCode = randomCode } = dependencies;
  const { isConnected, findByCode } = dependencies;
  const tickets = createTicketStore(storage);
  const listeners = new Set<(ticket: TicketView) => void>();
  /** Tickets that somebody is looking at: by session, the last it took or had printed again. */
  const shown = new Map<string, string>();
  const heard = createHeardTickets({
    log,
    isConnected,
    findByCode,
    isSent: (ticketId) => !tickets.isUnsent(ticketId),
    onHeard: (ticketId) => tell(ticketId),
  });
  const { inQueue, estimated, paperOf, viewOf, waiting } = createTicketViews({
    clock,
    hall,
    counts,
    tickets,
    printing,
    heard,
    isOpen: (sessionId) => shown.has(sessionId),
  });

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

  /** Whether the hall gives numbers now; by this terminal's own copy of its hours, so also with the network cut. */
  function gives({ beforeOpening, appointment }: TakeRequest): Result<void, TakeError> {
    const now = clock.now();
    if (counts.closedEarly(businessDateAt(now))) return err('HALL_CLOSED_EARLY');
    const known = hall.current();
    const isKept = standingOf({ appointment: unused(appointment) }, now, known).appointmentId !== null;
    // In a cut nobody can be asked who has an appointment; whoever came for one must not be sent away for that.
    const giving = isKept || !isConnected() ? numberGivingByAppointment : numberGiving;
    const { kind } = giving(known?.hours, now);
    if (kind === 'by-appointment') return err('BY_APPOINTMENT_ONLY');
    // His time tells him when the doors open.
    const knows = beforeOpening === true || isKept;
    return kind === 'open' || (kind === 'opens-soon' && knows) ? ok() : err('HALL_CLOSED');
  }

  /** An appointment is kept once; another number with it is an ordinary one. */
  function unused(appointment: AppointmentToKeep | undefined): AppointmentToKeep | undefined {
    return appointment && !tickets.keepsAppointment(appointment.appointmentId) ? appointment : undefined;
  }

  function issue(visitor: Visitor, request: TakeRequest, queued: QueuedService): Result<Taken, TakeError> {
    const { queue, service, counters } = queued;
    const { requestKey, priority, appointment, missing = [] } = request;
    const now = clock.now();
    const today = businessDateAt(now);
    const materials = service.materials ?? [];
    const facts = { appointment: unused(appointment), claimed: priority, birthDate: visitor.birthDate };
    const taken = takeNumber(leases.ofDay(queue.queueId, today), queue.queueId, today);
    if (taken.isErr()) return err('NUMBERS_USED_UP');
    const { number, lease } = taken.value;
    const { count, foretold } = inQueue(queue.queueId, today);
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
      ahead: count,
      ...standingOf(facts, now, hall.current()),
      missing: [...new Set(missing)].sort((one, other) => one - other).flatMap((at) => materials[at] ?? []),
      issuedOffline: !isConnected(),
      foretold: foretold ?? null,
      cancelledAt: null,
    };
    leases.advance(lease);
    tickets.insert(ticket);
    outbox.append(ticketAggregate(ticket.ticketId), ticketIssued(ticket));
    const order: PrintOrder = {
      paper: { kind: 'ticket', id: ticket.ticketId },
      sessionId: visitor.sessionId,
      reprint: false,
      requestKey: undefined,
    };
    return ok({ ticket, print: { job: printing.record(order), order } });
  }

  /** His by this session, or of today by his card or by the paper he holds. */
  function isHis(visitor: Visitor, ticket: Ticket): boolean {
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

  function ofOtherSessions(visitor: Visitor): Ticket[] {
    return earlierOf(visitor).filter(({ sessionId }) => sessionId !== visitor.sessionId);
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
    estimated,
    waiting: (serviceId) =>
      hall.service(serviceId).map(({ queue }) => waiting(queue.queueId, businessDateAt(clock.now()))),
    take: (visitor, request) =>
      storage
        .commit<Taken, TakeError>(() => {
          const repeated = tickets.byRequestKey(request.requestKey);
          if (repeated) return ok({ ticket: repeated });
          return hall
            .service(request.serviceId)
            .andThen((queued) => gives(request).andThen(() => issue(visitor, request, queued)));
        })
        .map((taken) => {
          const { ticketId, queueId, number } = taken.ticket;
          if (taken.print) log.event('ticket.issued', { ticket: ticketId, queue: queueId, number });
          return print(visitor, taken);
        }),
    reprint: (visitor, { ticketId, requestKey }) =>
      storage
        .commit<Taken, OwnTicketError>(() => {
          const ticket = tickets.byId(ticketId);
          if (!ticket || !isHis(visitor, ticket) || ticket.cancelledAt !== null) return err('TICKET_UNKNOWN');
          const state = printing.viewOf(ticketId)?.state;
          // A paper is under way already, or this very touch has been answered before.
          if (state === 'queued' || state === 'sent' || printing.askedBy(requestKey)) return ok({ ticket });
          const paper = { kind: 'ticket', id: ticketId } as const;
          const order = { paper, sessionId: visitor.sessionId, reprint: true, requestKey };
          return ok({ ticket, print: { job: printing.record(order), order } });
        })
        .map((taken) => print(visitor, taken)),
    cancel: (visitor, ticketId) =>
      storage
        .commit<Ticket, OwnTicketError>(() => {
          const ticket = tickets.byId(ticketId);
          if (!ticket || !isHis(visitor, ticket)) return err('TICKET_UNKNOWN');
          if (ticket.cancelledAt !== null) return ok(ticket);
          const now = clock.now();
          const cancelledAt = new Date(now).toISOString();
          tickets.cancel(ticketId, now);
          outbox.append(ticketAggregate(ticketId), { kind: 'ticket.cancelled', ticketId, cancelledAt });
          return ok({ ...ticket, cancelledAt: now });
        })
        .map((ticket) => {
          log.event('ticket.cancelled', { ticket: ticketId });
          printing.giveUp(ticketId);
          tell(ticketId);
          return viewOf(ticket);
        }),
    keepsAppointment: tickets.keepsAppointment,
    ticketWithCode: (code) => {
      const ticket = tickets.byCode(code);
      return ticket && isOfToday(ticket) ? ticket.ticketId : undefined;
    },
    earlierTickets: (visitor) =>
      ofOtherSessions(visitor)
        .filter(({ ticketId }) => {
          const isInSight = shown.get(visitor.sessionId) === ticketId;
          return heard.of(ticketId) !== 'ended' || isInSight || visitor.heldTickets.includes(ticketId);
        })
        .map((ticket) => viewOf(ticket)),
    askAfterEarlier: (visitor) =>
      heard.ask(ofOtherSessions(visitor).filter(({ cancelledAt }) => cancelledAt === null)),
    codesOf: (visitor) => earlierOf(visitor).map(({ code }) => code),
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
      heard.forget();
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
