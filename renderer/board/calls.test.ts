import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  callsToSpeak,
  inOrderOfInterest,
  isNew,
  numbersSettled,
  pageAt,
  pastCalls,
  signParts,
} from './calls.ts';
import { AT, call, instant, view } from './testing/views.ts';

const labels = (calls: readonly { readonly label: string }[]) => calls.map(({ label }) => label);

describe('what is spoken', () => {
  it('are the calls that the view before did not have, oldest first', () => {
    const before = view(0, [call('A001', -5)]);
    const now = view(10, [call('A003', 9), call('A002', 4), call('A001', -5)]);
    expect(labels(callsToSpeak(before, now))).toEqual(['A002', 'A003']);
    expect(callsToSpeak(now, now)).toEqual([]);
  });

  it('is a recall, which is another call of the same number', () => {
    expect(labels(callsToSpeak(view(0, [call('A001', -5)]), view(10, [call('A001', 8)])))).toEqual(['A001']);
  });

  it('is nothing for who has come, and nothing that is long over', () => {
    const now = view(100, [call('A001', 99, 'serving'), call('A002', 30)]);
    expect(callsToSpeak(view(0, []), now)).toEqual([]);
  });

  it('are, on a board that was just switched on, the calls of the last minute', () => {
    expect(labels(callsToSpeak(undefined, view(100, [call('A002', 90), call('A001', 30)])))).toEqual([
      'A002',
    ]);
  });

  it('is over for who came or was given up', () => {
    const before = view(0, [call('A001', -5), call('A002', -4), call('A003', -3)]);
    const now = view(10, [call('A001', -5, 'serving'), call('A003', -3)]);
    expect(numbersSettled(before, now)).toEqual(['A001', 'A002']);
    expect(numbersSettled(undefined, now)).toEqual([]);
  });
});

describe('what is shown', () => {
  it('has who is called before who is served, and the newest first', () => {
    const current = [
      call('A004', 5, 'serving'),
      call('A003', 3),
      call('A001', 1, 'serving'),
      call('A002', 2),
    ];
    expect(labels(inOrderOfInterest(current))).toEqual(['A003', 'A002', 'A004', 'A001']);
  });

  it('has past calls once each, without those that stand large', () => {
    const recent = [call('A003', 9), call('A002', 7), call('A001', 5), call('A002', 3), call('A000', 1)];
    expect(labels(pastCalls(view(10, [call('A003', 9)], recent), 6))).toEqual(['A002', 'A001', 'A000']);
    expect(labels(pastCalls(view(10, [call('A003', 9)], recent), 2))).toEqual(['A002', 'A001']);
  });

  it('marks a call for ten seconds', () => {
    expect(isNew(instant(0), AT + 9_999)).toBe(true);
    expect(isNew(instant(0), AT + 10_000)).toBe(false);
  });
});

describe('pages', () => {
  const PAGE_MS = 8_000;

  it('show everything once, none longer than there is room, none nearly empty', () => {
    const length = fc.integer({ min: 0, max: 60 });
    fc.assert(
      fc.property(length, fc.integer({ min: 1, max: 12 }), fc.nat(), (length, perPage, start) => {
        const all = Array.from({ length }, (_, index) => index);
        const { pages } = pageAt(all, perPage, start);
        const seen = Array.from({ length: pages }, (_, turn) => pageAt(all, perPage, start + turn * PAGE_MS));
        expect(seen.flatMap(({ shown }) => shown).toSorted((one, other) => one - other)).toEqual(all);
        expect(new Set(seen.map(({ page }) => page)).size).toBe(pages);
        const lengths = seen.map(({ shown }) => shown.length);
        expect(Math.max(...lengths)).toBeLessThanOrEqual(perPage);
        expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('stand for eight seconds', () => {
    const pageOf = (now: number) => pageAt([1, 2, 3, 4], 2, now).page;
    expect([0, 7_999, 8_000, 15_999, 16_000].map(pageOf)).toEqual([0, 0, 1, 1, 0]);
  });
});

describe('the sign over a counter', () => {
  it.each([
    ['3号窗口 综合受理', '3', '号窗口', '综合受理'],
    ['12 号窗口', '12', '号窗口', ''],
    ['综合咨询台', '', '综合咨询台', ''],
    ['Counter 3, general', '', 'Counter 3, general', ''],
    ['7', '7', '', ''],
  ])('%s', (label, number, unit, detail) => expect(signParts(label)).toEqual({ number, unit, detail }));
});
