import type { DeskTicket, DeskTicketState } from '#domain/queue/ticket-state.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';

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

/** The ticket as its rules see it, held against every other change until the transaction ends. */
export async function lockTicket(
  transaction: DatabaseTransaction,
  hallId: string,
  ticketId: string,
): Promise<(DeskTicket & { readonly businessDate: BusinessDate }) | undefined> {
  const row = await transaction
    .selectFrom('tickets')
    .select(['state', 'queueId', 'counterId', 'calls', 'place', 'businessDate'])
    .where('hallId', '=', hallId)
    .where('ticketId', '=', ticketId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row && { ...row, place: row.place.getTime() };
}
