import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wholeViews } from '#contract/desk/view-parts.ts';
import { viewInParts } from './view-in-parts.ts';

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T, void, void> {
  yield* items;
}

it('a view is sent whole, then only what has become another', async () => {
  const list = [{ label: 'A001' }];
  const sent = await all(
    viewInParts(
      each([
        { at: 1, list, counter: null },
        { at: 2, list, counter: null },
        { at: 3, list: [{ label: 'A001' }], counter: { name: '一号' } },
        { at: 4, list: [], counter: null },
        { at: 5, list: [...'abcde'].map((label) => ({ label })), counter: null },
        { at: 6, list: [...'bcdxea'].map((label) => ({ label })), counter: null },
      ]),
    ),
  );
  expect(sent).toEqual([
    { whole: { at: 1, list, counter: null } },
    { changed: { at: 2 } },
    { changed: { at: 3, counter: { name: '一号' } } },
    { changed: { at: 4, list: [], counter: null } },
    { changed: { at: 5, list: [...'abcde'].map((label) => ({ label })) } },
    {
      changed: { at: 6 },
      rows: { list: [{ kept: [1, 3] }, { row: { label: 'x' } }, { kept: [4, 1] }, { kept: [0, 1] }] },
    },
  ]);
});

it('whatever the views are, they are the same when put together again', async () => {
  const view = fc.record({
    at: fc.nat(),
    counter: fc.option(fc.record({ name: fc.string() })),
    // Few labels, so that rows stay, move and come twice.
    list: fc.array(fc.record({ label: fc.constantFrom('A', 'B', 'C'), rank: fc.nat(1) }), { maxLength: 6 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(view), async (views) => {
      expect(await all(wholeViews(viewInParts(each(views))))).toEqual(views);
    }),
  );
});
