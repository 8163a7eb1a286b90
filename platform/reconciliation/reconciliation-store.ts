import type { DeskTicketState } from '#domain/queue/ticket-state.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { Database } from '../database/database.ts';

export type DayTicket = {
  readonly ticketId: string;
  readonly terminalId: string;
  readonly firstQueueId: string;
  readonly ticketNumber: number;
  readonly place: Date;
  readonly arrival: string;
  readonly issuedAt: Date;
  readonly takenAt: Date;
  readonly issuedOffline: boolean;
  readonly state: DeskTicketState;
};

export function ticketsOfDay(
  database: Database,
  hallId: string,
  businessDate: BusinessDate,
): Promise<DayTicket[]> {
  return database
    .selectFrom('tickets')
    .select([
      'ticketId',
      'terminalId',
      'firstQueueId',
      'ticketNumber',
      'place',
      'arrival',
      'issuedAt',
      'takenAt',
      'issuedOffline',
      'state',
    ])
    .where('hallId', '=', hallId)
    .where('businessDate', '=', businessDate)
    .execute();
}

export function leasesOfDay(
  database: Database,
  hallId: string,
  businessDate: BusinessDate,
): Promise<{ leaseId: string; terminalId: string; queueId: string; first: number; last: number }[]> {
  return database
    .selectFrom('leases')
    .select(['leaseId', 'terminalId', 'queueId', 'firstNumber as first', 'lastNumber as last'])
    .where('hallId', '=', hallId)
    .where('businessDate', '=', businessDate)
    .execute();
}

export async function terminalLabels(database: Database, hallId: string): Promise<Map<string, string>> {
  const rows = await database
    .selectFrom('terminals')
    .select(['terminalId', 'terminalLabel'])
    .where('hallId', '=', hallId)
    .execute();
  return new Map(rows.map(({ terminalId, terminalLabel }) => [terminalId, terminalLabel]));
}
