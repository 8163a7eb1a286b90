import type { DeskTicketState } from '#domain/queue/ticket-state.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { Database } from '../database/database.ts';

export type FollowedTicket = {
  readonly hallId: string;
  readonly ticketId: string;
  readonly businessDate: BusinessDate;
  readonly ticketNumber: number;
  readonly firstQueueId: string;
  readonly serviceId: string;
  readonly state: DeskTicketState;
};

export function findTicketByCode(database: Database, codeHash: Buffer): Promise<FollowedTicket | undefined> {
  return database
    .selectFrom('tickets')
    .select(['hallId', 'ticketId', 'businessDate', 'ticketNumber', 'firstQueueId', 'serviceId', 'state'])
    .where('codeHash', '=', codeHash)
    .executeTakeFirst();
}
