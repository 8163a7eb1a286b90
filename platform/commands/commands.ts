import { err, ok, type Result } from 'neverthrow';
import type { Hall } from '#contract/hall.ts';
import type { Command, CommandBody, CommandResult, Refusal } from '#contract/platform/commands.ts';
import type { Clock } from '#domain/time/clock.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { findHall } from '../halls/halls-store.ts';
import { findLeaseOfNumber } from '../leases/leases-store.ts';
import { insertSelfTest } from '../selftests/selftests-store.ts';
import type { SigningTerminal } from '../terminals/signature-check.ts';
import { lockTerminal } from '../terminals/terminals-store.ts';
import {
  cancelTicket,
  type IssuedTicket,
  insertTicket,
  takeOverTicket,
  updatePrintOutcome,
} from '../tickets/tickets-store.ts';
import { insertCommand, isTaken, lastSequence } from './commands-store.ts';

/**
 * Takes a batch of outbox records. Each command ends by itself as accepted, duplicate or refused, and a refused
 * one leaves no trace, so that it may come again; all that was accepted is on disk when the answer leaves.
 */
export async function takeCommands(
  database: Database,
  clock: Clock,
  terminal: SigningTerminal,
  commands: readonly Command[],
): Promise<CommandResult[]> {
  const hall = await findHall(database, terminal.hallId);
  return database.transaction().execute(async (transaction) => {
    // One batch of a terminal at a time, over all platform processes: sequences are compared, then written.
    await lockTerminal(transaction, terminal.terminalId);
    const results: CommandResult[] = [];
    for (const command of commands) {
      results.push(await takeCommand(transaction, { clock, terminal, hall }, command));
    }
    return results;
  });
}

type Intake = { readonly clock: Clock; readonly terminal: SigningTerminal; readonly hall: Hall | undefined };

async function takeCommand(
  transaction: DatabaseTransaction,
  intake: Intake,
  command: Command,
): Promise<CommandResult> {
  const { key } = command;
  if (await isTaken(transaction, intake.terminal, key)) return { key, outcome: 'duplicate' };
  const last = await lastSequence(transaction, intake.terminal, command.aggregate);
  if (command.sequence !== last + 1) return { key, outcome: 'refused', reason: 'OUT_OF_ORDER' };
  const effect = await takeEffect(transaction, intake, command.body);
  if (effect.isErr()) return { key, outcome: 'refused', reason: effect.error };
  await insertCommand(transaction, intake.terminal, command, new Date(intake.clock.now()));
  return { key, outcome: 'accepted' };
}

/** Writes what the command says, or nothing at all when it is refused. */
async function takeEffect(
  transaction: DatabaseTransaction,
  intake: Intake,
  body: CommandBody,
): Promise<Result<void, Refusal>> {
  switch (body.kind) {
    case 'ticket.issued':
      return issueTicket(transaction, intake, body);
    case 'ticket.printed': {
      const found = await updatePrintOutcome(transaction, intake.terminal, body);
      return found ? ok(undefined) : err('TICKET_UNKNOWN');
    }
    case 'ticket.cancelled': {
      const found = await cancelTicket(transaction, intake.terminal, body, new Date(intake.clock.now()));
      return found ? ok(undefined) : err('TICKET_UNKNOWN');
    }
    case 'terminal.selftest':
      await insertSelfTest(transaction, intake.terminal, body, new Date(intake.clock.now()));
      return ok(undefined);
  }
}

/**
 * The lease decides, not the hall as it is now: a queue closed meanwhile does not undo a ticket in someone's hand.
 * Nor does a new enrolment: records that were waiting then come under the terminal's new identity. They name the
 * lease, whose random id only the platform and the terminal it was given to know; that is as good as the identity.
 */
async function issueTicket(
  transaction: DatabaseTransaction,
  { clock, terminal, hall }: Intake,
  ticket: IssuedTicket,
): Promise<Result<void, Refusal>> {
  const { queueId, businessDate, number } = ticket;
  const { hallId } = terminal;
  const lease = await findLeaseOfNumber(transaction, { hallId, queueId, businessDate, number });
  if (!lease || (lease.terminalId !== terminal.terminalId && lease.leaseId !== ticket.leaseId)) {
    const known = hall?.queues.some((queue) => queue.queueId === queueId) ?? false;
    return err(known ? 'NUMBER_NOT_LEASED' : 'QUEUE_UNKNOWN');
  }
  const taken =
    (await insertTicket(transaction, terminal, ticket, lease.leaseId, new Date(clock.now()))) ||
    (await takeOverTicket(transaction, terminal, ticket));
  return taken ? ok(undefined) : err('NUMBER_TAKEN');
}
