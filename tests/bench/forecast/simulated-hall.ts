import {
  callOrder,
  defaultPriorityPolicy,
  type OrderState,
  runAfter,
  type WaitingTicket,
} from '#domain/queue/priority.ts';
import { type Arrival, type Clerk, drawClerk, drawDay, type StaffedCounter } from './drawn-day.ts';
import { counters, DOOR, type QueuePlan, queues, type Span, weekdayLoad } from './hall-plan.ts';
import { type Random, seededRandom } from './random.ts';

/** A ticket as the platform's table would hold it; instants are milliseconds. */
export type SimulatedTicket = {
  readonly queueId: string;
  readonly arrivedAt: number;
  readonly calledAt: number;
  readonly finishedAt: number;
  /** People who would be called before it if nobody came later. */
  readonly ahead: number;
  readonly countersOnArrival: number;
  readonly countersAtCall: number;
  readonly noShow: boolean;
};

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** A Monday, midnight in the hall. */
const FIRST_DAY = Date.parse('2026-11-02T00:00:00+08:00');
const DAYS = 28;
const LONGEST_LINE_MINUTES = 120;

/**
 * A month of a hall, closed at weekends: tickets in the order of their arrival. Called by the rules of the product;
 * staff falls ill, comes late, rests, and changes in the middle of the month. The same seed gives the same month.
 */
export function simulateMonth(seed: number): SimulatedTicket[] {
  const random = seededRandom(seed);
  const staff = counters.map(() => drawClerk(random));
  const newcomers = counters.map((_, index) => (index % 5 === 1 ? drawClerk(random) : undefined));
  const tickets = Array.from({ length: DAYS }, (_, day) => {
    const load = weekdayLoad[day % 7];
    if (load === undefined) return [];
    // Every fifth clerk is replaced by somebody who still learns.
    const clerks = staff.map((clerk, index): Clerk => {
      const newcomer = day < DAYS / 2 ? undefined : newcomers[index];
      return newcomer ? { pace: newcomer.pace * 1.3 } : clerk;
    });
    return simulateDay(random.fork(), FIRST_DAY + day * DAY_MS, load, clerks);
  });
  return tickets.flat().toSorted((one, other) => one.arrivedAt - other.arrivedAt);
}

type Waiting = WaitingTicket & {
  readonly plan: QueuePlan;
  readonly at: number;
  readonly ahead: number;
  readonly countersOpen: number;
};

type Line = { waiting: Waiting[]; state: OrderState };

type Counter = StaffedCounter & {
  state: 'away' | 'busy' | 'idle';
  /** When something ends: a service, a break, the waiting for people when lunch begins. Minutes after midnight. */
  due: number;
  breaksTaken: number;
};

function simulateDay(random: Random, midnight: number, load: number, clerks: readonly Clerk[]) {
  const day = drawDay(random.fork(), load, clerks);
  const desk = day.counters.map(
    (counter): Counter => ({
      ...counter,
      state: 'away',
      due: counter.shifts[0]?.[0] ?? Number.POSITIVE_INFINITY,
      breaksTaken: 0,
    }),
  );
  const lines = new Map(
    queues.map(({ queueId }): [string, Line] => [queueId, { waiting: [], state: { priorityRun: 0 } }]),
  );
  const tickets: SimulatedTicket[] = [];

  const instant = (minutes: number): number => midnight + minutes * MINUTE_MS;
  const openFor = (queueId: string): Counter[] =>
    desk.filter(({ plan, state }) => plan.queueIds.includes(queueId) && state !== 'away');
  const orderOf = ({ waiting, state }: Line, now: number) =>
    callOrder(waiting, state, defaultPriorityPolicy, instant(now));

  function arrive({ plan, at, elderly }: Arrival, tie: number) {
    const line = lines.get(plan.queueId);
    if (!line) return;
    const open = openFor(plan.queueId);
    // Who sees such a line comes another day.
    const lineMinutes = (line.waiting.length * plan.service.mean) / Math.max(1, open.length);
    if (lineMinutes > LONGEST_LINE_MINUTES) return;
    const ticket: WaitingTicket = {
      ticketId: String(tie),
      place: instant(at),
      tie,
      priorityClass: elderly ? 'elderly' : 'ordinary',
    };
    const added = { ...ticket, plan, at, ahead: 0, countersOpen: open.length };
    const order = orderOf({ ...line, waiting: [...line.waiting, added] }, at);
    line.waiting.push({ ...added, ahead: order.findIndex(({ ticket }) => ticket === added) });
    const idle = open.find(({ state }) => state === 'idle');
    if (!idle) return;
    // The clerk has to notice, and to press the button.
    idle.state = 'busy';
    idle.due = at + random.between(0.1, 0.7);
  }

  function callNext(counter: Counter, now: number): boolean {
    const [next] = counter.plan.queueIds
      .flatMap((queueId) => {
        const line = lines.get(queueId);
        const ordered = line && orderOf(line, now)[0];
        return ordered ? [{ line, ordered }] : [];
      })
      .toSorted((one, other) => one.ordered.ticket.place - other.ordered.ticket.place);
    if (!next) return false;
    const { line, ordered } = next;
    const { ticket } = ordered;
    line.waiting = line.waiting.filter((other) => other !== ticket);
    line.state = runAfter(line.state, ordered);
    const noShow = random.chance(Math.min(0.25, 0.03 + (now - ticket.at) * 0.001));
    const minutes = noShow ? random.between(1, 2.5) : serviceMinutes(ticket.plan, counter, now);
    tickets.push({
      queueId: ticket.plan.queueId,
      arrivedAt: ticket.place,
      calledAt: instant(now),
      finishedAt: instant(now + minutes),
      ahead: ticket.ahead,
      countersOnArrival: ticket.countersOpen,
      countersAtCall: openFor(ticket.plan.queueId).length,
      noShow,
    });
    counter.state = 'busy';
    // Papers are put away before the next number is called.
    counter.due = now + minutes + random.between(0.1, 1);
    return true;
  }

  function serviceMinutes({ service }: QueuePlan, { clerk }: Counter, now: number): number {
    const slow = day.slowdown && within(day.slowdown.span, now) ? day.slowdown.factor : 1;
    return random[service.law](service.mean, service.variation) * clerk.pace * slow;
  }

  /** Lunch, break and the end of the shift come before the next call. */
  function decide(counter: Counter, now: number) {
    const { shifts, breaks, breaksTaken } = counter;
    const shift = shifts.find((span) => within(span, now));
    const pause = breaks[breaksTaken];
    const leave = (until: number): void => {
      counter.state = 'away';
      counter.due = until;
    };
    if (shift && pause && pause[0] <= now) {
      counter.breaksTaken += 1;
      leave(now + pause[1] - pause[0]);
      return;
    }
    const later = shifts.find(([from]) => from > now);
    if (!shift && later) {
      leave(later[0]);
      return;
    }
    // Whoever took a number before the door closed is served by those who are there last.
    const mayCall = shift !== undefined || now >= DOOR[1];
    if (mayCall) counter.state = 'busy';
    if (mayCall && callNext(counter, now)) return;
    if (!shift) {
      leave(Number.POSITIVE_INFINITY);
      return;
    }
    counter.state = 'idle';
    counter.due = Math.min(shift[1], pause?.[0] ?? Number.POSITIVE_INFINITY);
  }

  let arrived = 0;
  for (;;) {
    const arrival = day.arrivals[arrived];
    const counter = desk.reduce((one, other) => (other.due < one.due ? other : one));
    if (arrival && arrival.at <= counter.due) {
      arrived += 1;
      arrive(arrival, arrived);
    } else if (counter.due < Number.POSITIVE_INFINITY) decide(counter, counter.due);
    else return tickets;
  }
}

function within([from, to]: Span, at: number): boolean {
  return from <= at && at < to;
}
