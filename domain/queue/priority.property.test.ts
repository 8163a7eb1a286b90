import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  callOrder,
  compareTickets,
  defaultPriorityPolicy,
  type OrderState,
  type PriorityClass,
  type PriorityPolicy,
  priorityClasses,
  runAfter,
  type WaitingTicket,
} from './priority.ts';
import { aTicket, policies, someTickets } from './testing/waiting-tickets.ts';

const START = Date.parse('2026-11-21T01:00:00Z');
const MINUTE = 60_000;

/** A hall in which tickets come and are called, and which remembers in which order both happened. */
function createHall(policy: PriorityPolicy) {
  let waiting: readonly WaitingTicket[] = [];
  let state: OrderState = { priorityRun: 0 };
  const calls: WaitingTicket[] = [];
  const callsBefore = new Map<string, number>();
  return {
    come: (ticket: WaitingTicket) => {
      waiting = [...waiting, ticket];
      callsBefore.set(ticket.ticketId, calls.length);
    },
    leave: (which: number) => {
      waiting = waiting.filter((_, index) => index !== which % waiting.length);
    },
    call: (now: number): WaitingTicket | undefined => {
      const [next] = callOrder(waiting, state, policy, now);
      if (!next) return undefined;
      waiting = waiting.filter((ticket) => ticket !== next.ticket);
      state = runAfter(state, next);
      calls.push(next.ticket);
      return next.ticket;
    },
    /** Who was called while this ticket, which was called in the end, waited. */
    calledBefore: (ticket: WaitingTicket) =>
      calls.slice(callsBefore.get(ticket.ticketId), calls.indexOf(ticket)),
    calls,
  };
}

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('come' as const),
      priorityClass: fc.oneof(fc.constant('ordinary' as const), fc.constantFrom(...priorityClasses)),
      // Some were given while the platform was out of reach, and arrive with a place that is past.
      minutesLate: fc.oneof(
        { weight: 4, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.nat({ max: 90 }) },
      ),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('call' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), which: fc.nat({ max: 99 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes: fc.nat({ max: 9 }) }) },
);

describe('the bounds that PriorityPolicy states', () => {
  it('hold for everybody in any day, with late tickets and such as leave', () => {
    let overtakings = 0;
    fc.assert(
      fc.property(policies, fc.array(step, { minLength: 30, maxLength: 150 }), (policy, steps) => {
        const hall = createHall(policy);
        let now = START;
        for (const [index, each] of steps.entries()) {
          if (each.kind === 'wait') now += each.minutes * MINUTE;
          else if (each.kind === 'call') hall.call(now);
          else if (each.kind === 'leave') hall.leave(each.which);
          else hall.come(aTicket(`t${index}`, each.priorityClass, now - each.minutesLate * MINUTE, index));
        }
        while (hall.call(now)) now += MINUTE;
        for (const ticket of hall.calls) {
          const before = hall.calledBefore(ticket);
          const later = before.filter((other) => compareTickets(other, ticket) > 0);
          const ordinaries = before.filter(isOrdinary).length;
          overtakings += later.length;
          expect(later.filter(isOrdinary)).toEqual([]);
          expect(later.length).toBeLessThanOrEqual(
            isOrdinary(ticket) ? policy.prioritiesPerOrdinary * (ordinaries + 1) : 0,
          );
        }
      }),
      { numRuns: 300 },
    );
    expect(overtakings).toBeGreaterThan(300);
  });

  it('hold for the ordinary ones that are called before a priority ticket', () => {
    let turns = 0;
    fc.assert(
      fc.property(someTickets(START, 60), policies, fc.nat({ max: 9 }), (tickets, policy, priorityRun) => {
        const order = callOrder(tickets, { priorityRun }, policy, START);
        for (const [index, { ticket }] of order.entries()) {
          if (isOrdinary(ticket)) continue;
          const before = order.slice(0, index);
          const byTurn = before.filter(({ reason }) => reason.kind === 'turn-of-ordinary').length;
          const priorities = before.filter((other) => !isOrdinary(other.ticket)).length;
          turns += byTurn;
          expect(byTurn).toBeLessThanOrEqual(Math.floor(priorities / policy.prioritiesPerOrdinary) + 1);
          for (const other of before.filter(({ reason }) => reason.kind === 'waited-long'))
            expect(START - other.ticket.place).toBeGreaterThan(policy.ageingMinutes * MINUTE);
        }
      }),
    );
    expect(turns).toBeGreaterThan(50);
  });

  const policyWithoutAgeing = { ...defaultPriorityPolicy, ageingMinutes: Number.POSITIVE_INFINITY };
  const pairs = priorityClasses.flatMap((one) =>
    priorityClasses.map((other): [PriorityClass, PriorityClass] => [one, other]),
  );

  it.each(pairs)('let nobody starve: %s in a flood of %s', (own, flood) => {
    const hall = createHall(policyWithoutAgeing);
    for (let index = 0; index < 5; index += 1) hall.come(aTicket(`before${index}`, own, START + index));
    hall.come(aTicket('own', own, START + 10));
    let calls = 0;
    // More come in than are called.
    for (let called: string | undefined; called !== 'own'; calls += 1) {
      for (const which of [1, 2]) hall.come(aTicket(`flood${calls}-${which}`, flood, START + 20 + calls));
      called = hall.call(START + 20 + calls)?.ticketId;
      if (calls > 100) throw new Error('it starves');
    }
    const overtakers = own === 'ordinary' ? policyWithoutAgeing.prioritiesPerOrdinary * 6 : 0;
    expect(calls).toBeLessThanOrEqual(6 + overtakers);
  });
});

describe('callOrder', () => {
  it('is the order in which calls one after another come out', () => {
    fc.assert(
      fc.property(someTickets(START, 40), policies, (tickets, policy) => {
        const hall = createHall(policy);
        for (const ticket of tickets) hall.come(ticket);
        const order = callOrder(tickets, { priorityRun: 0 }, policy, START).map(({ ticket }) => ticket);
        while (hall.call(START));
        expect(hall.calls).toEqual(order);
      }),
    );
  });
});

function isOrdinary(ticket: WaitingTicket): boolean {
  return ticket.priorityClass === 'ordinary';
}
