import { expect, it } from 'vitest';
import { otherFacts } from './other-facts.ts';

const before = new Map([
  ['name', 'Counter 6'],
  ['kind', 'department'],
  ['gone', 'once'],
]);

it('says of each fact how it was and how it will be, and nothing of what stays', () => {
  const after = new Map([
    ['name', 'Counter 6'],
    ['kind', 'one visit'],
    ['new', 'now'],
  ]);
  expect(otherFacts(before, after)).toEqual([
    { what: 'kind', before: 'department', after: 'one visit' },
    { what: 'gone', before: 'once', after: undefined },
    { what: 'new', before: undefined, after: 'now' },
  ]);
});

it('says of what is new what stands in it', () => {
  const after = new Map([
    ['name', 'Counter 20'],
    ['english', ''],
  ]);
  expect(otherFacts(new Map(), after)).toEqual([{ what: 'name', before: undefined, after: 'Counter 20' }]);
});
