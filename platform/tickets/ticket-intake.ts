import type { Hall } from '#contract/hall.ts';
import { peopleAhead } from '#domain/queue/people-ahead.ts';
import { defaultPriorityPolicy } from '#domain/queue/priority.ts';
import type { Instant } from '#domain/time/clock.ts';
import { type BusinessDate, businessDateAt } from '#domain/time/hall-time.ts';
import { checkInAppointment } from '../appointments/appointments-store.ts';
import { giveAppointments } from '../appointments/replacement.ts';
import type { DatabaseTransaction } from '../database/database.ts';
import { type Forecasts, foretell } from '../forecast/forecast.ts';
import { countersServing } from '../forecast/queue-facts.ts';
import { queueInstead } from '../halls/queue-instead.ts';
import type { SigningTerminal } from '../terminals/signature-check.ts';
import { updateLastPlace } from '../terminals/terminals-store.ts';
import { type IntakeFacts, selectIntakeFacts } from './intake-facts.ts';
import { placeOf, type TerminalContact } from './ticket-place.ts';
import { type IssuedTicket, insertTicket } from './tickets-store.ts';

/** What one batch of a terminal's records is taken in with. */
export type IntakeParts = {
  readonly transaction: DatabaseTransaction;
  readonly terminal: SigningTerminal;
  readonly contact: TerminalContact;
  readonly hall: Hall;
  /** The queues that tickets of the batch join. */
  readonly queueIds: readonly string[];
  readonly forecasts: Forecasts;
  readonly now: Instant;
};

/** A ticket that came so much later than it was given joined a queue that nobody knows any more: nothing is foretold. */
const FORETOLD_WITHIN_MS = 60_000;

/** The hall was changed between the look at it and the batch, which has to be taken anew. */
export class HallChangedMeanwhile extends Error {}

/** Takes the tickets of one batch, in the order in which the terminal gave them. */
export class TicketIntake {
  readonly #parts: IntakeParts;
  readonly #facts = new Map<BusinessDate, IntakeFacts>();
  #lastPlace: Date | null;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
    this.#lastPlace = parts.contact.lastPlace;
  }

  /** False when a ticket with this number, or with this identity, is there already. */
  async take(ticket: IssuedTicket, leaseId: string): Promise<boolean> {
    const { transaction, terminal, hall, now } = this.#parts;
    const facts = await this.#factsOf(ticket.businessDate);
    const contact = { ...this.#parts.contact, lastPlace: this.#lastPlace };
    const takenAt = Math.max(now, facts.latestTaken ?? now);
    const place = placeOf(contact, Date.parse(ticket.issuedAt), now, facts.latestTaken);
    const queueId = queueInstead(hall, ticket);
    // Nobody is called any more: the day is over, or the hall closed early while the terminal was cut off.
    const isPast = ticket.businessDate < businessDateAt(now);
    const isClosed = isPast || facts.closedEarly;
    const isTaken = await insertTicket(transaction, terminal, ticket, {
      leaseId,
      queueId,
      takenAt: new Date(takenAt),
      place: new Date(place),
      state: isClosed ? 'closed' : 'waiting',
      endedAt: isClosed ? new Date(now) : null,
      ...(isClosed ? NOTHING_FORETOLD : this.#foretold(ticket, queueId, place, facts)),
    });
    if (!isTaken) return false;
    this.#lastPlace = new Date(place);
    facts.latestTaken = takenAt;
    if (ticket.appointmentId !== undefined) {
      await checkInAppointment(transaction, terminal.hallId, ticket.appointmentId, ticket.ticketId);
    }
    if (facts.closedEarly && !isPast)
      await giveAppointments(transaction, hall, now, [ticketToReplace(ticket)]);
    return true;
  }

  /** To be called behind the last ticket: the terminal's next one cannot have been given before it. */
  async finish(): Promise<void> {
    const { transaction, terminal, contact } = this.#parts;
    if (this.#lastPlace === null || this.#lastPlace === contact.lastPlace) return;
    await updateLastPlace(transaction, terminal.terminalId, this.#lastPlace);
  }

  #foretold(ticket: IssuedTicket, queueId: string, place: Instant, facts: IntakeFacts): Foretold {
    const { hall, forecasts, now } = this.#parts;
    const priorityClass = ticket.priorityClass ?? 'ordinary';
    const waiting = facts.waiting.get(queueId) ?? { ordinary: 0, preferred: 0 };
    const joined = priorityClass === 'ordinary' ? 'ordinary' : 'preferred';
    facts.waiting.set(queueId, { ...waiting, [joined]: waiting[joined] + 1 });
    if (now - place > FORETOLD_WITHIN_MS || !facts.countedAll) return NOTHING_FORETOLD;
    const ahead = peopleAhead(waiting, priorityClass, hall.priority ?? defaultPriorityPolicy);
    const { openCounterIds } = facts;
    const expected = foretell(hall, forecasts, { queueId, at: place, ahead, openCounterIds });
    return {
      ahead,
      countersOpen: countersServing(hall, queueId, openCounterIds),
      foretoldFrom: expected?.fromMinutes ?? null,
      foretoldMiddle: expected?.middleMinutes ?? null,
      foretoldTo: expected?.toMinutes ?? null,
    };
  }

  async #factsOf(businessDate: BusinessDate): Promise<IntakeFacts> {
    const known = this.#facts.get(businessDate);
    if (known) return known;
    const { transaction, terminal, queueIds } = this.#parts;
    const facts = await selectIntakeFacts(transaction, terminal.hallId, businessDate, queueIds);
    if (facts.hallVersion !== this.#parts.hall.version) throw new HallChangedMeanwhile();
    this.#facts.set(businessDate, facts);
    return facts;
  }
}

type Foretold = {
  readonly ahead: number | null;
  readonly countersOpen: number | null;
  readonly foretoldFrom: number | null;
  readonly foretoldMiddle: number | null;
  readonly foretoldTo: number | null;
};

const NOTHING_FORETOLD: Foretold = {
  ahead: null,
  countersOpen: null,
  foretoldFrom: null,
  foretoldMiddle: null,
  foretoldTo: null,
};

function ticketToReplace({ ticketId, serviceId, codeHash }: IssuedTicket) {
  return { ticketId, serviceId, codeHash: codeHash === undefined ? null : Buffer.from(codeHash, 'hex') };
}
