import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { deviceChangeRowSchema } from './devices/device-history-store.ts';
import { createOutbox, outboxRowSchema } from './outbox/outbox.ts';
import { sessionPaperRowSchema } from './papers/session-paper-store.ts';
import { printJobRowSchema } from './printing/print-store.ts';
import { earlyClosingRowSchema } from './queue/early-closing-store.ts';
import { ticketIssued } from './queue/ticket-issued.ts';
import { createTicketStore, ticketRowSchema } from './queue/ticket-store.ts';
import type { RecoveryPlan } from './storage/successor.ts';
import { ticketAggregate } from './ticket-aggregate.ts';

type Row = Readonly<Record<string, unknown>>;

/**
 * What is taken over from a damaged database: what the platform has not heard yet, the citizens' tickets, that the
 * hall has closed early, and what has become of the devices. The hall comes anew from the platform; leases must not be taken over (see RecoveryPlan).
 */
export const recoveryPlan: RecoveryPlan = {
  tables: [
    { table: 'ticket', isSound: soundBy(ticketRowSchema) },
    { table: 'session_paper', isSound: soundBy(sessionPaperRowSchema) },
    { table: 'print_job', isSound: soundBy(printJobRowSchema) },
    { table: 'outbox', isSound: soundBy(outboxRowSchema) },
    { table: 'early_closing', isSound: soundBy(earlyClosingRowSchema) },
    { table: 'device_change', isSound: soundBy(deviceChangeRowSchema) },
  ],
  complete: tellTicketsAgain,
};

/** As strictly as the stores read; and zeros inside a text are what a torn page leaves. */
function soundBy(schema: z.ZodType): (row: Row) => boolean {
  return (row) =>
    schema.safeParse(row).success &&
    Object.values(row).every((value) => typeof value !== 'string' || !value.includes('\0'));
}

/**
 * Today's tickets whose first record is lost are told anew. If the platform has had the lost record the new one
 * changes nothing there: it is answered OUT_OF_ORDER, since the aggregate's first place is taken.
 */
function tellTicketsAgain({
  storage,
  clock,
  log,
}: Parameters<NonNullable<RecoveryPlan['complete']>>[0]): void {
  const outbox = createOutbox({ storage, clock, log, newKey: () => uuidv7(), random: Math.random });
  const lost = createTicketStore(storage).unrecorded(businessDateAt(clock.now()));
  if (lost.length === 0) return;
  storage.database
    .transaction(() => {
      for (const ticket of lost) outbox.restoreFirst(ticketAggregate(ticket.ticketId), ticketIssued(ticket));
    })
    .immediate();
  log.event('outbox.restored', { records: lost.length });
}
