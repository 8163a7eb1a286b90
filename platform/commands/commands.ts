import { err, ok, type Result } from 'neverthrow';
import type { Hall } from '#contract/hall.ts';
import type { Command, CommandBody, CommandResult, Refusal } from '#contract/platform/commands.ts';
import type { Clock } from '#domain/time/clock.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { type Forecasts, knownForecasts } from '../forecast/forecast.ts';
import { lockForIntake } from '../halls/hall-lock.ts';
import { queueInstead } from '../halls/queue-instead.ts';
import { findLeaseOfNumber } from '../leases/leases-store.ts';
import { publishedHall } from '../live/published-halls.ts';
import { insertSelfTest } from '../selftests/selftests-store.ts';
import type { SigningTerminal } from '../terminals/signature-check.ts';
import { lockTerminal } from '../terminals/terminals-store.ts';
import { HallChangedMeanwhile, TicketIntake } from '../tickets/ticket-intake.ts';
import {
  cancelTicket,
  type IssuedTicket,
  takeOverTicket,
  updatePrintOutcome,
} from '../tickets/tickets-store.ts';
import { insertCommands, takenCommands } from './commands-store.ts';

/** A hall is changed a few times a day. */
const TRIES = 3;

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
  for (let tries = 1; ; tries += 1) {
    try {
      return await takeBatch(database, clock, terminal, commands);
    } catch (error) {
      if (!(error instanceof HallChangedMeanwhile) || tries === TRIES) throw error;
    }
  }
}

async function takeBatch(
  database: Database,
  clock: Clock,
  terminal: SigningTerminal,
  commands: readonly Command[],
): Promise<CommandResult[]> {
  const { hallId } = terminal;
  const [hall, forecasts] = await Promise.all([
    publishedHall(database, hallId),
    knownForecasts(database, hallId),
  ]);
  if (!hall) throw new Error(`the hall ${hallId} of a terminal is not there`);
  return database.transaction().execute(async (transaction) => {
    const intake = await beginIntake(transaction, { clock, terminal, hall, forecasts }, commands);
    const taken = await takenCommands(transaction, terminal, commands);
    const accepted: Command[] = [];
    const results: CommandResult[] = [];
    for (const command of commands) {
      const { key, aggregate, sequence } = command;
      if (taken.keys.has(key)) {
        results.push({ key, outcome: 'duplicate' });
        continue;
      }
      const isNext = sequence === (taken.lastSequences.get(aggregate) ?? 0) + 1;
      const effect = isNext ? await takeEffect(intake, command.body) : err('OUT_OF_ORDER' as const);
      if (effect.isErr()) {
        results.push({ key, outcome: 'refused', reason: effect.error });
        continue;
      }
      taken.keys.add(key);
      taken.lastSequences.set(aggregate, sequence);
      accepted.push(command);
      results.push({ key, outcome: 'accepted' });
    }
    await intake.tickets.finish();
    await insertCommands(transaction, terminal, accepted, new Date(clock.now()));
    return results;
  });
}

type Intake = {
  readonly transaction: DatabaseTransaction;
  readonly clock: Clock;
  readonly terminal: SigningTerminal;
  readonly hall: Hall;
  readonly tickets: TicketIntake;
};

async function beginIntake(
  transaction: DatabaseTransaction,
  parts: {
    readonly clock: Clock;
    readonly terminal: SigningTerminal;
    readonly hall: Hall;
    readonly forecasts: Forecasts;
  },
  commands: readonly Command[],
): Promise<Intake> {
  const { clock, terminal, hall, forecasts } = parts;
  await lockForIntake(transaction, terminal.hallId);
  // One batch of a terminal at a time, over all platform processes: sequences are compared, then written.
  const contact = await lockTerminal(transaction, terminal.terminalId);
  if (!contact) throw new Error('a terminal that signed is not there');
  const issued = commands.flatMap(({ body }) => (body.kind === 'ticket.issued' ? [body] : []));
  const queueIds = [...new Set(issued.map((ticket) => queueInstead(hall, ticket)))];
  const now = clock.now();
  const tickets = new TicketIntake({ transaction, terminal, contact, hall, queueIds, forecasts, now });
  return { transaction, clock, terminal, hall, tickets };
}

/** Writes what the command says, or nothing at all when it is refused. */
async function takeEffect(intake: Intake, body: CommandBody): Promise<Result<void, Refusal>> {
  const { transaction, terminal } = intake;
  const now = new Date(intake.clock.now());
  switch (body.kind) {
    case 'ticket.issued':
      return issueTicket(intake, body);
    case 'ticket.printed': {
      const found = await updatePrintOutcome(transaction, terminal, body);
      return found ? ok(undefined) : err('TICKET_UNKNOWN');
    }
    case 'ticket.cancelled': {
      const found = await cancelTicket(transaction, terminal, body, now);
      return found ? ok(undefined) : err('TICKET_UNKNOWN');
    }
    case 'terminal.selftest':
      await insertSelfTest(transaction, terminal, body, now);
      return ok(undefined);
  }
}

/**
 * The lease decides, not the hall as it is now: a queue closed meanwhile does not undo a ticket in someone's hand.
 * Nor does a new enrolment: records that were waiting then come under the terminal's new identity. They name the
 * lease, whose random id only the platform and the terminal it was given to know; that is as good as the identity.
 */
async function issueTicket(
  { transaction, terminal, hall, tickets }: Intake,
  ticket: IssuedTicket,
): Promise<Result<void, Refusal>> {
  const { queueId, businessDate, number } = ticket;
  const { hallId } = terminal;
  const lease = await findLeaseOfNumber(transaction, { hallId, queueId, businessDate, number });
  if (!lease || (lease.terminalId !== terminal.terminalId && lease.leaseId !== ticket.leaseId)) {
    const known = hall.queues.some((queue) => queue.queueId === queueId);
    return err(known ? 'NUMBER_NOT_LEASED' : 'QUEUE_UNKNOWN');
  }
  const taken =
    (await tickets.take(ticket, lease.leaseId)) || (await takeOverTicket(transaction, terminal, ticket));
  return taken ? ok(undefined) : err('NUMBER_TAKEN');
}
