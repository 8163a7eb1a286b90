import { sql } from 'kysely';
import type { CommandBody } from '#contract/platform/commands.ts';
import type { DeskTicketState } from '#domain/queue/ticket-state.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import type { SigningTerminal } from '../terminals/signature-check.ts';

export type IssuedTicket = Extract<CommandBody, { kind: 'ticket.issued' }>;
export type CancelledTicket = Extract<CommandBody, { kind: 'ticket.cancelled' }>;
export type PrintedTicket = Extract<CommandBody, { kind: 'ticket.printed' }>;

/** False when a ticket with this number, or with this identity, is there already. */
export async function insertTicket(
  transaction: DatabaseTransaction,
  terminal: SigningTerminal,
  ticket: IssuedTicket,
  leaseId: string,
  takenAt: Date,
): Promise<boolean> {
  const result = await transaction
    .insertInto('tickets')
    .values({
      ...terminal,
      ticketId: ticket.ticketId,
      queueId: ticket.queueId,
      serviceId: ticket.serviceId,
      businessDate: ticket.businessDate,
      ticketNumber: ticket.number,
      leaseId,
      identified: ticket.identified,
      issuedAt: new Date(ticket.issuedAt),
      takenAt,
      place: takenAt,
      firstQueueId: ticket.queueId,
      priorityClass: ticket.priorityClass ?? 'ordinary',
      codeHash: ticket.codeHash === undefined ? null : Buffer.from(ticket.codeHash, 'hex'),
      issuedOffline: ticket.issuedOffline ?? false,
      appointmentId: ticket.appointmentId ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
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

/** False when this terminal has no such ticket. One that was called already stays as it is: the desk decides then. */
export async function cancelTicket(
  transaction: DatabaseTransaction,
  terminal: SigningTerminal,
  cancelled: CancelledTicket,
  now: Date,
): Promise<boolean> {
  const result = await transaction
    .updateTable('tickets')
    .set({
      state: sql<DeskTicketState>`case when state = 'waiting' then 'cancelled' else state end`,
      endedAt: sql<Date | null>`case when state = 'waiting' then ${now}::timestamptz else ended_at end`,
    })
    .where('hallId', '=', terminal.hallId)
    .where('ticketId', '=', cancelled.ticketId)
    .where('terminalId', '=', terminal.terminalId)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function countWaiting(
  database: Database,
  hallId: string,
  businessDate: BusinessDate,
): Promise<Map<string, number>> {
  const rows = await database
    .selectFrom('tickets')
    .select(['queueId', sql<number>`count(*)::int`.as('waiting')])
    .where('hallId', '=', hallId)
    .where('businessDate', '=', businessDate)
    .where('state', '=', 'waiting')
    .groupBy('queueId')
    .execute();
  return new Map(rows.map((row) => [row.queueId, row.waiting]));
}
