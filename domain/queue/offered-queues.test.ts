import { expect, it } from 'vitest';
import { isOffered, offeredQueues } from './offered-queues.ts';

const counters = [
  { counterId: 'c1', kind: 'general', queueIds: ['general'] },
  { counterId: 'c2', kind: 'department', queueIds: ['estate', 'fund'] },
];

function callsFrom(counterId: string, hall = counters): string[] {
  const offered = offeredQueues(hall, counterId);
  if (!offered) return [];
  return ['general', 'estate', 'fund', 'removed'].filter((queueId) => isOffered(offered, queueId));
}

it('a counter calls from its own queues; one for any matter also from those that nobody serves', () => {
  expect(callsFrom('c1')).toEqual(['general', 'removed']);
  expect(callsFrom('c2')).toEqual(['estate', 'fund']);
});

it('in a hall without a counter for any matter all of them take up what nobody serves', () => {
  const departments = counters.map((counter) => ({ ...counter, kind: 'department' }));
  expect(callsFrom('c2', departments)).toEqual(['estate', 'fund', 'removed']);
});

it('a counter that the hall does not have calls nobody', () => {
  expect(offeredQueues(counters, 'c9')).toBeUndefined();
});
