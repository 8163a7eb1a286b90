import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { positionOf } from './position.ts';
import { callOrder, compareTickets, defaultPriorityPolicy } from './priority.ts';
import { aTicket, policies, someTickets } from './testing/waiting-tickets.ts';

const NOW = Date.parse('2026-11-21T02:00:00Z');
const MINUTE = 60_000;

describe('positionOf', () => {
  const waiting = [
    aTicket('o1', 'ordinary', NOW - 80 * MINUTE),
    aTicket('o2', 'ordinary', NOW - 40 * MINUTE),
    aTicket('o3', 'ordinary', NOW - 30 * MINUTE),
    aTicket('e4', 'elderly', NOW - 20 * MINUTE),
    aTicket('v5', 'veteran', NOW - 10 * MINUTE),
    aTicket('a6', 'appointment', NOW - 5 * MINUTE),
  ];
  const order = callOrder(waiting, { priorityRun: 0 }, defaultPriorityPolicy, NOW);

  it('tells an ordinary citizen who goes before him for priority', () => {
    // o1 (waited long), e4, v5, o2 (turn), a6, o3
    expect(positionOf(order, 'o3')).toEqual({
      nth: 6,
      reason: { kind: 'first-come' },
      before: { earlier: 2, byPriority: 3, byTurn: 0, byAgeing: 0 },
    });
  });

  it('tells one with priority why an ordinary one still goes before him', () => {
    expect(positionOf(order, 'a6')).toEqual({
      nth: 5,
      reason: { kind: 'priority', priorityClass: 'appointment' },
      before: { earlier: 2, byPriority: 0, byTurn: 1, byAgeing: 1 },
    });
  });

  it('knows the next one and knows who is not there', () => {
    expect(positionOf(order, 'o1')).toEqual({
      nth: 1,
      reason: { kind: 'waited-long', minutes: 80 },
      before: { earlier: 0, byPriority: 0, byTurn: 0, byAgeing: 0 },
    });
    expect(positionOf(order, 'gone')).toBeUndefined();
    expect(positionOf([], 'o1')).toBeUndefined();
  });

  it('accounts for everybody who goes before, and by priority only for such as came later', () => {
    fc.assert(
      fc.property(someTickets(NOW, 30), policies, (tickets, policy) => {
        const all = callOrder(tickets, { priorityRun: 0 }, policy, NOW);
        for (const [index, { ticket }] of all.entries()) {
          const position = positionOf(all, ticket.ticketId);
          if (!position) throw new Error('it waits and has no position');
          const { earlier, byPriority, byTurn, byAgeing } = position.before;
          expect(position.nth).toBe(index + 1);
          expect(earlier + byPriority + byTurn + byAgeing).toBe(index);
          const later = all.slice(0, index).filter((other) => compareTickets(other.ticket, ticket) > 0);
          expect(byPriority).toBe(later.length);
          expect(ticket.priorityClass === 'ordinary' ? byTurn + byAgeing : byPriority).toBe(0);
        }
      }),
    );
  });
});
