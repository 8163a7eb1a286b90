import type { Hall } from '#contract/hall.ts';
import { LARGEST_CLOCK_DIFFERENCE_MS } from '#contract/platform/signature.ts';
import { otherDayOf } from '#domain/queue/paper-day.ts';
import { peopleAhead, type WaitingCounts } from '#domain/queue/people-ahead.ts';
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
import { placeOf, type TerminalContact } from './ticket-place.ts';
import { type IssuedTicket, type NewTicket, newTicket } from './tickets-store.ts';

/** How a day of the hall stands when tickets of it arrive; what is taken is added to it. */
export type IntakeDay = {
  readonly closedEarly: boolean;
  /** Latest time at which a ticket of the day was taken, whichever process took it. */
  latestTaken: Instant | undefined;
  readonly waiting: Map<string, WaitingCounts>;
  /** False when so many wait that they were not counted to the end. */
  readonly countedAll: boolean;
};

/** The lease of a number, and the terminal that it was given to. */
export type HoldingLease = { readonly leaseId: string; readonly terminalId: string };

/** What a terminal's records are taken in with. */
export type IntakeParts = {
  readonly transaction: DatabaseTransaction;
  readonly terminal: SigningTerminal;
  readonly contact: TerminalContact;
  readonly hall: Hall;
  /** The days that tickets of the batch are of. */
  readonly days: ReadonlyMap<BusinessDate, IntakeDay>;
  readonly openCounterIds: ReadonlySet<string>;
  readonly forecasts: Forecasts;
  readonly now: Instant;
  /** False when a ticket with the number, or with the identity, is there already. */
  readonly insert: (ticket: NewTicket) => Promise<boolean>;
};

/** A ticket that came so much later than it was given joined a queue that nobody knows any more: nothing is foretold. */
const FORETOLD_WITHIN_MS = 60_000;

/** Takes the tickets of one terminal, in the order in which it gave them. */
export class TicketIntake {
  readonly #parts: IntakeParts;
  #lastPlace: Date | null;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
    this.#lastPlace = parts.contact.lastPlace;
  }

  /** False when a ticket with this number, or with this identity, is there already. */
  async take(ticket: IssuedTicket, lease: HoldingLease): Promise<boolean> {
    const { transaction, terminal, hall, now, insert } = this.#parts;
    const day = this.#parts.days.get(ticket.businessDate);
    if (!day) throw new Error('the day of a ticket was not looked at');
    const contact = { ...this.#parts.contact, lastPlace: this.#lastPlace };
    const takenAt = Math.max(now, day.latestTaken ?? now);
    const place = placeOf(contact, Date.parse(ticket.issuedAt), now, day.latestTaken);
    const queueId = queueInstead(hall, ticket);
    // Nobody is called any more: the day is over, or the hall closed early while the terminal was cut off.
    const isPast = ticket.businessDate < businessDateAt(now);
    const givenOn = this.#otherDay(ticket, lease, place, takenAt) ?? null;
    const isClosed = isPast || day.closedEarly || givenOn !== null;
    const taken = {
      leaseId: lease.leaseId,
      queueId,
      takenAt: new Date(takenAt),
      place: new Date(place),
      state: isClosed ? ('closed' as const) : ('waiting' as const),
      endedAt: isClosed ? new Date(now) : null,
      closedFrom: day.closedEarly && givenOn === null ? ('waiting' as const) : null,
      givenOn,
      ...(isClosed ? NOTHING_FORETOLD : this.#foretold(ticket, queueId, place, day)),
    };
    if (!(await insert(newTicket(terminal.terminalId, ticket, taken)))) return false;
    this.#lastPlace = new Date(place);
    day.latestTaken = takenAt;
    // Its holder takes a new number, and with that comes to his appointment.
    if (givenOn !== null) return true;
    if (ticket.appointmentId !== undefined) {
      await checkInAppointment(transaction, terminal.hallId, ticket.appointmentId, ticket.ticketId);
    }
    // Also when it comes a day late: all others who waited when the hall closed have a time.
    if (day.closedEarly) await giveAppointments(transaction, hall, now, [ticketToReplace(ticket)]);
    return true;
  }

  /** Where the last ticket stands; undefined when none was taken. The terminal's next cannot have been before it. */
  newLastPlace(): Date | undefined {
    const last = this.#lastPlace;
    return last === null || last === this.#parts.contact.lastPlace ? undefined : last;
  }

  /** The day on which it was given, where its paper names another. What came under an earlier identity says nothing. */
  #otherDay(
    { businessDate }: IssuedTicket,
    lease: HoldingLease,
    place: Instant,
    takenAt: Instant,
  ): BusinessDate | undefined {
    const { terminal, contact } = this.#parts;
    const heard = [contact.contactBefore, this.#lastPlace].flatMap((at) => at?.getTime() ?? []);
    const isOwn = lease.terminalId === terminal.terminalId && heard.length > 0;
    const heardBefore = isOwn ? Math.max(...heard) : undefined;
    return otherDayOf({ businessDate, place, takenAt, heardBefore }, LARGEST_CLOCK_DIFFERENCE_MS);
  }

  #foretold(ticket: IssuedTicket, queueId: string, place: Instant, day: IntakeDay): Foretold {
    const { hall, forecasts, openCounterIds, now } = this.#parts;
    const priorityClass = ticket.priorityClass ?? 'ordinary';
    const waiting = day.waiting.get(queueId) ?? { ordinary: 0, preferred: 0 };
    const joined = priorityClass === 'ordinary' ? 'ordinary' : 'preferred';
    day.waiting.set(queueId, { ...waiting, [joined]: waiting[joined] + 1 });
    if (now - place > FORETOLD_WITHIN_MS || !day.countedAll) return NOTHING_FORETOLD;
    const ahead = peopleAhead(waiting, priorityClass, hall.priority ?? defaultPriorityPolicy);
    const expected = foretell(hall, forecasts, { queueId, at: place, ahead, openCounterIds });
    return {
      ahead,
      countersOpen: countersServing(hall, queueId, openCounterIds),
      foretoldFrom: expected?.fromMinutes ?? null,
      foretoldMiddle: expected?.middleMinutes ?? null,
      foretoldTo: expected?.toMinutes ?? null,
    };
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
