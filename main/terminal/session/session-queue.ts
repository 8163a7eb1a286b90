import { err } from 'neverthrow';
import type { TicketView } from '#contract/ticket.ts';
import type { Queue, Visitor } from '../queue/queue.ts';
import type { QueueCalls } from '../queue/queue-calls.ts';
import type { Sealer } from '../sealing/sealed.ts';
import type { ActiveSession, Sessions } from './session.ts';

export type SessionQueue = QueueCalls & {
  /** A code that looks like a ticket's was scanned: its holder may have it printed again. */
  readonly showTicketWithCode: (session: ActiveSession, code: string) => void;
  readonly stop: () => void;
};

/**
 * Joins the queue to the session: tickets are taken for whoever stands at the terminal, and what becomes of them
 * shows in his session and in no other.
 */
export function createSessionQueue(sessions: Sessions, queue: Queue, sealer: Sealer): SessionQueue {
  const visitorOf = (session: ActiveSession): Visitor => {
    const person = session.person();
    return {
      sessionId: session.sessionId,
      language: session.language(),
      personKey: person ? sealer.lookupKey(person.number) : null,
      heldTickets: session.heldTickets(),
    };
  };

  const showEarlier = (session: ActiveSession) =>
    session.setEarlierTickets(queue.earlierTickets(visitorOf(session)));

  const show = (session: ActiveSession, ticket: TicketView) => {
    const own = session.ticket();
    if (own === undefined || own.ticketId === ticket.ticketId) session.setTicket(ticket);
    else showEarlier(session);
  };

  const stops = [
    sessions.onPerson(showEarlier),
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
    take: (serviceId, requestKey) => {
      const session = sessions.current();
      if (!session) return err('SESSION_ENDED');
      return queue.take(visitorOf(session), { serviceId, requestKey }).map((ticket) => {
        session.setTicket(ticket);
        return ticket;
      });
    },
    reprint: (ticketId, requestKey) => {
      const session = sessions.current();
      if (!session) return err('SESSION_ENDED');
      return queue.reprint(visitorOf(session), { ticketId, requestKey }).map((ticket) => {
        show(session, ticket);
        return ticket;
      });
    },
    showTicketWithCode: (session, code) => {
      const ticketId = queue.ticketWithCode(code);
      session.setScanned(ticketId === undefined ? 'ticket-unknown' : 'ticket', ticketId);
      showEarlier(session);
    },
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}
