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
  readonly mergedInto: string | null;
};

const COLUMNS = [
  'hallId',
  'ticketId',
  'businessDate',
  'ticketNumber',
  'firstQueueId',
  'serviceId',
  'state',
  'mergedInto',
] as const;

export function findTicketByCode(database: Database, codeHash: Buffer): Promise<FollowedTicket | undefined> {
  return database.selectFrom('tickets').select(COLUMNS).where('codeHash', '=', codeHash).executeTakeFirst();
}

export function findFollowed(
  database: Database,
  hallId: string,
  ticketId: string,
): Promise<FollowedTicket | undefined> {
  return database
    .selectFrom('tickets')
    .select(COLUMNS)
    .where('hallId', '=', hallId)
    .where('ticketId', '=', ticketId)
    .executeTakeFirst();
}

/** The ticket as its rules see it, held against every other change until the transaction ends. */
export async function lockTicket(
  transaction: DatabaseTransaction,
  hallId: string,
  ticketId: string,
): Promise<(Omit<DeskTicket, 'merged'> & { readonly businessDate: BusinessDate }) | undefined> {
  const row = await transaction
    .selectFrom('tickets')
    .select(['state', 'queueId', 'counterId', 'calls', 'place', 'businessDate'])
    .where('hallId', '=', hallId)
    .where('ticketId', '=', ticketId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row && { ...row, place: row.place.getTime() };
}
