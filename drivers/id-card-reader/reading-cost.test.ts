import { expect, test } from 'vitest';
import { readingCostMs } from './reading-cost.ts';
import { specimens } from './specimens.ts';

const AT_ONCE = { simpleMs: 0, findMs: 0, selectMs: 0, readMs: 0 };

/** Find 10 and 15 bytes, select 10 and 19, read 10 and 1295; the newest address 10 and 11, or 81 if there is one. */
test.each([
  ['foreign-2017', 1359],
  ['resident', 1359 + 21],
  ['resident-mongol', 1359 + 91],
])('the card %s takes %i bytes on the wire, and the time of the module', (specimenId, bytes) => {
  const specimen = specimens.find((each) => each.specimenId === specimenId);
  if (specimen === undefined) throw new Error(specimenId);
  expect(readingCostMs(specimen.card, 115_200, AT_ONCE)).toBeCloseTo((bytes * 10 * 1000) / 115_200);
  expect(readingCostMs(specimen.card, 9600, AT_ONCE)).toBeCloseTo((bytes * 10 * 1000) / 9600);
  const slow = { simpleMs: 1000, findMs: 1, selectMs: 10, readMs: 100 };
  const module = bytes === 1359 ? 111 : 121;
  expect(readingCostMs(specimen.card, 1e9, slow)).toBeCloseTo(module, 0);
});
