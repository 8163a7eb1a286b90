import fc from 'fast-check';
import { expect, it } from 'vitest';
import { peopleAhead } from './people-ahead.ts';
import { callOrder, type PriorityClass, type WaitingTicket } from './priority.ts';

const NOW = 1_000_000;

/** How many the whole order calls before the last of those who came, and what the counts alone say. */
function ahead(classes: readonly PriorityClass[], own: PriorityClass, prioritiesPerOrdinary: number) {
  const policy = { prioritiesPerOrdinary, ageingMinutes: 60, elderlyAge: 60 };
  const waiting = [...classes, own].map(
    (priorityClass, tie): WaitingTicket => ({ ticketId: String(tie), priorityClass, place: NOW, tie }),
  );
  const order = callOrder(waiting, { priorityRun: 0 }, policy, NOW);
  const ordinary = classes.filter((each) => each === 'ordinary').length;
  const preferred = classes.length - ordinary;
  return {
    real: order.findIndex(({ ticket }) => ticket.tie === classes.length),
    counted: peopleAhead({ ordinary, preferred }, own, policy),
  };
}

const classes = fc.array(fc.constantFrom<PriorityClass>('ordinary', 'elderly', 'appointment'), {
  maxLength: 40,
});
const ratio = fc.integer({ min: 1, max: 5 });

it('is exact for who has no priority', () => {
  fc.assert(
    fc.property(classes, ratio, (before, most) => {
      const { real, counted } = ahead(before, 'ordinary', most);
      expect(counted).toBe(real);
    }),
  );
});

it('is never too few for who has, and exact when those without came first', () => {
  fc.assert(
    fc.property(classes, ratio, (before, most) => {
      const mixed = ahead(before, 'veteran', most);
      expect(mixed.counted).toBeGreaterThanOrEqual(mixed.real);
      const sorted = before.toSorted(
        (one, other) => Number(one !== 'ordinary') - Number(other !== 'ordinary'),
      );
      const { real, counted } = ahead(sorted, 'veteran', most);
      expect(counted).toBe(real);
    }),
  );
});
