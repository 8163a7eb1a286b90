import { err, ok, type Result } from 'neverthrow';
import type { TicketView } from '#contract/ticket.ts';
import type { TicketCopies } from '../copies/ticket-copies.ts';
import type { TicketHolders } from '../holders/ticket-holders.ts';
import type { Queue, Visitor } from '../queue/queue.ts';
import type { QueueCalls, TakeOrder } from '../queue/queue-calls.ts';
import type { AppointmentToKeep } from '../queue/standing.ts';
import type { Sealer } from '../sealing/sealed.ts';
import type { ActiveSession, Sessions } from './session.ts';

export type SessionQueue = QueueCalls & {
  /** A code that looks like a ticket's was scanned: its holder may have it printed again. False: not of here and today, and the other terminals' are asked for. */
  readonly showTicketWithCode: (session: ActiveSession, code: string) => boolean;
  /** What stands on the papers of today's tickets of whoever stands here. */
  readonly codesOf: (session: ActiveSession) => string[];
  readonly stop: () => void;
};

/**
 * Joins the queue to the session: tickets are taken for whoever stands at the terminal, and what becomes of them
 * shows in his session and in no other.
 */
export function createSessionQueue(
  sessions: Sessions,
  queue: Queue,
  sealer: Sealer,
  copies: Pick<TicketCopies, 'findByCode' | 'findByCard' | 'reprint'>,
  holders: Pick<TicketHolders, 'name'>,
): SessionQueue {
  const visitorOf = (session: ActiveSession): Visitor => {
    const person = session.person();
    return {
      sessionId: session.sessionId,
      language: session.language(),
      personKey: person ? sealer.lookupKey(person.number) : null,
      ...(person && { birthDate: person.birthDate }),
      heldTickets: session.heldTickets(),
    };
  };

  const showEarlier = (session: ActiveSession) =>
    session.setEarlierTickets(queue.earlierTickets(visitorOf(session)));

  const findEarlier = (session: ActiveSession) => {
    showEarlier(session);
    queue.askAfterEarlier(visitorOf(session));
  };

  const show = (session: ActiveSession, ticket: TicketView) => {
    const own = session.ticket();
    if (own === undefined || own.ticketId === ticket.ticketId) session.setTicket(ticket);
    else showEarlier(session);
  };

  const stops = [
    sessions.onPerson(findEarlier),
    sessions.onEnd((sessionId) => queue.sessionEnded(sessionId)),
    queue.onTicketChanged((ticket) => {
      const session = sessions.current();
      if (!session) return;
      if (session.ticket()?.ticketId === ticket.ticketId) session.setTicket(ticket);
      else if (session.person() !== undefined || session.heldTickets().length > 0) showEarlier(session);
    }),
  ];

  return {
    waiting: queue.waiting,
    take: (order) => {
      const session = sessions.current();
      if (!session) return err('SESSION_ENDED');
      return appointmentOf(session, order).andThen((appointment) =>
        queue.take(visitorOf(session), { ...order, appointment }).map((ticket) => {
          session.setTicket(ticket);
          const { ticketId, code } = ticket;
          const idNumber = session.person()?.number;
          if (idNumber !== undefined) holders.name({ ticketId, idNumber, code });
          return ticket;
        }),
      );
    },
    reprint: (ticketId, requestKey) => {
      const session = sessions.current();
      if (!session) return err('SESSION_ENDED');
      return queue
        .reprint(visitorOf(session), { ticketId, requestKey })
        .map((ticket) => {
          show(session, ticket);
          return ticket;
        })
        .orElse((error) => (error === 'TICKET_UNKNOWN' ? copies.reprint(ticketId, requestKey) : err(error)));
    },
    findElsewhere: copies.findByCard,
    cancel: (ticketId) => {
      const session = sessions.current();
      if (!session) return err('SESSION_ENDED');
      return queue.cancel(visitorOf(session), ticketId).map((ticket) => {
        if (session.ticket()?.ticketId === ticketId) session.setTicket(ticket);
        showEarlier(session);
        return ticket;
      });
    },
    showTicketWithCode: (session, code) => {
      const ticketId = queue.ticketWithCode(code);
      if (ticketId === undefined) {
        copies.findByCode(session, code);
        return false;
      }
      session.setScanned('ticket', ticketId);
      findEarlier(session);
      return true;
    },
    codesOf: (session) => queue.codesOf(visitorOf(session)),
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}

/** Only what the platform has told this session of can be checked in with. */
function appointmentOf(
  session: ActiveSession,
  { appointmentId, serviceId }: TakeOrder,
): Result<AppointmentToKeep | undefined, 'APPOINTMENT_UNKNOWN'> {
  if (appointmentId === undefined) return ok(undefined);
  const known = session.appointments();
  const found =
    known?.state === 'found'
      ? known.appointments.find((each) => each.appointmentId === appointmentId)
      : undefined;
  if (found?.serviceId !== serviceId) return err('APPOINTMENT_UNKNOWN');
  return ok({ appointmentId, from: Date.parse(found.from), to: Date.parse(found.to) });
}
