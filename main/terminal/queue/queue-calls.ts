import type { Result } from 'neverthrow';
import type { TicketView, Waiting } from '#contract/ticket.ts';
import type { StorageError } from '../storage/storage.ts';
import type { TakeRequest } from './queue.ts';

type HallError = 'HALL_UNKNOWN' | 'SERVICE_UNKNOWN';
type OwnTicketError = 'SESSION_ENDED' | 'TICKET_UNKNOWN' | StorageError;

/** What the page says of the number it wants; an appointment by its id alone. */
export type TakeOrder = Omit<TakeRequest, 'appointment'> & { readonly appointmentId?: string | undefined };

/** What the page can ask of the queue; for whom is known from the session. */
export type QueueCalls = {
  readonly waiting: (serviceId: string) => Result<Waiting, HallError>;
  readonly take: (
    order: TakeOrder,
  ) => Result<
    TicketView,
    | HallError
    | 'SESSION_ENDED'
    | 'HALL_CLOSED'
    | 'HALL_CLOSED_EARLY'
    | 'BY_APPOINTMENT_ONLY'
    | 'APPOINTMENT_UNKNOWN'
    | 'NUMBERS_USED_UP'
    | StorageError
  >;
  readonly reprint: (ticketId: string, requestKey: string) => Result<TicketView, OwnTicketError>;
  readonly findElsewhere: () => Result<void, 'SESSION_ENDED'>;
  readonly cancel: (ticketId: string) => Result<TicketView, OwnTicketError>;
};
