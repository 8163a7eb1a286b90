import type { Instant } from '../time/clock.ts';
import type { BusinessDate } from '../time/hall-time.ts';

/** veteran = 军人、退役军人; appointment = came in the time that was booked. */
export const priorityClasses = [
  'ordinary',
  'appointment',
  'elderly',
  'disabled',
  'pregnant',
  'veteran',
] as const;
export type PriorityClass = (typeof priorityClasses)[number];
type Preferred = Exclude<PriorityClass, 'ordinary'>;

/**
 * How much priority may weigh (Q4).
 *
 * The rule: the one who came first is called, but a priority ticket may go before ordinary ones that came earlier, so
 * many times until the first of these has its turn. For k = `prioritiesPerOrdinary` it promises, whoever comes later:
 * - An ordinary ticket with o ordinary ones before it is overtaken by at most k × (o + 1) others.
 * - A priority ticket is overtaken by nobody. With p priority ones before it, at most ⌊p ÷ k⌋ + 1 of the ordinary ones
 *   that came earlier have their turn first, besides those that have waited longer than `ageingMinutes`.
 */
export type PriorityPolicy = {
  /** So many priority tickets may go before ordinary ones that came earlier until one of these has its turn. */
  readonly prioritiesPerOrdinary: number;
  /** Nobody may go before who has waited longer than this. Where all have, priority weighs nothing any more. */
  readonly ageingMinutes: number;
  /** Full years from which a person counts as elderly. */
  readonly elderlyAge: number;
};

/** Elderly from 60: 老年人权益保障法, article 2. Ratio and ageing are ours; the hall sets its own. */
export const defaultPriorityPolicy: PriorityPolicy = {
  prioritiesPerOrdinary: 2,
  ageingMinutes: 60,
  elderlyAge: 60,
};

export type WaitingTicket = {
  readonly ticketId: string;
  readonly priorityClass: PriorityClass;
  /** When it came, by merged order (`mergedPlace`). */
  readonly place: Instant;
  /** Decides between equal places: the order in which the platform took them. */
  readonly tie: number;
};

/** How many priority tickets went before earlier ordinary ones since the last ordinary was called; 0 as the day begins. */
export type OrderState = { readonly priorityRun: number };

/** The rule that made a ticket the next one; `first-come` when it would be so without any rule. */
export type OrderReason =
  | { readonly kind: 'first-come' }
  /** It goes before an ordinary ticket that came earlier. */
  | { readonly kind: 'priority'; readonly priorityClass: Preferred }
  /** An ordinary one that came first, and that so many have overtaken that it is its turn. */
  | { readonly kind: 'turn-of-ordinary' }
  /** It has waited longer than `ageingMinutes`; `minutes` are full ones. */
  | { readonly kind: 'waited-long'; readonly minutes: number };

export type Ordered<T extends WaitingTicket> = { readonly ticket: T; readonly reason: OrderReason };

const MINUTE_MS = 60_000;

/**
 * The whole order in which the waiting would be called if nobody came or left and no time passed; first = next.
 * In O(n log n). `waiting` is whatever a counter may call from, and `state` what `runAfter` made of its calls.
 */
export function callOrder<T extends WaitingTicket>(
  waiting: readonly T[],
  state: OrderState,
  policy: PriorityPolicy,
  now: Instant,
): readonly Ordered<T>[] {
  const byTime = [...waiting].sort(compareTickets);
  const ordinaries = byTime.filter((ticket) => !isPreferred(ticket));
  const priorities = byTime.filter(isPreferred);
  const order: Ordered<T>[] = [];
  let run = state;
  let ordinaryIndex = 0;
  let priorityIndex = 0;
  for (;;) {
    const ordinary = ordinaries[ordinaryIndex];
    const next = nextOf(ordinary, priorities[priorityIndex], run, policy, now);
    if (!next) return order;
    order.push(next);
    if (next.ticket === ordinary) ordinaryIndex += 1;
    else priorityIndex += 1;
    run = runAfter(run, next);
  }
}

/**
 * The state behind a call of the first in the order. A ticket that a clerk picks by number does not go through here: it
 * must not use up anybody's turn. Where each counter keeps a state of its own, what `PriorityPolicy` promises holds for
 * the calls of each.
 */
export function runAfter(state: OrderState, { ticket, reason }: Ordered<WaitingTicket>): OrderState {
  if (ticket.priorityClass === 'ordinary') return { priorityRun: 0 };
  // Who came first anyway took nobody's turn.
  return reason.kind === 'priority' ? { priorityRun: state.priorityRun + 1 } : state;
}

/** By place, then by arrival, then by name: the same everywhere for the same tickets. */
export function compareTickets(one: WaitingTicket, other: WaitingTicket): number {
  return (
    one.place - other.place ||
    one.tie - other.tie ||
    (one.ticketId < other.ticketId ? -1 : Number(one.ticketId > other.ticketId))
  );
}

/** 'elderly' from the birthday on that completes `elderlyAge` years; of a 29 February, from 1 March in other years. */
export function priorityOfAge(
  birthDate: string,
  on: BusinessDate,
  policy: Pick<PriorityPolicy, 'elderlyAge'>,
): 'elderly' | undefined {
  const [, year, monthAndDay] = /^(\d{4})(-\d{2}-\d{2})$/.exec(birthDate) ?? [];
  if (year === undefined || monthAndDay === undefined) return undefined;
  const birthday = `${String(Number(year) + policy.elderlyAge).padStart(4, '0')}${monthAndDay}`;
  return birthday <= on ? 'elderly' : undefined;
}

function isPreferred<T extends WaitingTicket>(
  ticket: T,
): ticket is T & { readonly priorityClass: Preferred } {
  return ticket.priorityClass !== 'ordinary';
}

function nextOf<T extends WaitingTicket>(
  ordinary: T | undefined,
  priority: (T & { readonly priorityClass: Preferred }) | undefined,
  state: OrderState,
  policy: PriorityPolicy,
  now: Instant,
): Ordered<T> | undefined {
  const first = !ordinary || (priority && compareTickets(priority, ordinary) < 0) ? priority : ordinary;
  if (!first) return undefined;
  const { prioritiesPerOrdinary, ageingMinutes } = policy;
  if (first === priority || !priority || prioritiesPerOrdinary < 1)
    return { ticket: first, reason: { kind: 'first-come' } };
  if (state.priorityRun >= prioritiesPerOrdinary)
    return { ticket: first, reason: { kind: 'turn-of-ordinary' } };
  const waited = now - first.place;
  if (waited > ageingMinutes * MINUTE_MS)
    return { ticket: first, reason: { kind: 'waited-long', minutes: Math.floor(waited / MINUTE_MS) } };
  return { ticket: priority, reason: { kind: 'priority', priorityClass: priority.priorityClass } };
}
