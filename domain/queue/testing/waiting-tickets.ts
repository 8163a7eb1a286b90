import fc from 'fast-check';
import type { Instant } from '../../time/clock.ts';
import { type PriorityClass, type PriorityPolicy, priorityClasses, type WaitingTicket } from '../priority.ts';

export function aTicket(
  ticketId: string,
  priorityClass: PriorityClass,
  place: Instant,
  tie = 0,
): WaitingTicket {
  return { ticketId, priorityClass, place, tie };
}

export const policies: fc.Arbitrary<PriorityPolicy> = fc.record({
  prioritiesPerOrdinary: fc.integer({ min: 1, max: 5 }),
  ageingMinutes: fc.integer({ min: 1, max: 150 }),
  elderlyAge: fc.constant(60),
});

/** Half of them ordinary, over the last 90 minutes, many in the same minute and some of them in the same turn. */
export function someTickets(now: Instant, maxLength: number): fc.Arbitrary<WaitingTicket[]> {
  const drawn = fc.record({
    priorityClass: fc.oneof(fc.constant('ordinary' as const), fc.constantFrom(...priorityClasses)),
    minutesAgo: fc.nat({ max: 90 }),
    tie: fc.nat({ max: 2 }),
  });
  return fc
    .array(drawn, { maxLength })
    .map((all) =>
      all.map(({ priorityClass, minutesAgo, tie }, index) =>
        aTicket(`t${index}`, priorityClass, now - minutesAgo * 60_000, tie),
      ),
    );
}
