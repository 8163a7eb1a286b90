import { expect, it } from 'vitest';
import { view } from '../../gallery/desk/samples.ts';
import { isUnattended } from './unattended.ts';

const [counter] = view.counters;
if (!counter) throw new Error('the sample has counters');
const seat = { ...counter, kind: 'department' as const, state: 'open' as const, unheardSince: null };
const estate = { ...seat, counterId: 'c1', queueIds: ['estate'] };
const general = { ...seat, counterId: 'c2', kind: 'general' as const, queueIds: ['general'] };
const among = (...counters: (typeof view.counters)[number][]) => ({ counters });

it('is what no open counter serves, also where one rests or is left', () => {
  expect(isUnattended(among(estate, general), 'estate')).toBe(false);
  for (const gone of [{ state: 'closed' as const }, { state: 'break' as const }, { unheardSince: view.at }]) {
    expect(isUnattended(among({ ...estate, ...gone }, general), 'estate')).toBe(true);
  }
});

it('is not what a counter for any matter calls because nobody else of the hall does', () => {
  expect(isUnattended(among(general), 'estate')).toBe(false);
  expect(isUnattended(among(estate, { ...general, state: 'closed' }), 'fund')).toBe(true);
});
