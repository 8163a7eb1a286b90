import type { Result } from 'neverthrow';
import type { TicketView, Waiting } from '#contract/ticket.ts';
import type { StorageError } from '../storage/storage.ts';

type HallError = 'HALL_UNKNOWN' | 'SERVICE_UNKNOWN';

/** What the page can ask of the queue; for whom is known from the session. */
export type QueueCalls = {
  readonly waiting: (serviceId: string) => Result<Waiting, HallError>;
  readonly take: (
    serviceId: string,
    requestKey: string,
  ) => Result<TicketView, HallError | 'SESSION_ENDED' | 'NUMBERS_USED_UP' | StorageError>;
  readonly reprint: (
    ticketId: string,
    requestKey: string,
  ) => Result<TicketView, 'SESSION_ENDED' | 'TICKET_UNKNOWN' | StorageError>;
};
