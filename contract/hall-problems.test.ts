import { describe, expect, it } from 'vitest';
import { type Hall, hallSchema } from './hall.ts';
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
const morning = { weekday: 1, from: '09:00', to: '12:00', kind: 'regular' } as const;
const holiday = { date: '2026-10-01', spans: [] };
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
  ['NOT_A_LEAF', 'root', { services: [{ ...root, materials: [{ 'zh-CN': '身份证' }] }, leaf] }],
  ['NOT_A_LEAF', 'root', { services: [{ ...root, appointments: true }, leaf] }],
  [
    'HOURS_DAY_WRONG',
    '2026-02-30',
    { hours: { weekly: [], exceptions: [{ date: '2026-02-30', spans: [] }] } },
  ],
  ['HOURS_DAY_REPEATED', '2026-10-01', { hours: { weekly: [], exceptions: [holiday, holiday] } }],
  [
    'HOURS_SPAN_WRONG',
    '1 12:00–09:00',
    { hours: { weekly: [{ ...morning, from: '12:00', to: '09:00' }], exceptions: [] } },
  ],
  [
    'HOURS_OVERLAP',
    '1 11:00–13:00',
    { hours: { weekly: [morning, { ...morning, from: '11:00', to: '13:00' }], exceptions: [] } },
  ],
];

describe('a hall', () => {
  it('that fits together has no problem', () => {
    expect(hallProblems(hall)).toEqual([]);
    expect(hallProblems({ ...hall, services: [], counters: [], queues: [] })).toEqual([]);
    const brings = { ...leaf, materials: [{ 'zh-CN': '身份证' }], appointments: true };
    const hours = { weekly: [morning, { ...morning, from: '13:00', to: '24:00' }], exceptions: [holiday] };
    expect(hallProblems(hallSchema.parse({ ...hall, services: [root, brings], hours }))).toEqual([]);
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
