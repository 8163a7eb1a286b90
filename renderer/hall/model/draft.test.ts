import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Hall, hallSchema, type Service } from '#contract/hall.ts';
import { hallProblems } from '#contract/hall-problems.ts';
import { hall } from '../../gallery/desk/samples.ts';
import {
  branchOf,
  materialsOf,
  materialsText,
  movedService,
  siblingsOf,
  textWith,
  treeRows,
  withCounter,
  withoutCounter,
  withoutQueue,
  withoutService,
  withQueue,
  withService,
} from './draft.ts';
import { draftProblems } from './draft-problems.ts';

const serviceOf = (in_: Hall, serviceId: string): Service => {
  const found = in_.services.find((each) => each.serviceId === serviceId);
  if (!found) throw new Error(`no service ${serviceId}`);
  return found;
};

describe('a draft of the hall', () => {
  it('changes one part in its place and adds new ones at the end', () => {
    const [first, second] = hall.counters;
    if (!first || !second) throw new Error('the sample has counters');
    const renamed = withCounter(hall, { ...first, label: { 'zh-CN': '咨询台' } });
    expect(renamed.counters[0]?.label['zh-CN']).toBe('咨询台');
    expect(renamed.counters).toHaveLength(hall.counters.length);
    const added = withCounter(hall, { ...first, counterId: 'new' });
    expect(added.counters.at(-1)?.counterId).toBe('new');
    expect(withoutCounter(hall, first.counterId).counters[0]).toEqual(second);
  });

  it('takes a removed queue from its counters, and lets the preview name its services', () => {
    const draft = withoutQueue(hall, 'social');
    expect(draft.counters.some(({ queueIds }) => queueIds.includes('social'))).toBe(false);
    expect(hallProblems(draft)).toContainEqual({ code: 'QUEUE_UNKNOWN', name: 'social' });
  });

  it('removes a heading with all that stands under it', () => {
    expect([...branchOf(hall, 'civil')].toSorted()).toEqual(['civil', 'disability', 'old-age']);
    const draft = withoutService(hall, 'civil');
    expect(draft.services).toHaveLength(hall.services.length - 3);
    expect(hallProblems(draft)).toEqual([]);
  });

  it('takes materials and appointments from what becomes a heading', () => {
    const draft = withService(hall, {
      ...serviceOf(hall, 'medical-remote'),
      queueId: null,
      materials: [{ 'zh-CN': '身份证' }],
    });
    expect(serviceOf(draft, 'medical-remote')).not.toHaveProperty('appointments');
    expect(serviceOf(draft, 'medical-remote')).not.toHaveProperty('materials');
  });

  it('moves a service among those beside it, and nowhere from the ends', () => {
    const order = (of: Hall) => siblingsOf(of, 'civil').map(({ serviceId }) => serviceId);
    expect(order(hall)).toEqual(['disability', 'old-age']);
    const moved = movedService(hall, 'disability', 1);
    expect(order(moved)).toEqual(['old-age', 'disability']);
    expect(order(movedService(moved, 'disability', 1))).toEqual(['old-age', 'disability']);
    expect(order(movedService(moved, 'disability', -1))).toEqual(['disability', 'old-age']);
  });

  it('shows every service once, also one that stands under nothing or in a circle', () => {
    const lost = { ...serviceOf(hall, 'stuck'), parentId: 'gone' };
    const circle = { ...serviceOf(hall, 'civil'), parentId: 'disability' };
    const draft = withService(withService(hall, lost), circle);
    const shown = treeRows(draft).map(({ service }) => service.serviceId);
    expect(shown.toSorted()).toEqual(draft.services.map(({ serviceId }) => serviceId).toSorted());
  });

  it('keeps any tree whole however services are moved in it', () => {
    const ids = hall.services.map(({ serviceId }) => serviceId);
    const steps = fc.array(fc.tuple(fc.constantFrom(...ids), fc.constantFrom(-1 as const, 1 as const)));
    fc.assert(
      fc.property(steps, (moves) => {
        const moved = moves.reduce((draft, [id, step]) => movedService(draft, id, step), hall);
        expect(
          treeRows(moved)
            .map(({ service }) => service.serviceId)
            .toSorted(),
        ).toEqual(ids.toSorted());
        expect(hallProblems(moved)).toEqual([]);
      }),
    );
  });
});

describe('texts of a draft', () => {
  it('lose a language that is emptied, except Chinese, which the preview asks for', () => {
    const text = { 'zh-CN': '窗口', en: 'Counter', 'mn-Mong-CN': 'ᠴᠣᠩᠬᠣ' };
    expect(textWith(text, 'en', '')).toEqual({ 'zh-CN': '窗口', 'mn-Mong-CN': 'ᠴᠣᠩᠬᠣ' });
    expect(textWith(text, 'zh-CN', '')['zh-CN']).toBe('');
    expect(textWith(text, 'mn-Mong-CN', '')).toEqual({ 'zh-CN': '窗口', en: 'Counter' });
    expect(textWith({ 'zh-CN': '窗口' }, 'mn-Mong-CN', 'ᠴᠣᠩᠬᠣ')).toEqual({
      'zh-CN': '窗口',
      'mn-Mong-CN': 'ᠴᠣᠩᠬᠣ',
    });
  });

  it('come back from the lines they are written in', () => {
    const materials = [{ 'zh-CN': '身份证', en: 'ID card' }, { 'zh-CN': '银行卡' }];
    expect(materialsText(materials)).toBe('身份证 | ID card\n银行卡');
    expect(materialsOf(materialsText(materials), materials)).toEqual(materials);
    expect(materialsOf('\n 户口簿 |  \n\n', undefined)).toEqual([{ 'zh-CN': '户口簿' }]);
  });

  it('keep languages that the lines do not show', () => {
    const before = [{ 'zh-CN': '身份证', 'mn-Mong-CN': 'ᠦᠨᠡᠮᠯᠡᠯ' }];
    expect(materialsOf('身份证 | ID card', before)).toEqual([{ ...before[0], en: 'ID card' }]);
  });
});

describe('problems of a draft', () => {
  const [queue] = hall.queues;
  if (!queue) throw new Error('the sample has queues');

  it('are none in a hall that is one', () => {
    expect(draftProblems(hall)).toEqual([]);
    expect(hallSchema.safeParse(hall).success).toBe(true);
  });

  it.each([
    [
      'a counter that would call nobody',
      { ...hall, counters: hall.counters.map((each, at) => (at === 0 ? { ...each, queueIds: [] } : each)) },
      { code: 'COUNTER_WITHOUT_QUEUE', name: hall.counters[0]?.label['zh-CN'] },
    ],
    ['an empty name', { ...hall, name: { 'zh-CN': '' } }, { code: 'NAME_EMPTY', name: 'demo-hall' }],
    [
      'a prefix in small letters',
      withQueue(hall, { ...queue, prefix: 'a' }),
      { code: 'PREFIX_SHAPE', name: '综合业务' },
    ],
    [
      'minutes that are no number',
      withQueue(hall, { ...queue, serviceMinutes: Number.NaN }),
      { code: 'MINUTES_WRONG', name: '综合业务' },
    ],
    ['a rule out of its range', { ...hall, callsBeforeNoShow: 0 }, { code: 'NUMBER_WRONG', name: 'noShow' }],
    [
      'a time that was not filled in',
      {
        ...hall,
        hours: { weekly: [{ weekday: 3, from: '09:00', to: '', kind: 'regular' as const }], exceptions: [] },
      },
      { code: 'TIME_WRONG', name: '3' },
    ],
    [
      'an address that is none',
      { ...hall, followUpUrl: '10.0.0.8' },
      { code: 'URL_WRONG', name: '10.0.0.8' },
    ],
  ])('say %s', (_, draft, problem) => expect(draftProblems(draft)).toEqual([problem]));
});
