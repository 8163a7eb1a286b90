import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  callOrder,
  compareTickets,
  defaultPriorityPolicy,
  type PriorityPolicy,
  priorityClasses,
  priorityOfAge,
  type WaitingTicket,
} from './priority.ts';
import { aTicket, policies, someTickets } from './testing/waiting-tickets.ts';

const NOW = Date.parse('2026-11-21T02:00:00Z');
const MINUTE = 60_000;
const FRESH = { priorityRun: 0 };
const names = (order: readonly { readonly ticket: WaitingTicket }[]) =>
  order.map(({ ticket }) => ticket.ticketId);

/** `o1 o2 e3` → tickets that came a minute after each other, the last a minute ago: o = ordinary, e = elderly. */
function line(text: string): WaitingTicket[] {
  const given = text.split(' ');
  return given.map((ticketId, index) =>
    aTicket(
      ticketId,
      ticketId.startsWith('e') ? 'elderly' : 'ordinary',
      NOW - (given.length - index) * MINUTE,
    ),
  );
}

describe('callOrder', () => {
  it('lets two priority tickets go before each ordinary one, and says why', () => {
    const order = callOrder(line('o1 o2 o3 e4 e5 e6'), FRESH, defaultPriorityPolicy, NOW);
    expect(order.map(({ ticket, reason }) => [ticket.ticketId, reason.kind])).toEqual([
      ['e4', 'priority'],
      ['e5', 'priority'],
      ['o1', 'turn-of-ordinary'],
      ['e6', 'priority'],
      ['o2', 'first-come'],
      ['o3', 'first-come'],
    ]);
    expect(order[0]?.reason).toEqual({ kind: 'priority', priorityClass: 'elderly' });
  });

  it('goes on where the calls before have left off', () => {
    const order = callOrder(line('o1 e2 e3'), { priorityRun: 2 }, defaultPriorityPolicy, NOW);
    expect(names(order)).toEqual(['o1', 'e2', 'e3']);
  });

  it('does not praise priority where nobody is overtaken', () => {
    const [first] = callOrder(line('e1 o2'), FRESH, defaultPriorityPolicy, NOW);
    expect(first).toMatchObject({ ticket: { ticketId: 'e1' }, reason: { kind: 'first-come' } });
  });

  it('lets go by time alone who has waited longer than the ageing, not who has waited just as long', () => {
    const waiting = [
      aTicket('o1', 'ordinary', NOW - 61.5 * MINUTE),
      aTicket('o2', 'ordinary', NOW - 60 * MINUTE),
      aTicket('e3', 'elderly', NOW - MINUTE),
    ];
    const order = callOrder(waiting, FRESH, defaultPriorityPolicy, NOW);
    expect(names(order)).toEqual(['o1', 'e3', 'o2']);
    expect(order[0]?.reason).toEqual({ kind: 'waited-long', minutes: 61 });
  });

  it('lets no ordinary ticket go before a priority ticket that came earlier', () => {
    const order = callOrder(line('e1 o2 e3'), { priorityRun: 5 }, defaultPriorityPolicy, NOW);
    expect(names(order)).toEqual(['e1', 'o2', 'e3']);
  });

  it('does not count a priority ticket that would have been next anyway', () => {
    const order = callOrder(line('e1 e2 o3 e4 e5 e6'), FRESH, defaultPriorityPolicy, NOW);
    expect(names(order)).toEqual(['e1', 'e2', 'e4', 'e5', 'o3', 'e6']);
  });

  it('knows no priority when none may go first', () => {
    const policy = { ...defaultPriorityPolicy, prioritiesPerOrdinary: 0 };
    const order = callOrder(line('o1 e2 o3'), { priorityRun: 9 }, policy, NOW);
    expect(names(order)).toEqual(['o1', 'e2', 'o3']);
    expect(order.map(({ reason }) => reason.kind)).toEqual(['first-come', 'first-come', 'first-come']);
  });

  it('puts tickets of the same instant in the order in which they were taken, then by name', () => {
    const waiting = [
      aTicket('t1', 'ordinary', NOW, 2),
      aTicket('t3', 'ordinary', NOW, 1),
      aTicket('t2', 'ordinary', NOW, 1),
    ];
    expect(names(callOrder(waiting, FRESH, defaultPriorityPolicy, NOW))).toEqual(['t2', 't3', 't1']);
  });

  it('is empty when nobody waits', () => {
    expect(callOrder([], FRESH, defaultPriorityPolicy, NOW)).toEqual([]);
  });

  it('is a permutation that does not depend on the order in which the waiting are listed', () => {
    fc.assert(
      fc.property(
        someTickets(NOW, 40).chain((tickets) =>
          fc.tuple(fc.constant(tickets), fc.shuffledSubarray(tickets, { minLength: tickets.length })),
        ),
        policies,
        fc.nat({ max: 6 }),
        ([tickets, shuffled], policy, priorityRun) => {
          const order = names(callOrder(tickets, { priorityRun }, policy, NOW));
          expect(order.toSorted()).toEqual(tickets.map(({ ticketId }) => ticketId).toSorted());
          expect(names(callOrder(shuffled, { priorityRun }, policy, NOW))).toEqual(order);
        },
      ),
    );
  });

  it('keeps each kind in the order of time, and all whose time is up before the others', () => {
    fc.assert(
      fc.property(someTickets(NOW, 40), policies, (tickets, policy) => {
        const order = callOrder(tickets, FRESH, policy, NOW).map(({ ticket }) => ticket);
        const inTime = (some: readonly WaitingTicket[]) =>
          expect(some).toEqual(some.toSorted(compareTickets));
        inTime(order.filter(({ priorityClass }) => priorityClass === 'ordinary'));
        inTime(order.filter(({ priorityClass }) => priorityClass !== 'ordinary'));
        const aged = tickets.filter(({ place }) => NOW - place > policy.ageingMinutes * MINUTE);
        expect(order.slice(0, aged.length)).toEqual(aged.toSorted(compareTickets));
      }),
    );
  });

  it('never puts anybody back for having become a priority ticket', () => {
    const index = fc.nat({ max: 39 });
    fc.assert(
      fc.property(someTickets(NOW, 40), index, policies, (tickets, which, policy) => {
        const chosen = tickets[which % Math.max(1, tickets.length)];
        if (!chosen) return;
        const place = (priorityClass: WaitingTicket['priorityClass']) =>
          names(
            callOrder(
              tickets.map((ticket) => (ticket === chosen ? { ...ticket, priorityClass } : ticket)),
              FRESH,
              policy,
              NOW,
            ),
          ).indexOf(chosen.ticketId);
        expect(place('disabled')).toBeLessThanOrEqual(place('ordinary'));
      }),
    );
  });

  it('takes ten thousand in hand without looking at each again for each', () => {
    let looks = 0;
    const counted = Array.from({ length: 10_000 }, (_, index): WaitingTicket => {
      const place = NOW - ((index * 7919) % 10_007) * 400;
      return {
        ...aTicket(`t${index}`, priorityClasses[index % 6] ?? 'ordinary', place),
        get place() {
          looks += 1;
          return place;
        },
      };
    });
    const order = callOrder(counted, FRESH, defaultPriorityPolicy, NOW);
    expect(new Set(names(order)).size).toBe(10_000);
    expect(looks).toBeLessThan(10_000 * 14 * 6);
  });
});

describe('priorityOfAge', () => {
  const policy: Pick<PriorityPolicy, 'elderlyAge'> = { elderlyAge: 60 };

  it('begins on the sixtieth birthday', () => {
    expect(priorityOfAge('1966-11-22', '2026-11-21', policy)).toBeUndefined();
    expect(priorityOfAge('1966-11-21', '2026-11-21', policy)).toBe('elderly');
    expect(priorityOfAge('1931-01-01', '2026-11-21', policy)).toBe('elderly');
    expect(priorityOfAge('2026-11-21', '2026-11-21', policy)).toBeUndefined();
  });

  it('gives a leap day its birthday on 1 March in other years', () => {
    const at65 = { elderlyAge: 65 };
    expect(priorityOfAge('1960-02-29', '2025-02-28', at65)).toBeUndefined();
    expect(priorityOfAge('1960-02-29', '2025-03-01', at65)).toBe('elderly');
    expect(priorityOfAge('1960-02-29', '2020-02-29', policy)).toBe('elderly');
  });

  it('says nothing of what is no date', () => {
    for (const text of ['', '19660101', '1966-1-1', 'abcd-ef-gh'])
      expect(priorityOfAge(text, '2026-11-21', policy)).toBeUndefined();
  });
});
