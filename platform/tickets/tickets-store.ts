import { type Selectable, sql } from 'kysely';
import type { Hall } from '#contract/hall.ts';
import type { CommandBody } from '#contract/platform/commands.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import { cancelGiven } from '../appointments/closing-times-store.ts';
import { freeAppointment } from '../appointments/freed-appointment.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import type { PlatformDatabase } from '../database/schema.ts';
import type { SigningTerminal } from '../terminals/signature-check.ts';

type TicketRow = Selectable<PlatformDatabase['tickets']>;

export type IssuedTicket = Extract<CommandBody, { kind: 'ticket.issued' }>;
export type CancelledTicket = Extract<CommandBody, { kind: 'ticket.cancelled' }>;
export type PrintedTicket = Extract<CommandBody, { kind: 'ticket.printed' }>;

/** What the platform adds to a ticket that a terminal tells of. */
export type TakenTicket = Pick<
  TicketRow,
  | 'leaseId'
  | 'queueId'
  | 'takenAt'
  | 'place'
  | 'state'
  | 'endedAt'
  | 'closedFrom'
  | 'givenOn'
  | 'ahead'
  | 'countersOpen'
  | 'foretoldFrom'
  | 'foretoldMiddle'
  | 'foretoldTo'
>;

/** A ticket as it is written; the code's hash as hex. */
export type NewTicket = TakenTicket &
  Pick<
    TicketRow,
    | 'ticketId'
    | 'terminalId'
    | 'serviceId'
    | 'businessDate'
    | 'ticketNumber'
    | 'identified'
    | 'firstQueueId'
    | 'priorityClass'
    | 'issuedOffline'
    | 'appointmentId'
  > & { readonly issuedAt: string; readonly codeHash: string | null };

export function newTicket(terminalId: string, ticket: IssuedTicket, taken: TakenTicket): NewTicket {
  return {
    ...taken,
    terminalId,
    ticketId: ticket.ticketId,
    serviceId: ticket.serviceId,
    businessDate: ticket.businessDate,
    ticketNumber: ticket.number,
    identified: ticket.identified,
    issuedAt: ticket.issuedAt,
    firstQueueId: ticket.queueId,
    priorityClass: ticket.priorityClass ?? 'ordinary',
    codeHash: ticket.codeHash ?? null,
    issuedOffline: ticket.issuedOffline ?? false,
    appointmentId: ticket.appointmentId ?? null,
  };
}

/**
 * Makes a ticket that came under an earlier identity of the terminal its own, so that what it has yet to tell of it
 * is taken. False when there is no such ticket, or it is this terminal's already.
 */
export async function takeOverTicket(
  transaction: DatabaseTransaction,
  terminal: SigningTerminal,
  ticket: IssuedTicket,
): Promise<boolean> {
  const result = await transaction
    .updateTable('tickets')
    .set({ terminalId: terminal.terminalId })
    .where('hallId', '=', terminal.hallId)
    .where('ticketId', '=', ticket.ticketId)
    .where('firstQueueId', '=', ticket.queueId)
    .where('businessDate', '=', ticket.businessDate)
    .where('ticketNumber', '=', ticket.number)
    .where(sql<string>`lease_id::text`, '=', ticket.leaseId)
    .where('terminalId', '<>', terminal.terminalId)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** False when this terminal has no such ticket. */
export async function updatePrintOutcome(
  transaction: DatabaseTransaction,
  terminal: SigningTerminal,
  printed: PrintedTicket,
): Promise<boolean> {
  const result = await transaction
    .updateTable('tickets')
    .set({ printOutcome: printed.outcome, printEndedAt: new Date(printed.endedAt) })
    .where('hallId', '=', terminal.hallId)
    .where('ticketId', '=', printed.ticketId)
    .where('terminalId', '=', terminal.terminalId)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/**
 * False when this terminal has no such ticket. One that was called already stays as it is: the desk decides then. One that
 * an early closing ended meanwhile does not come back with the others, nor does the time count that it was given.
 */
export async function cancelTicket(
  transaction: DatabaseTransaction,
  hall: Hall,
  terminal: SigningTerminal,
  cancelled: CancelledTicket,
  now: Date,
): Promise<boolean> {
  const { hallId, terminalId } = terminal;
  const { ticketId } = cancelled;
  const result = await transaction
    .updateTable('tickets')
    .set({ state: 'cancelled', endedAt: now, closedFrom: null })
    .where('hallId', '=', hallId)
    .where('ticketId', '=', ticketId)
    .where('terminalId', '=', terminalId)
    .where((is) => is.or([is('state', '=', 'waiting'), is('closedFrom', '=', 'waiting')]))
    .executeTakeFirst();
  if (result.numUpdatedRows > 0n) {
    await cancelGiven(transaction, hallId, ticketId);
    await freeAppointment(transaction, hall, ticketId, now);
    await insertTicketEvents(transaction, [{ hallId, ticketId, kind: 'cancel', at: now }]);
    return true;
  }
  const there = await transaction
    .selectFrom('tickets')
    .select('ticketId')
    .where('hallId', '=', hallId)
    .where('ticketId', '=', ticketId)
    .where('terminalId', '=', terminalId)
    .executeTakeFirst();
  return there !== undefined;
}

/** Whatever state it is in: the rules have been asked before. */
export async function cancelFollowed(
  transaction: DatabaseTransaction,
  hall: Hall,
  ticketId: string,
  now: Date,
): Promise<void> {
  const { hallId } = hall;
  await transaction
    .updateTable('tickets')
    .set({ state: 'cancelled', endedAt: now, counterId: null })
    .where('hallId', '=', hallId)
    .where('ticketId', '=', ticketId)
    .execute();
  await freeAppointment(transaction, hall, ticketId, now);
  await insertTicketEvents(transaction, [{ hallId, ticketId, kind: 'cancel', at: now }]);
}

/** What happened to tickets without any clerk. */
export async function insertTicketEvents(
  transaction: DatabaseTransaction,
  events: readonly {
    readonly hallId: string;
    readonly ticketId: string;
    readonly kind: 'cancel' | 'close' | 'reopen' | 'transfer';
    readonly at: Date;
    readonly staffId?: string;
    readonly queueId?: string;
  }[],
): Promise<void> {
  for (let start = 0; start < events.length; start += ROWS_A_STATEMENT) {
    const rows = events
      .slice(start, start + ROWS_A_STATEMENT)
      .map((event) => ({ counterId: null, staffId: null, queueId: null, ...event }));
    await transaction.insertInto('ticketEvents').values(rows).execute();
  }
}

/** A statement takes 65,535 parameters at most. */
const ROWS_A_STATEMENT = 1_000;

/** Answered by an index alone: it is asked every few seconds by every terminal. */
export function waitingCountsQuery(database: Database, hallId: string, businessDate: BusinessDate) {
  return database
    .selectFrom('tickets')
    .select(['queueId', sql<number>`count(*)::int`.as('waiting')])
    .where('hallId', '=', hallId)
    .where('businessDate', '=', businessDate)
    .where('state', '=', 'waiting')
    .groupBy('queueId');
}

export async function countWaiting(
  database: Database,
  hallId: string,
  businessDate: BusinessDate,
): Promise<Map<string, number>> {
  const rows = await waitingCountsQuery(database, hallId, businessDate).execute();
  return new Map(rows.map((row) => [row.queueId, row.waiting]));
}
