import { err, ok, type Result } from 'neverthrow';
import type { Hall } from '#contract/hall.ts';
import {
  type Command,
  type CommandBody,
  type CommandResult,
  type Refusal,
  ticketRefusalSchema,
} from '#contract/platform/commands.ts';
import type { Clock } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { Together } from '../database/together.ts';
import { inTransaction } from '../database/transaction.ts';
import { type Forecasts, knownForecasts } from '../forecast/forecast.ts';
import { queueInstead } from '../halls/queue-instead.ts';
import { publishedHall } from '../live/published-halls.ts';
import { insertSelfTest } from '../selftests/selftests-store.ts';
import type { SigningTerminal } from '../terminals/signature-check.ts';
import { TicketIntake } from '../tickets/ticket-intake.ts';
import { lockTickets, ticketsChangedBy } from '../tickets/tickets-lock.ts';
import {
  cancelTicket,
  type IssuedTicket,
  type NewTicket,
  takeOverTicket,
  updatePrintOutcome,
} from '../tickets/tickets-store.ts';
import { lockForBatches } from './commands-store.ts';
import { type ClaimedNumber, type HandIn, type IntakeLook, lookForIntake } from './intake-look.ts';
import { IntakeWriter } from './intake-writer.ts';

/** A hall is changed a few times a day; besides, a ticket may be there already. */
const TRIES = 4;

/** What terminals hand in at the same time is taken with one transaction: so many of them at once. */
const AT_ONCE = 64;
/** Whoever brings more, behind a cut, takes longer than the others should wait for him. */
const FEW = 20;
const taking = new WeakMap<Database, Together<HandIn, CommandResult[]>>();

/** The halls as they were at the last batch: each batch sees by the version whether its hall is still that. */
const lastHalls = new WeakMap<Database, Map<string, Hall>>();

/**
 * Takes a batch of outbox records. Each command ends by itself as accepted, duplicate or refused, and a refused
 * one has no effect, so that it may come again, and of a ticket it is kept that its paper stands in no queue; all that was accepted is on disk when the answer leaves.
 */
export async function takeCommands(
  database: Database,
  clock: Clock,
  terminal: SigningTerminal,
  commands: readonly Command[],
): Promise<CommandResult[]> {
  const { hallId } = terminal;
  const handIn = { terminal, commands };
  const take = (handIns: readonly HandIn[]) => takeHandIns(database, clock, hallId, handIns);
  if (commands.length > FEW) return (await take([handIn]))[0] ?? [];
  const together = taking.get(database) ?? new Together<HandIn, CommandResult[]>(AT_ONCE);
  taking.set(database, together);
  return together.add(hallId, handIn, take);
}

async function takeHandIns(
  database: Database,
  clock: Clock,
  hallId: string,
  handIns: readonly HandIn[],
): Promise<CommandResult[][]> {
  const halls = lastHalls.get(database) ?? new Map<string, Hall>();
  lastHalls.set(database, halls);
  const forecasts = await knownForecasts(database, hallId);
  let ticketByTicket = false;
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const hall = halls.get(hallId) ?? (await publishedHall(database, hallId));
    if (!hall) throw new Error(`the hall ${hallId} of a terminal is not there`);
    halls.set(hallId, hall);
    const results = await inTransaction(database, (transaction) =>
      takeWithin({ transaction, clock, hall, forecasts, ticketByTicket }, handIns),
    );
    if (results.isOk()) return results.value;
    if (results.error === 'HALL_CHANGED') halls.delete(hallId);
    else ticketByTicket = true;
  }
  throw new Error(`the hall ${hallId} changes faster than tickets can be taken`);
}

type Taking = {
  readonly transaction: DatabaseTransaction;
  readonly clock: Clock;
  readonly hall: Hall;
  readonly forecasts: Forecasts;
  /** True writes each ticket as it comes; else all are written at the end, and none of them may be there already. */
  readonly ticketByTicket: boolean;
};

/** With an error nothing may stay: the hall is not the one that was judged by, or a ticket was there already. */
async function takeWithin(
  { transaction, clock, hall, forecasts, ticketByTicket }: Taking,
  handIns: readonly HandIn[],
): Promise<Result<CommandResult[][], 'HALL_CHANGED' | 'TICKET_THERE'>> {
  const { hallId } = hall;
  const terminalIds = [...new Set(handIns.map(({ terminal }) => terminal.terminalId))];
  const contacts = await lockForBatches(transaction, hallId, terminalIds);
  const now = clock.now();
  const look = await lookForIntake(
    transaction,
    hallId,
    handIns,
    claimedBy(handIns, hall),
    businessDateAt(now),
    now,
  );
  if (look.hallVersion !== hall.version) return err('HALL_CHANGED');
  await lockTickets(transaction, hallId, ticketsChangedBy(handIns, ticketByTicket));
  const { days, openCounterIds } = look;
  const writer = new IntakeWriter(transaction, hallId, new Date(now), ticketByTicket);
  const insert = (ticket: NewTicket): Promise<boolean> => writer.addTicket(ticket);
  const intakes = new Map<string, TicketIntake>();
  const results: CommandResult[][] = [];
  for (const { terminal, commands } of handIns) {
    const { terminalId } = terminal;
    const contact = contacts.get(terminalId);
    if (!contact) throw new Error(`the terminal ${terminalId} is not there`);
    const parts = { transaction, terminal, contact, hall, days, openCounterIds, forecasts, now, insert };
    const tickets = intakes.get(terminalId) ?? new TicketIntake(parts);
    intakes.set(terminalId, tickets);
    const intake = { transaction, clock, terminal, hall, look, tickets };
    results.push(await takeBatch(intake, writer, commands));
  }
  const lastPlaces = [...intakes].flatMap(([terminalId, tickets]) => {
    const lastPlace = tickets.newLastPlace();
    return lastPlace ? [{ terminalId, lastPlace }] : [];
  });
  return (await writer.end(lastPlaces)) ? ok(results) : err('TICKET_THERE');
}

async function takeBatch(
  intake: Intake,
  writer: IntakeWriter,
  commands: readonly Command[],
): Promise<CommandResult[]> {
  const { terminalId } = intake.terminal;
  const { takenKeys, lastSequences } = intake.look.knownOf(terminalId);
  const results: CommandResult[] = [];
  for (const { key, aggregate, sequence, body } of commands) {
    if (takenKeys.has(key)) {
      results.push({ key, outcome: 'duplicate' });
      continue;
    }
    if (body.kind !== 'ticket.issued') await writer.writeBefore();
    const isNext = sequence === (lastSequences.get(aggregate) ?? 0) + 1;
    const effect = isNext ? await takeEffect(intake, body) : err('OUT_OF_ORDER' as const);
    if (effect.isErr()) {
      results.push({ key, outcome: 'refused', reason: effect.error });
      noteRefused(writer, terminalId, key, body, effect.error);
      continue;
    }
    takenKeys.add(key);
    lastSequences.set(aggregate, sequence);
    writer.addCommand({ terminalId, key, aggregate, sequence, kind: body.kind });
    results.push({ key, outcome: 'accepted' });
  }
  return results;
}

/** Its number is on paper, in somebody's hand. */
function noteRefused(
  writer: IntakeWriter,
  terminalId: string,
  key: string,
  body: CommandBody,
  refusal: Refusal,
): void {
  const reason = ticketRefusalSchema.safeParse(refusal);
  if (body.kind !== 'ticket.issued' || !reason.success) return;
  const { ticketId, queueId, businessDate, number: ticketNumber, issuedAt } = body;
  const paper = { ticketId, queueId, businessDate, ticketNumber, issuedAt };
  writer.addRefused({ terminalId, key, ...paper, reason: reason.data });
}

function claimedBy(handIns: readonly HandIn[], hall: Hall): ClaimedNumber[] {
  return handIns.flatMap(({ commands }) =>
    commands.flatMap(({ body }) => {
      if (body.kind !== 'ticket.issued') return [];
      const { queueId, businessDate, number } = body;
      return [{ queueId, businessDate, number, joins: queueInstead(hall, body) }];
    }),
  );
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
  const { transaction, terminal, hall } = intake;
  const now = new Date(intake.clock.now());
  switch (body.kind) {
    case 'ticket.issued':
      return issueTicket(intake, body);
    case 'ticket.printed': {
      const found = await updatePrintOutcome(transaction, terminal, body);
      return found ? ok(undefined) : err('TICKET_UNKNOWN');
    }
    case 'ticket.cancelled': {
      const found = await cancelTicket(transaction, hall, terminal, body, now);
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
  const taken = (await tickets.take(ticket, lease)) || (await takeOverTicket(transaction, terminal, ticket));
  return taken ? ok(undefined) : err('NUMBER_TAKEN');
}
