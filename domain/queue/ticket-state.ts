import { err, ok, type Result } from 'neverthrow';
import type { Instant } from '../time/clock.ts';

/**
 * - `held`: put aside at a counter, to be called again (a copy is missing, a form is being filled in).
 * - `no-show`: called in vain; may be reinstated until the day ends.
 * - `finished`, `cancelled`, `closed` (the hall or the day ended first) are ends; nothing leads out of them.
 * - `merged`: goes with another number of the same person, is called and served as that one, and ends with it.
 */
export const deskTicketStates = [
  'waiting',
  'called',
  'serving',
  'held',
  'no-show',
  'finished',
  'cancelled',
  'closed',
  'merged',
] as const;
export type DeskTicketState = (typeof deskTicketStates)[number];

/** What can be merged into another number, and what it comes back to. */
const mergeableStates = ['waiting', 'held', 'no-show'] as const;
export type MergeableState = (typeof mergeableStates)[number];

/** What an early closing of the hall ends, and what it comes back to when that is taken back. */
export const closableStates = ['waiting', 'held', 'no-show'] as const;
export type ClosableState = (typeof closableStates)[number];

/** The number that another goes with. */
export type LeadingTicket = Pick<DeskTicket, 'state' | 'counterId'> & { readonly ticketId: string };

export type DeskTicket = {
  readonly state: DeskTicketState;
  readonly queueId: string;
  /** Set while `called`, `serving` or `held`, and of a `finished` ticket who finished it; else null. */
  readonly counterId: string | null;
  /** How often it was called since it last waited or was held. */
  readonly calls: number;
  /** Its place in the order of the waiting (`WaitingTicket.place`). */
  readonly place: Instant;
  /** Set while it is `merged`: into which ticket, and out of which state. */
  readonly merged: { readonly into: string; readonly from: MergeableState } | null;
};

export type TicketAction =
  | { readonly kind: 'call'; readonly counterId: string }
  | { readonly kind: 'recall' }
  | { readonly kind: 'serve' }
  | { readonly kind: 'hold' }
  | { readonly kind: 'resume'; readonly counterId: string }
  | { readonly kind: 'no-show' }
  | { readonly kind: 'reinstate'; readonly place: Instant }
  | { readonly kind: 'transfer'; readonly queueId: string }
  | { readonly kind: 'finish' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'close' }
  | { readonly kind: 'merge'; readonly into: LeadingTicket }
  | { readonly kind: 'unmerge'; readonly from: LeadingTicket };

/** Who acts: a counter, or with null the hall itself (administrator, clock, or the ticket's holder). */
export type ActingCounter = { readonly counterId: string | null };

export type TicketRules = {
  /** A ticket may be given up as no-show only after so many calls. */
  readonly callsBeforeNoShow: number;
};

export type TicketActionError =
  /** The ticket is in a state that knows no such action. */
  | 'WRONG_STATE'
  /** It is another counter's ticket, or the action is a counter's own. */
  | 'OTHER_COUNTER'
  /** It has to be called again before it is given up. */
  | 'CALLS_LEFT';

const from: Record<TicketAction['kind'], readonly DeskTicketState[]> = {
  call: ['waiting'],
  recall: ['called'],
  serve: ['called'],
  hold: ['called', 'serving'],
  resume: ['held'],
  'no-show': ['called'],
  reinstate: ['no-show'],
  transfer: ['waiting', 'called', 'serving', 'held'],
  finish: ['serving'],
  cancel: ['waiting', 'called', 'held', 'no-show'],
  // The day's end also closes what a clerk forgot to finish.
  close: ['waiting', 'called', 'serving', 'held', 'no-show'],
  merge: mergeableStates,
  unmerge: ['merged'],
};

/**
 * The ticket behind an action, or why it may not be. A resumed ticket is called again, by whichever counter resumes
 * it: its holder went aside and has to hear where to come. A transferred ticket keeps its place and waits anew. A
 * merged one comes back to what it was, at the place it had.
 */
export function applyAction(
  ticket: DeskTicket,
  action: TicketAction,
  by: ActingCounter,
  rules: TicketRules,
): Result<DeskTicket, TicketActionError> {
  if (!from[action.kind].includes(ticket.state)) return err('WRONG_STATE');
  if (!mayAct(ticket, action, by)) return err('OTHER_COUNTER');
  switch (action.kind) {
    case 'call':
    case 'resume':
      return ok({ ...ticket, state: 'called', counterId: action.counterId, calls: 1 });
    case 'recall':
      return ok({ ...ticket, calls: ticket.calls + 1 });
    case 'serve':
      return ok({ ...ticket, state: 'serving' });
    case 'hold':
      return ok({ ...ticket, state: 'held', calls: 0 });
    case 'no-show':
      if (ticket.calls < rules.callsBeforeNoShow) return err('CALLS_LEFT');
      return ok({ ...ticket, state: 'no-show', counterId: null });
    case 'reinstate':
      return ok({ ...ticket, state: 'waiting', calls: 0, place: action.place });
    case 'transfer':
      return ok({ ...ticket, state: 'waiting', queueId: action.queueId, counterId: null, calls: 0 });
    case 'finish':
      return ok({ ...ticket, state: 'finished' });
    case 'cancel':
      return ok({ ...ticket, state: 'cancelled', counterId: null });
    case 'close':
      return ok({ ...ticket, state: 'closed', counterId: null });
    case 'merge':
      return merge(ticket, action.into, by);
    case 'unmerge':
      return unmerge(ticket, action.from, by);
  }
}

/** One person with several numbers: whoever has him at the counter takes the others to the one that stands there. */
function merge(
  ticket: DeskTicket,
  into: LeadingTicket,
  by: ActingCounter,
): Result<DeskTicket, TicketActionError> {
  const { state } = ticket;
  if (!isMergeable(state) || !isAtCounter(into)) return err('WRONG_STATE');
  if (by.counterId === null || into.counterId !== by.counterId) return err('OTHER_COUNTER');
  return ok({ ...ticket, state: 'merged', counterId: null, merged: { into: into.ticketId, from: state } });
}

function unmerge(
  ticket: DeskTicket,
  from: LeadingTicket,
  by: ActingCounter,
): Result<DeskTicket, TicketActionError> {
  const { merged } = ticket;
  if (merged?.into !== from.ticketId || !isAtCounter(from)) return err('WRONG_STATE');
  if (by.counterId === null || from.counterId !== by.counterId) return err('OTHER_COUNTER');
  // Only what the same counter had put aside could be merged there.
  const counterId = merged.from === 'held' ? by.counterId : null;
  return ok({ ...ticket, state: merged.from, counterId, merged: null });
}

function isMergeable(state: DeskTicketState): state is MergeableState {
  return mergeableStates.some((each) => each === state);
}

function isAtCounter({ state }: LeadingTicket): boolean {
  return state === 'called' || state === 'serving';
}

/** Whether a ticket has come to an end; a no-show has not, and what was merged may come back. */
export function hasEnded(state: DeskTicketState): boolean {
  return state === 'finished' || state === 'cancelled' || state === 'closed';
}

function mayAct(ticket: DeskTicket, action: TicketAction, by: ActingCounter): boolean {
  switch (action.kind) {
    case 'call':
    case 'resume':
      return by.counterId === action.counterId;
    case 'recall':
    case 'serve':
      return by.counterId === ticket.counterId;
    default:
      // The hall can always free a ticket from a counter that nobody sits at any more.
      return by.counterId === null || ticket.counterId === null || by.counterId === ticket.counterId;
  }
}

/**
 * The place of a no-show who came after all: behind the next `after` of the queue by place, or behind all when fewer
 * wait. Never before the place he had, so that nobody gains by missing his call.
 */
export function reinstatedPlace(
  ticket: Pick<DeskTicket, 'place'>,
  waiting: readonly Pick<DeskTicket, 'place'>[],
  after: number,
  now: Instant,
): Instant {
  const places = waiting.map(({ place }) => place).sort((one, other) => one - other);
  const letPass = Math.max(0, Math.floor(after));
  if (letPass === 0) return ticket.place;
  const last = places[letPass - 1];
  const behindAll = Math.max(now, (places.at(-1) ?? Number.NEGATIVE_INFINITY) + 1);
  return Math.max(ticket.place, last === undefined ? behindAll : last + 1);
}
