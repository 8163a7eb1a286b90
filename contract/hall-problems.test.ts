import { describe, expect, it } from 'vitest';
import type { Hall } from './hall.ts';
import { hallProblems } from './hall-problems.ts';

const queue = { queueId: 'q', prefix: 'A', name: { 'zh-CN': '综合' }, serviceMinutes: 6 };
const counter = {
  counterId: 'c',
  label: { 'zh-CN': '1号窗口' },
  kind: 'general',
  queueIds: ['q'],
} as const satisfies Hall['counters'][number];
const root = { serviceId: 'root', parentId: null, name: { 'zh-CN': '公安' }, queueId: null, position: 1 };
const leaf = { ...root, serviceId: 'leaf', parentId: 'root', queueId: 'q' };
const hall: Hall = {
  hallId: 'h',
  version: 1,
  name: { 'zh-CN': '大厅' },
  counters: [counter],
  queues: [queue],
  services: [root, leaf],
};

const broken: readonly [code: string, name: string, part: Partial<Hall>][] = [
  ['QUEUE_REPEATED', 'q', { queues: [queue, { ...queue, prefix: 'Z' }] }],
  [
    'PREFIX_REPEATED',
    'A',
    { queues: [queue, { ...queue, queueId: 'r' }], counters: [{ ...counter, queueIds: ['q', 'r'] }] },
  ],
  ['COUNTER_REPEATED', 'c', { counters: [counter, counter] }],
  ['SERVICE_REPEATED', 'leaf', { services: [root, leaf, leaf] }],
  ['QUEUE_UNKNOWN', 'r', { services: [root, { ...leaf, queueId: 'r' }] }],
  ['QUEUE_UNKNOWN', 'r', { counters: [{ ...counter, queueIds: ['q', 'r'] }] }],
  ['QUEUE_UNSERVED', 'q', { counters: [] }],
  ['PARENT_UNKNOWN', 'leaf', { services: [leaf] }],
  ['LEAF_IS_PARENT', 'leaf', { services: [root, leaf, { ...leaf, serviceId: 's', parentId: 'leaf' }] }],
  ['TREE_HAS_CIRCLE', 'root', { services: [{ ...root, parentId: 'root' }] }],
];

describe('a hall', () => {
  it('that fits together has no problem', () => {
    expect(hallProblems(hall)).toEqual([]);
    expect(hallProblems({ ...hall, services: [], counters: [], queues: [] })).toEqual([]);
  });

  it.each(broken)('has the problem %s with %s', (code, name, part) => {
    expect(hallProblems({ ...hall, ...part })).toEqual([{ code, name }]);
  });

  it('with a circle in its tree names each part of the circle, and nothing that only hangs on it', () => {
    const [one, two] = ['one', 'two'];
    const services = [
      { ...root, serviceId: one, parentId: two },
      { ...root, serviceId: two, parentId: one },
      { ...leaf, parentId: one },
    ];
    expect(hallProblems({ ...hall, services })).toEqual([
      { code: 'TREE_HAS_CIRCLE', name: one },
      { code: 'TREE_HAS_CIRCLE', name: two },
    ]);
  });
});
