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
 * What it promises, for k = `prioritiesPerOrdinary` ≥ 1 and whoever comes later:
 * - Everyone is called behind others of his own kind (ordinary or priority) in the order of their places.
 * - An ordinary ticket with o ordinary ones before it is overtaken by at most k × (o + 1) tickets that came after it.
 * - A priority ticket with p priority ones before it lets at most ⌊p ÷ k⌋ + 1 ordinary ones go first by their turn;
 *   besides these only such as had waited longer than `ageingMinutes`, all of which came before it.
 */
export type PriorityPolicy = {
  /** At most so many priority tickets are called before one ordinary that waits. 0: everybody by time alone. */
  readonly prioritiesPerOrdinary: number;
  /** Who has waited longer than this goes by time alone. */
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

/** How many priority tickets were called one after another while an ordinary one waited; 0 at the day's start. */
export type OrderState = { readonly priorityRun: number };

/** The rule that made a ticket the next one; `first-come` when it would be so without any rule. */
export type OrderReason =
  | { readonly kind: 'first-come' }
  /** It goes before an ordinary ticket that came earlier. */
  | { readonly kind: 'priority'; readonly priorityClass: Preferred }
  /** So many priority tickets went first that it is an ordinary one's turn. */
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
  if (policy.prioritiesPerOrdinary < 1) return byTime.map((ticket) => ({ ticket, reason: FIRST_COME }));
  const ordinaries = byTime.filter((ticket) => !isPreferred(ticket));
  const priorities = byTime.filter(isPreferred);
  const order: Ordered<T>[] = [];
  let run = state;
  let ordinaryIndex = 0;
  let priorityIndex = 0;
  for (;;) {
    const ordinary = ordinaries[ordinaryIndex];
    const priority = priorities[priorityIndex];
    const next = nextOf(ordinary, priority, run, policy, now);
    if (!next) return order;
    order.push(next);
    if (next.ticket === ordinary) ordinaryIndex += 1;
    else priorityIndex += 1;
    run = runAfter(run, next.ticket.priorityClass, ordinaryIndex < ordinaries.length);
  }
}

/**
 * The state behind a call. `ordinaryWaits`: an ordinary ticket is still among the waiting. While none is, priority
 * tickets take nobody's turn and are not counted, so that who comes next is not called out of order for them.
 */
export function runAfter(state: OrderState, called: PriorityClass, ordinaryWaits: boolean): OrderState {
  return { priorityRun: called === 'ordinary' || !ordinaryWaits ? 0 : state.priorityRun + 1 };
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

const FIRST_COME: OrderReason = { kind: 'first-come' };

function isPreferred(ticket: WaitingTicket): boolean {
  return ticket.priorityClass !== 'ordinary';
}

function nextOf<T extends WaitingTicket>(
  ordinary: T | undefined,
  priority: T | undefined,
  state: OrderState,
  policy: PriorityPolicy,
  now: Instant,
): Ordered<T> | undefined {
  const only = ordinary && priority ? undefined : (ordinary ?? priority);
  if (only) return { ticket: only, reason: FIRST_COME };
  if (!ordinary || !priority) return undefined;
  const ordinaryIsOlder = compareTickets(ordinary, priority) < 0;
  const oldest = ordinaryIsOlder ? ordinary : priority;
  const byRatio = state.priorityRun >= policy.prioritiesPerOrdinary ? ordinary : priority;
  const waited = now - oldest.place;
  if (oldest !== byRatio && waited > policy.ageingMinutes * MINUTE_MS)
    return { ticket: oldest, reason: { kind: 'waited-long', minutes: Math.floor(waited / MINUTE_MS) } };
  if (byRatio === ordinary) return { ticket: ordinary, reason: { kind: 'turn-of-ordinary' } };
  return { ticket: priority, reason: ordinaryIsOlder ? priorityReason(priority) : FIRST_COME };
}

function priorityReason({ priorityClass }: WaitingTicket): OrderReason {
  return priorityClass === 'ordinary' ? FIRST_COME : { kind: 'priority', priorityClass };
}
