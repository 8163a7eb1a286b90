import { expect, it } from 'vitest';
import type { Hall } from '#contract/hall.ts';
import { isMongolianScript, withoutMongolian } from './mongolian-names.ts';

it.each([
  ['ᠴᠣᠩᠬᠣ', true],
  ['ᠴᠣᠩᠬᠣ 3', true],
  ['A ᠳ᠋ᠤᠭᠠᠷ', true],
  ['цонх', false],
  ['窗口', false],
  ['ᠴᠣᠩᠬᠣ 窗口', false],
  ['123', false],
  ['', false],
])('"%s" is in the vertical script: %s', (text, is) => expect(isMongolianScript(text)).toBe(is));

it('names what has none, by the part it is edited in', () => {
  const mn = { 'mn-Mong-CN': 'ᠴᠣᠩᠬᠣ' };
  const hall: Hall = {
    hallId: 'h',
    version: 1,
    name: { 'zh-CN': '大厅', ...mn },
    counters: [
      { counterId: 'c1', label: { 'zh-CN': '1号窗口', ...mn }, kind: 'general', queueIds: [] },
      { counterId: 'c2', label: { 'zh-CN': '2号窗口', en: 'Counter 2' }, kind: 'general', queueIds: [] },
    ],
    queues: [{ queueId: 'q', prefix: 'A', name: { 'zh-CN': '综合', 'mn-Mong-CN': ' ' }, serviceMinutes: 5 }],
    services: [
      { serviceId: 's', parentId: null, name: { 'zh-CN': '社保', ...mn }, queueId: 'q', position: 1 },
    ],
  };
  expect(withoutMongolian(hall)).toEqual({
    counters: ['2号窗口'],
    queues: ['综合'],
    services: [],
    policy: [],
  });
});
