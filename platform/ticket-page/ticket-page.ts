import { err, ok, type Result } from 'neverthrow';
import type { FollowUpView } from '#contract/desk/board.ts';
import { applyAction, type DeskTicketState } from '#domain/queue/ticket-state.ts';
import type { Clock } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { stateNow } from '../appointments/appointments.ts';
import { appointmentInsteadOf } from '../appointments/appointments-found-store.ts';
import { movedOf } from '../appointments/appointments-of.ts';
import { codeHashOf } from '../appointments/codes.ts';
import { inQueue } from '../calls/queue-lock.ts';
import { rulesOf } from '../calls/ticket-rules.ts';
import type { Database } from '../database/database.ts';
import { knownForecasts } from '../forecast/forecast.ts';
import { formerParts } from '../live/former-parts.ts';
import { type HallNames, hallNames } from '../live/hall-names.ts';
import type { HallState, TicketNow } from '../live/hall-state.ts';
import { publishedHall } from '../live/published-halls.ts';
import { cancelFollowed } from '../tickets/tickets-store.ts';
import { expectation } from './ticket-expectation.ts';
import { type FollowedTicket, findFollowed, findTicketByCode, lockTicket } from './ticket-page-store.ts';

/** The ticket whose paper carries a token. */
export function followedTicket(database: Database, token: string): Promise<FollowedTicket | undefined> {
  return findTicketByCode(database, codeHashOf(`MSB1:${token}`));
}

/** What a phone shows of a ticket, by the hall's state in memory and, once the ticket has ended, by the database. */
export async function followUpView(
  database: Database,
  state: HallState,
  followed: FollowedTicket,
): Promise<FollowUpView> {
  const { hall } = state;
  const own = ticketIn(state, followed.ticketId);
  const into = own ? (own.merged?.into ?? null) : followed.mergedInto;
  const now = into === null ? own : ticketIn(state, into);
  const standing = into === null || now ? followed : await findFollowed(database, followed.hallId, into);
  const leading = into === null ? undefined : (now ?? standing);
  const named = leading ? [followed, leading] : [followed];
  const names = hallNames(hall, await formerParts(database, hall, named));
  const shown = {
    at: new Date(state.at).toISOString(),
    hallName: hall.name,
    label: labelOf(names, followed),
    serviceName: names.serviceName(followed.serviceId),
    ...NOTHING_MORE,
    goesWith: leading ? labelOf(names, leading) : null,
  };
  if (!now) return { ...shown, ...(await ended(database, state, unmerged(standing ?? followed))) };
  const counter = hall.counters.find(({ counterId }) => counterId === now.counterId);
  const isCalled = now.state === 'called' || now.state === 'serving';
  return {
    ...shown,
    state: unmerged(now).state,
    reopenedAt: reopenedSince(state, now),
    counterLabel: isCalled ? (counter?.label ?? null) : null,
    calledAt: now.state === 'called' && now.calledAt !== null ? new Date(now.calledAt).toISOString() : null,
    ...(now.state === 'waiting' && expectation(state, await knownForecasts(database, hall.hallId), now)),
  };
}

/** Whether the hall's state in memory says how a ticket stands, or the one that it goes with. */
export function isFollowedIn(state: HallState, ticketId: string): boolean {
  const own = ticketIn(state, ticketId);
  return own !== undefined && (own.merged === null || ticketIn(state, own.merged.into) !== undefined);
}

function ticketIn({ tickets }: HallState, ticketId: string): TicketNow | undefined {
  return tickets.find((ticket) => ticket.ticketId === ticketId);
}

function labelOf(names: HallNames, ticket: FollowedTicket | TicketNow): string {
  const number = 'ticketNumber' in ticket ? ticket.ticketNumber : ticket.number;
  return names.label({ firstQueueId: ticket.firstQueueId, number });
}

type Unmerged<T extends { readonly state: DeskTicketState }> = Omit<T, 'state'> & {
  readonly state: Exclude<DeskTicketState, 'merged'>;
};

/** Numbers are merged into one that is not merged itself; for the moment in which that changes it waits. */
function unmerged<T extends { readonly state: DeskTicketState }>(ticket: T): Unmerged<T> {
  return { ...ticket, state: ticket.state === 'merged' ? 'waiting' : ticket.state };
}

/** Its holder may have been told that it is called no more. */
function reopenedSince({ reopenedAt }: HallState, { state, place }: TicketNow): string | null {
  const isToBeCalled = state === 'waiting' || state === 'held' || state === 'no-show';
  return isToBeCalled && reopenedAt !== null && place < reopenedAt
    ? new Date(reopenedAt).toISOString()
    : null;
}

const NOTHING_MORE = {
  reopenedAt: null,
  ahead: null,
  isNext: false,
  before: null,
  fromMinutes: null,
  toMinutes: null,
  counterLabel: null,
  calledAt: null,
  goesWith: null,
  appointment: null,
};

/** Of a ticket that is not among those of today: it has ended, is of another day, or came just now. */
async function ended(
  database: Database,
  { at, hall }: HallState,
  { hallId, ticketId, businessDate, state }: Unmerged<FollowedTicket>,
): Promise<Pick<FollowUpView, 'state' | 'appointment'>> {
  // Who did not come when his number was called once more, behind a closing that was taken back, has his time again.
  const isUnserved = state === 'closed' || state === 'no-show';
  const given = isUnserved ? await appointmentInsteadOf(database, hallId, ticketId) : undefined;
  const isToCome = given !== undefined && stateNow(given, hall, at) === 'booked';
  const appointment = isToCome
    ? { from: given.fromAt.toISOString(), to: given.toAt.toISOString(), moved: movedOf(given) }
    : null;
  const today = businessDateAt(at);
  // Of a day to come and closed: its terminal's clock was ahead, and a new number is what its holder needs as well.
  const isOfAnotherDay = businessDate < today || (businessDate > today && state === 'closed');
  if (isToCome) return { state: 'closed', appointment };
  return { state: isOfAnotherDay ? 'past' : state, appointment };
}

export type CancelRefusal = 'TICKET_UNKNOWN' | 'TICKET_STATE';

/** Gives the place back. Of a ticket that was given back before, it changes nothing. Returns the hall. */
export async function cancelByToken(
  database: Database,
  clock: Clock,
  token: string,
): Promise<Result<string, CancelRefusal>> {
  const followed = await followedTicket(database, token);
  const hall = followed && (await publishedHall(database, followed.hallId));
  if (!followed || !hall) return err('TICKET_UNKNOWN');
  const { hallId, ticketId } = followed;
  return inQueue(database, hallId, async (transaction) => {
    const ticket = await lockTicket(transaction, hallId, ticketId);
    if (!ticket) return err('TICKET_UNKNOWN');
    if (ticket.state === 'cancelled') return ok(hallId);
    const isPast = ticket.businessDate < businessDateAt(clock.now());
    const cancelled = applyAction(
      { ...ticket, merged: null },
      { kind: 'cancel' },
      { counterId: null },
      rulesOf(hall),
    );
    if (isPast || cancelled.isErr()) return err('TICKET_STATE');
    await cancelFollowed(transaction, hall, ticketId, new Date(clock.now()));
    return ok(hallId);
  });
}
