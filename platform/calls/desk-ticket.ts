import type { z } from 'zod';
import type { deskTicketSchema } from '#contract/desk/ticket.ts';
import type { OrderReason } from '#domain/queue/priority.ts';
import type { Instant } from '#domain/time/clock.ts';
import type { HallNames } from '../live/hall-names.ts';
import type { TicketNow } from '../live/hall-state.ts';

export type DeskTicket = z.infer<typeof deskTicketSchema>;

/**
 * A ticket as the staff see it.
 * @param reason why it stands where it stands among those who wait
 */
export function deskTicket(
  ticket: TicketNow,
  names: HallNames,
  reason: OrderReason | null = null,
): DeskTicket {
  return {
    ticketId: ticket.ticketId,
    label: names.label(ticket),
    businessDate: ticket.businessDate,
    state: ticket.state,
    queueId: ticket.queueId,
    serviceId: ticket.serviceId,
    serviceName: names.serviceName(ticket.serviceId),
    priorityClass: ticket.priorityClass,
    counterId: ticket.counterId,
    calls: ticket.calls,
    place: iso(ticket.place),
    calledAt: ticket.calledAt === null ? null : iso(ticket.calledAt),
    servingSince: ticket.servingSince === null ? null : iso(ticket.servingSince),
    identified: ticket.identified,
    transferredFrom: ticket.firstQueueId === ticket.queueId ? null : ticket.firstQueueId,
    reason,
  };
}

function iso(instant: Instant): string {
  return new Date(instant).toISOString();
}
