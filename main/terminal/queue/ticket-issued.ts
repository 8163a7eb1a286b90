import type { CommandBody } from '#contract/platform/commands.ts';
import { codeHash } from './ticket-code.ts';
import type { Ticket } from './ticket-store.ts';

/** What the platform is told of a new ticket; right on the ticket's day, while its `personKey` is not forgotten. */
export function ticketIssued(ticket: Ticket): CommandBody {
  return {
    kind: 'ticket.issued',
    ticketId: ticket.ticketId,
    queueId: ticket.queueId,
    serviceId: ticket.serviceId,
    businessDate: ticket.businessDate,
    number: ticket.number,
    leaseId: ticket.leaseId,
    issuedAt: new Date(ticket.issuedAt).toISOString(),
    identified: ticket.personKey !== null,
    priorityClass: ticket.priorityClass,
    codeHash: codeHash(ticket.code),
    issuedOffline: ticket.issuedOffline,
    ...(ticket.appointmentId !== null && { appointmentId: ticket.appointmentId }),
  };
}
