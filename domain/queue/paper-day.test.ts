import { expect, it } from 'vitest';
import { hallInstant } from '../time/hall-time.ts';
import { type DatedPaper, otherDayOf } from './paper-day.ts';

const MINUTE_MS = 60_000;
const SLACK_MS = 5 * MINUTE_MS;
const at = (minutes: number) => hallInstant('2026-11-23', minutes);
/** Given at ten, an hour after its terminal was heard last, and handed in at eleven. */
const right: DatedPaper = {
  businessDate: '2026-11-23',
  place: at(10 * 60),
  takenAt: at(11 * 60),
  heardBefore: at(9 * 60),
};
const night = { takenAt: at(8 * 60), heardBefore: at(-60) };

it.each<[string, Partial<DatedPaper>, string | undefined]>([
  ['of the day', {}, undefined],
  ['of the day before', { businessDate: '2026-11-22' }, '2026-11-23'],
  ['of the day to come', { businessDate: '2026-11-24' }, '2026-11-23'],
  ['of a day long over', { businessDate: '2020-01-01' }, '2026-11-23'],
  ['of the day before, in a cut that began then', { businessDate: '2026-11-22', ...night }, undefined],
  [
    'of the day before, of whose terminal nothing is known',
    { businessDate: '2026-11-22', heardBefore: undefined },
    undefined,
  ],
  [
    'of the day that begins in three minutes',
    { businessDate: '2026-11-24', place: at(1437), takenAt: at(1437) },
    undefined,
  ],
  [
    'of the day that ended three minutes ago',
    { businessDate: '2026-11-22', place: at(3), heardBefore: at(3) },
    undefined,
  ],
])('a paper %s', (_, changes, day) => {
  expect(otherDayOf({ ...right, ...changes }, SLACK_MS)).toBe(day);
});
