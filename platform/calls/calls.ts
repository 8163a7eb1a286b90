import { err, ok, type Result } from 'neverthrow';
import type { Hall } from '#contract/hall.ts';
import {
  applyAction,
  reinstatedPlace,
  type TicketAction,
  type TicketActionError,
} from '#domain/queue/ticket-state.ts';
import type { Clock, Instant } from '#domain/time/clock.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import type { Database, DatabaseTransaction } from '../database/database.ts';
import { inTransaction } from '../database/transaction.ts';
import { closeInClosedHall } from '../halls/early-closing.ts';
import { findClosedDay } from '../halls/hall-days-store.ts';
import type { TicketNow } from '../live/hall-state.ts';
import { findSeat, hasTicketAt } from '../staff/counters-store.ts';
import { lockTickets } from '../tickets/tickets-lock.ts';
import {
  beginAction,
  findLeading,
  findTicketOfAction,
  moveMerged,
  saveChange,
  selectFirstPlaces,
  selectMergedInto,
} from './calls-store.ts';
import { inTurn, lockQueue } from './queue-lock.ts';
import { rulesOf } from './ticket-rules.ts';

/** Who comes back after his call is let in behind so many of his queue. */
const REINSTATED_BEHIND = 3;

/** What a clerk does with a ticket that is named. */
export type DeskAction =
  | { readonly kind: Exclude<TicketAction['kind'], 'transfer' | 'cancel' | 'close' | 'merge' | 'unmerge'> }
  | { readonly kind: 'transfer'; readonly queueId: string }
  /** With the ticket at the counter. */
  | { readonly kind: 'merge' | 'unmerge'; readonly leadingId: string };

export type ActionRefusal =
  | 'COUNTER_CLOSED'
  | 'COUNTER_BUSY'
  | 'TICKET_UNKNOWN'
  | 'TICKET_STATE'
  | 'TICKET_ELSEWHERE'
  | 'CALLS_LEFT'
  | 'QUEUE_UNKNOWN';

export type Actor = {
  readonly hallId: string;
  readonly staffId: string;
  /** Where he sat when the request came. */
  readonly counterId: string | null;
  readonly counterState: 'open' | 'break' | null;
};
export type Target = { readonly actionKey: string; readonly ticketId: string };

const refusals = {
  WRONG_STATE: 'TICKET_STATE',
  OTHER_COUNTER: 'TICKET_ELSEWHERE',
  CALLS_LEFT: 'CALLS_LEFT',
} as const satisfies Record<TicketActionError, ActionRefusal>;

/** Does what a clerk asks of a ticket, once for each key; the answer is the ticket as it stands then. */
export async function actOnTicket(
  database: Database,
  clock: Clock,
  hall: Hall,
  actor: Actor,
  target: Target,
  action: DeskAction,
): Promise<Result<TicketNow, ActionRefusal>> {
  const isInTurn = bringsToCounter(action) || action.kind === 'reinstate' || isMerging(action);
  const act = () =>
    inTransaction(database, async (transaction) => {
      if (isInTurn) await lockQueue(transaction, actor.hallId);
      const asked = { hall, actor, target, action, now: clock.now() };
      await lockChanged(transaction, asked);
      return takeAction(transaction, asked);
    });
  return isInTurn ? inTurn(actor.hallId, act) : act();
}

type Asked = {
  readonly hall: Hall;
  readonly actor: Actor;
  readonly target: Target;
  readonly action: DeskAction;
  readonly now: Instant;
};

/** What had been merged into a ticket that is merged itself is changed with it. */
async function lockChanged(
  transaction: DatabaseTransaction,
  { actor: { hallId }, target: { ticketId }, action, now }: Asked,
): Promise<void> {
  if (!isMerging(action)) return;
  const day = { hallId, businessDate: businessDateAt(now) };
  const along = action.kind === 'merge' ? await selectMergedInto(transaction, day, ticketId) : [];
  await lockTickets(transaction, hallId, [ticketId, action.leadingId, ...along]);
}

async function takeAction(
  transaction: DatabaseTransaction,
  asked: Asked,
): Promise<Result<TicketNow, ActionRefusal>> {
  const { hall, actor, target, action, now } = asked;
  const { hallId, staffId } = actor;
  const { kind } = action;
  const { actionKey, ticketId } = target;
  const at = new Date(now);
  const begun = { hallId, actionKey, staffId, kind, ticketId, doneAt: at };
  const { ticket: before, isNew } = await beginAction(transaction, begun);
  if (!isNew) {
    const done = await findTicketOfAction(transaction, { hallId, actionKey }, samePress(kind));
    return done?.ticketId === ticketId ? ok(done) : err('TICKET_STATE');
  }
  if (!before) return err('TICKET_UNKNOWN');
  const today = businessDateAt(now);
  // What was left from an earlier day can still be finished, and nothing else.
  if (before.businessDate !== today && kind !== 'finish') return err('TICKET_STATE');
  // The seat that the session was found with is good enough for what stands there; who is brought there needs it now.
  const seat = bringsToCounter(action) ? await findSeat(transaction, actor) : seatOf(actor);
  if (seat?.state !== 'open') return err('COUNTER_CLOSED');
  const { counterId } = seat;
  const step = await stepOf(transaction, asked, before, counterId);
  if (step.isErr()) return err(step.error);
  const next = applyAction(before, step.value, { counterId }, rulesOf(hall));
  if (next.isErr()) return err(refusals[next.error]);
  if (bringsToCounter(action) && (await hasTicketAt(transaction, hallId, today, counterId))) {
    return err('COUNTER_BUSY');
  }
  const after = { ...before, ...next.value, ...timesAfter(before, kind, now) };
  const toQueueId = action.kind === 'transfer' ? action.queueId : null;
  const withTicketId = isMerging(action) ? action.leadingId : null;
  await saveChange(transaction, { hallId, after, kind, counterId, staffId, at, toQueueId, withTicketId });
  if (action.kind === 'merge') {
    await moveMerged(
      transaction,
      { hallId, businessDate: today },
      { from: ticketId, into: action.leadingId },
    );
  }
  if (putsAside(action) && (await closeInClosedHall(transaction, hall, now, { ticketId, staffId }))) {
    return ok({ ...after, state: 'closed', counterId: null });
  }
  return ok(after);
}

/** The action in the words of the rules. */
async function stepOf(
  transaction: DatabaseTransaction,
  { hall, action, now }: Asked,
  { businessDate, queueId, place }: TicketNow,
  counterId: string,
): Promise<Result<TicketAction, 'QUEUE_UNKNOWN' | 'TICKET_STATE' | 'TICKET_UNKNOWN'>> {
  switch (action.kind) {
    case 'call':
    case 'resume':
      return ok({ kind: action.kind, counterId });
    case 'transfer': {
      const known = hall.queues.some((queue) => queue.queueId === action.queueId);
      return known ? ok(action) : err('QUEUE_UNKNOWN');
    }
    case 'reinstate': {
      // Who waits in a hall that has closed is called by nobody.
      if (await findClosedDay(transaction, hall.hallId, businessDate)) return err('TICKET_STATE');
      const queue = { hallId: hall.hallId, businessDate, queueId };
      const first = await selectFirstPlaces(transaction, queue, REINSTATED_BEHIND);
      return ok({ kind: 'reinstate', place: reinstatedPlace({ place }, first, REINSTATED_BEHIND, now) });
    }
    case 'merge':
    case 'unmerge': {
      const leading = await findLeading(transaction, hall.hallId, action.leadingId);
      if (!leading) return err('TICKET_UNKNOWN');
      // What is still served since yesterday is ended, and takes nothing of today along.
      if (leading.businessDate !== businessDate) return err('TICKET_STATE');
      return ok(
        action.kind === 'merge' ? { kind: 'merge', into: leading } : { kind: 'unmerge', from: leading },
      );
    }
    default:
      return ok({ kind: action.kind });
  }
}

function timesAfter(
  { calledAt, servingSince }: TicketNow,
  kind: DeskAction['kind'],
  now: Instant,
): Pick<TicketNow, 'calledAt' | 'servingSince'> {
  switch (kind) {
    case 'call':
    case 'resume':
    case 'recall':
      return { calledAt: now, servingSince: null };
    case 'serve':
      return { calledAt, servingSince: now };
    case 'finish':
    case 'no-show':
    case 'merge':
    case 'unmerge':
      return { calledAt, servingSince };
    default:
      return { calledAt: null, servingSince: null };
  }
}

function seatOf({ counterId, counterState: state }: Actor) {
  return counterId === null ? undefined : { counterId, state };
}

type Merging = Extract<DeskAction, { readonly kind: 'merge' | 'unmerge' }>;

function isMerging(action: DeskAction): action is Merging {
  return action.kind === 'merge' || action.kind === 'unmerge';
}

/** From the counter, where only the hall could bring it back to. */
function putsAside({ kind }: DeskAction): boolean {
  return kind === 'hold' || kind === 'no-show';
}

function bringsToCounter({ kind }: DeskAction): boolean {
  return kind === 'call' || kind === 'resume';
}

/** A number of choice is called or, put aside meanwhile, taken up again: it is the same press of the same button. */
function samePress(kind: DeskAction['kind']): readonly DeskAction['kind'][] {
  return kind === 'call' || kind === 'resume' ? ['call', 'resume'] : [kind];
}
