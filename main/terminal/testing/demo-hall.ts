import type { Hall } from '#contract/hall.ts';

/** A small hall for tests: two queues, three services, two counters. */
export const testHall: Hall = {
  hallId: 'hall-1',
  version: 3,
  name: { 'zh-CN': '测试政务服务中心', en: 'Test Service Hall' },
  counters: [
    {
      counterId: 'c1',
      label: { 'zh-CN': '1号窗口', en: 'Counter 1' },
      kind: 'general',
      queueIds: ['q-a', 'q-b'],
    },
    {
      counterId: 'c2',
      label: { 'zh-CN': '2号窗口', en: 'Counter 2' },
      kind: 'department',
      queueIds: ['q-a'],
    },
  ],
  queues: [
    { queueId: 'q-a', prefix: 'A', name: { 'zh-CN': '综合' }, serviceMinutes: 6 },
    { queueId: 'q-b', prefix: 'B', name: { 'zh-CN': '户籍' }, serviceMinutes: 10 },
  ],
  services: [
    { serviceId: 's-root', parentId: null, name: { 'zh-CN': '公安' }, queueId: null, position: 1 },
    {
      serviceId: 's-id',
      parentId: 's-root',
      name: { 'zh-CN': '身份证换领', en: 'ID card' },
      queueId: 'q-a',
      position: 1,
    },
    { serviceId: 's-home', parentId: 's-root', name: { 'zh-CN': '户口迁移' }, queueId: 'q-b', position: 2 },
    { serviceId: 's-general', parentId: null, name: { 'zh-CN': '综合咨询' }, queueId: 'q-a', position: 2 },
  ],
};
