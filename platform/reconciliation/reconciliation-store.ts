import type { TicketRefusal } from '#contract/platform/commands.ts';
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

export type MisdatedPaper = Pick<
  DayTicket,
  'terminalId' | 'firstQueueId' | 'ticketNumber' | 'issuedAt' | 'takenAt'
> & {
  readonly businessDate: BusinessDate;
};

/** What was given on a day by a clock that was on another, in the order of its giving. */
export function misdatedOfDay(
  database: Database,
  hallId: string,
  givenOn: BusinessDate,
): Promise<MisdatedPaper[]> {
  return (
    database
      .selectFrom('tickets')
      .select(['terminalId', 'firstQueueId', 'ticketNumber', 'issuedAt', 'businessDate', 'takenAt'])
      .where('hallId', '=', hallId)
      .where('givenOn', '=', givenOn)
      // Nobody looks for the holder of one that was given back.
      .where('state', '=', 'closed')
      .orderBy('place')
      .orderBy('arrival')
      .execute()
  );
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

export type HallTerminal = {
  readonly terminalId: string;
  readonly terminalLabel: string;
  readonly enrolledAt: Date;
  readonly contactAt: Date | null;
};

export function terminalsOfHall(database: Database, hallId: string): Promise<HallTerminal[]> {
  return database
    .selectFrom('terminals')
    .select(['terminalId', 'terminalLabel', 'enrolledAt', 'contactAt'])
    .where('hallId', '=', hallId)
    .execute();
}

export type RefusedPaper = {
  readonly ticketId: string;
  readonly terminalId: string;
  readonly firstQueueId: string;
  readonly ticketNumber: number;
  readonly reason: TicketRefusal;
  readonly issuedAt: Date;
  readonly refusedAt: Date;
};

/**
 * The papers of a day that were refused and have not come in since, each once: a terminal that was enrolled anew hands
 * in under its new name what it handed in under the old one.
 */
export async function refusedOfDay(
  database: Database,
  hallId: string,
  businessDate: BusinessDate,
): Promise<RefusedPaper[]> {
  const rows = await database
    .selectFrom('refusedTickets as refused')
    .distinctOn('refused.ticketId')
    .select([
      'refused.ticketId',
      'refused.terminalId',
      'refused.queueId as firstQueueId',
      'refused.ticketNumber',
      'refused.reason',
      'refused.issuedAt',
      'refused.refusedAt',
    ])
    .where('refused.hallId', '=', hallId)
    .where('refused.businessDate', '=', businessDate)
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom('tickets')
            .select('tickets.ticketId')
            .whereRef('tickets.hallId', '=', 'refused.hallId')
            .whereRef('tickets.ticketId', '=', 'refused.ticketId')
            .whereRef('tickets.businessDate', '=', 'refused.businessDate')
            .whereRef('tickets.firstQueueId', '=', 'refused.queueId')
            .whereRef('tickets.ticketNumber', '=', 'refused.ticketNumber'),
        ),
      ),
    )
    .orderBy('refused.ticketId')
    .orderBy('refused.refusedAt')
    .execute();
  return rows.sort((one, other) => one.issuedAt.getTime() - other.issuedAt.getTime());
}
