import { describe, expect, it } from 'vitest';
import type { Hall } from '#contract/hall.ts';
import { testHall } from '../testing/demo-hall.ts';
import { hallProblem } from './check-hall.ts';

const [queue] = testHall.queues;
const [root, leaf] = testHall.services;
if (!queue || !root || !leaf) throw new Error('the test hall has queues and services');

const broken: readonly [string, Partial<Hall>][] = [
  ['QUEUE_REPEATED', { queues: [...testHall.queues, { ...queue, prefix: 'Z' }] }],
  ['PREFIX_REPEATED', { queues: [...testHall.queues, { ...queue, queueId: 'q-z' }] }],
  ['SERVICE_REPEATED', { services: [...testHall.services, leaf] }],
  ['QUEUE_UNKNOWN', { services: [...testHall.services, { ...leaf, serviceId: 's-9', queueId: 'q-9' }] }],
  ['QUEUE_UNKNOWN', { queues: [queue] }],
  ['PARENT_UNKNOWN', { services: [leaf] }],
  [
    'LEAF_IS_PARENT',
    { services: [...testHall.services, { ...leaf, serviceId: 's-9', parentId: leaf.serviceId }] },
  ],
  [
    'TREE_HAS_CIRCLE',
    {
      services: [
        { ...root, serviceId: 'one', parentId: 'other' },
        { ...root, serviceId: 'other', parentId: 'one' },
      ],
    },
  ],
];

describe('a hall document', () => {
  it('that fits together has no problem', () => {
    expect(hallProblem(testHall)).toBeUndefined();
    expect(hallProblem({ ...testHall, services: [], counters: [], queues: [] })).toBeUndefined();
  });

  it.each(broken)('is found to be wrong: %s', (problem, part) => {
    expect(hallProblem({ ...testHall, ...part })).toBe(problem);
  });
});
