import { err, ok, type Result } from 'neverthrow';
import type { Hall } from '#contract/hall.ts';
import type { Command, CommandBody, CommandResult, Refusal } from '#contract/platform/commands.ts';
import type { Clock } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { type Forecasts, knownForecasts } from '../forecast/forecast.ts';
import { queueInstead } from '../halls/queue-instead.ts';
import { publishedHall } from '../live/published-halls.ts';
import { insertSelfTest } from '../selftests/selftests-store.ts';
import type { SigningTerminal } from '../terminals/signature-check.ts';
import { TicketIntake } from '../tickets/ticket-intake.ts';
import {
  cancelTicket,
  type IssuedTicket,
  takeOverTicket,
  updatePrintOutcome,
} from '../tickets/tickets-store.ts';
import { insertCommands, lockForBatch } from './commands-store.ts';
import { type IntakeLook, lookForIntake } from './intake-look.ts';

/** A hall is changed a few times a day. */
const TRIES = 3;

/** The halls as they were at the last batch: each batch sees by the version whether its hall is still that. */
const lastHalls = new WeakMap<Database, Map<string, Hall>>();

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
  const { hallId } = terminal;
  const halls = lastHalls.get(database) ?? new Map<string, Hall>();
  lastHalls.set(database, halls);
  const forecasts = await knownForecasts(database, hallId);
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const hall = halls.get(hallId) ?? (await publishedHall(database, hallId));
    if (!hall) throw new Error(`the hall ${hallId} of a terminal is not there`);
    halls.set(hallId, hall);
    const results = await takeBatch(database, { clock, terminal, hall, forecasts }, commands);
    if (results) return results;
    halls.delete(hallId);
  }
  throw new Error(`the hall ${hallId} changes faster than tickets can be taken`);
}

type Batch = {
  readonly clock: Clock;
  readonly terminal: SigningTerminal;
  readonly hall: Hall;
  readonly forecasts: Forecasts;
};

/** Undefined, and nothing taken, when the hall is not the one that the batch was judged by. */
async function takeBatch(
  database: Database,
  { clock, terminal, hall, forecasts }: Batch,
  commands: readonly Command[],
): Promise<CommandResult[] | undefined> {
  const issued = commands.flatMap(({ body }) => (body.kind === 'ticket.issued' ? [body] : []));
  const claimed = issued.map((ticket) => ({
    queueId: ticket.queueId,
    businessDate: ticket.businessDate,
    number: ticket.number,
    joins: queueInstead(hall, ticket),
  }));
  return database.transaction().execute(async (transaction) => {
    const contact = await lockForBatch(transaction, terminal);
    const now = clock.now();
    const look = await lookForIntake(transaction, terminal, commands, claimed, businessDateAt(now));
    if (look.hallVersion !== hall.version) return undefined;
    const { days, openCounterIds } = look;
    const parts = { transaction, terminal, contact, hall, days, openCounterIds, forecasts, now };
    const intake = { transaction, clock, terminal, hall, look, tickets: new TicketIntake(parts) };
    const accepted: Command[] = [];
    const results: CommandResult[] = [];
    for (const command of commands) {
      const { key, aggregate, sequence } = command;
      if (look.takenKeys.has(key)) {
        results.push({ key, outcome: 'duplicate' });
        continue;
      }
      const isNext = sequence === (look.lastSequences.get(aggregate) ?? 0) + 1;
      const effect = isNext ? await takeEffect(intake, command.body) : err('OUT_OF_ORDER' as const);
      if (effect.isErr()) {
        results.push({ key, outcome: 'refused', reason: effect.error });
        continue;
      }
      look.takenKeys.add(key);
      look.lastSequences.set(aggregate, sequence);
      accepted.push(command);
      results.push({ key, outcome: 'accepted' });
    }
    await insertCommands(transaction, terminal, accepted, new Date(now), intake.tickets.newLastPlace());
    return results;
  });
}

type Intake = {
  readonly transaction: DatabaseTransaction;
  readonly clock: Clock;
  readonly terminal: SigningTerminal;
  readonly hall: Hall;
  readonly look: IntakeLook;
  readonly tickets: TicketIntake;
};

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
  { transaction, terminal, hall, look, tickets }: Intake,
  ticket: IssuedTicket,
): Promise<Result<void, Refusal>> {
  const { queueId, businessDate, number } = ticket;
  const lease = look.holderOf({ queueId, businessDate, number });
  if (!lease || (lease.terminalId !== terminal.terminalId && lease.leaseId !== ticket.leaseId)) {
    const known = hall.queues.some((queue) => queue.queueId === queueId);
    return err(known ? 'NUMBER_NOT_LEASED' : 'QUEUE_UNKNOWN');
  }
  const taken =
    (await tickets.take(ticket, lease.leaseId)) || (await takeOverTicket(transaction, terminal, ticket));
  return taken ? ok(undefined) : err('NUMBER_TAKEN');
}
