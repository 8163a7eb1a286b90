import type { TicketOnPaper } from '#contract/platform/tickets.ts';
import { createGuessLimit, type GuessLimit } from '#domain/codes/guess-limit.ts';
import type { Clock } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { codeHashOf, personKeyOf, ticketCodeOf } from '../appointments/codes.ts';
import type { Database } from '../database/database.ts';
import { knownForecasts } from '../forecast/forecast.ts';
import { hallNames } from '../live/hall-names.ts';
import { lookAtHall } from '../live/look-at-hall.ts';
import type { SigningTerminal } from '../terminals/signature-check.ts';
import { expectation } from '../ticket-page/ticket-expectation.ts';
import { findTicketByCode } from '../ticket-page/ticket-page-store.ts';
import { openedCode, sealedCode } from './paper-code.ts';
import { findGiven, findHeld, insertHolder } from './ticket-holders-store.ts';

type Holding = { readonly ticketId: string; readonly idNumber: string; readonly code: string };

/**
 * Keeps for today with whose card a ticket was taken, under a keyed hash. The ticket itself may come later, with the
 * outbox; what does not belong to it then is never shown.
 */
export async function keepHolder(
  database: Database,
  clock: Clock,
  secret: Uint8Array,
  { hallId }: SigningTerminal,
  { ticketId, idNumber, code }: Holding,
): Promise<void> {
  const paperCode = ticketCodeOf(code);
  if (paperCode === undefined) return;
  const personKey = personKeyOf(secret, idNumber);
  await insertHolder(database, {
    hallId,
    ticketId,
    businessDate: businessDateAt(clock.now()),
    personKey,
    sealedCode: sealedCode(secret, personKey, idNumber, paperCode),
  });
}

export type PapersFound = { readonly tickets: TicketOnPaper[]; readonly askAgainInMs?: number };

export type ShownAtTerminal = { readonly idNumber: string } | { readonly code: string };

/** Cards of one terminal: whoever holds its key must not find out by it who is in the hall. */
const GUESSES = { tries: 30, forMs: 5 * 60_000 };

/** For each process: a terminal speaks to one at a time. */
export function paperGuesses(): GuessLimit {
  return createGuessLimit(GUESSES);
}

/**
 * What stands on the papers of somebody who shows his card or one of them: tickets of today that have not come to their
 * end, whichever terminal of the hall gave them. After many cards in vain from one terminal none is looked for until the first
 * of these is some minutes old. A code has 128 random bits: there is nothing to guess, and somebody who scans an old paper
 * again and again takes nothing from the next.
 */
export async function ticketPapers(
  database: Database,
  clock: Clock,
  secret: Uint8Array,
  guesses: GuessLimit,
  terminal: SigningTerminal,
  shown: ShownAtTerminal,
): Promise<PapersFound> {
  const { hallId, terminalId } = terminal;
  const person = 'idNumber' in shown ? personKeyOf(secret, shown.idNumber).toString('base64') : undefined;
  const askAgainInMs = person === undefined ? 0 : guesses.lockedFor(terminalId, clock.now());
  if (askAgainInMs > 0) return { tickets: [], askAgainInMs };
  const codes = await codesShown(database, clock, secret, hallId, shown);
  const tickets = codes.size === 0 ? [] : await papersOf(database, clock, hallId, codes);
  if (tickets.length === 0 && person !== undefined) guesses.wrong(terminalId, person, clock.now());
  return { tickets };
}

/** By the tickets, the code on the paper of each. */
async function codesShown(
  database: Database,
  clock: Clock,
  secret: Uint8Array,
  hallId: string,
  shown: ShownAtTerminal,
): Promise<Map<string, string>> {
  if ('code' in shown) {
    const code = ticketCodeOf(shown.code);
    const ticket = code === undefined ? undefined : await findTicketByCode(database, codeHashOf(code));
    return new Map(code !== undefined && ticket?.hallId === hallId ? [[ticket.ticketId, code]] : []);
  }
  const { idNumber } = shown;
  const personKey = personKeyOf(secret, idNumber);
  const held = await findHeld(database, hallId, businessDateAt(clock.now()), personKey);
  return new Map(
    held.map((each) => [each.ticketId, openedCode(secret, personKey, idNumber, each.sealedCode)]),
  );
}

async function papersOf(
  database: Database,
  clock: Clock,
  hallId: string,
  codes: ReadonlyMap<string, string>,
): Promise<TicketOnPaper[]> {
  const state = await lookAtHall(database, clock, hallId);
  const forecasts = await knownForecasts(database, hallId);
  const { hall, businessDate } = state;
  const names = hallNames(hall, state.former);
  const given = new Map(
    (await findGiven(database, hallId, [...codes.keys()])).map((each) => [each.ticketId, each]),
  );
  return state.tickets.flatMap((ticket): TicketOnPaper[] => {
    const { ticketId, queueId } = ticket;
    const code = codes.get(ticketId);
    const facts = given.get(ticketId);
    if (code === undefined || !facts || ticket.businessDate !== businessDate) return [];
    // Somebody's card was named for a ticket that has another paper.
    if (!facts.codeHash?.equals(codeHashOf(code))) return [];
    const expected = ticket.state === 'waiting' ? expectation(state, forecasts, ticket) : undefined;
    const { ahead = null, fromMinutes = null, toMinutes = null } = expected ?? {};
    return [
      {
        ticketId,
        label: names.label(ticket),
        businessDate,
        issuedAt: facts.issuedAt.toISOString(),
        queueId,
        serviceId: ticket.serviceId,
        serviceName: names.serviceName(ticket.serviceId),
        counters: hall.counters.filter((each) => each.queueIds.includes(queueId)).map(({ label }) => label),
        priorityClass: ticket.priorityClass,
        state: ticket.state,
        ahead: ahead ?? 0,
        ...(fromMinutes !== null && toMinutes !== null && { fromMinutes, toMinutes }),
        code,
      },
    ];
  });
}
