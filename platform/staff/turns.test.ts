import { ok } from 'neverthrow';
import { expect, it } from 'vitest';
import { Turns } from './turns.ts';

it('lets so many go on at a time, in their order, also when one of them fails', async () => {
  const turns = new Turns(2, { inAll: 1, ofOne: 1 });
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const works = Array.from({ length: 9 }, (_, index) =>
    turns.take(async () => {
      running += 1;
      most = Math.max(most, running);
      order.push(index);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      if (index === 3) throw new Error('the fourth fails');
      return index;
    }),
  );
  const ended = await Promise.allSettled(works);
  expect(most).toBe(2);
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(ended.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  expect(await turns.take(() => Promise.resolve('again'))).toBe('again');
});

it('refuses visitors beyond the line, and beyond what one address may take of it', async () => {
  const turns = new Turns(1, { inAll: 3, ofOne: 2 });
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const visit = async (from: string) =>
    turns.takeIfFew({ from, signal: undefined }, () => gate.then(() => from));
  const admitted = [visit('one'), visit('one'), visit('one')];
  expect((await visit('one'))._unsafeUnwrapErr()).toBe('NO_TURN');
  admitted.push(visit('two'));
  expect((await visit('three'))._unsafeUnwrapErr()).toBe('NO_TURN');
  open();
  expect(await Promise.all(admitted)).toEqual(['one', 'one', 'one', 'two'].map((from) => ok(from)));
  expect(await visit('three')).toEqual(ok('three'));
});

it('does nothing for a visitor who went away, and gives his place in the line to another', async () => {
  const turns = new Turns(1, { inAll: 1, ofOne: 1 });
  let open: () => void = () => undefined;
  const first = turns.take(
    () =>
      new Promise<void>((resolve) => {
        open = resolve;
      }),
  );
  const done: string[] = [];
  const leaving = new AbortController();
  const visit = async (name: string, { signal }: AbortController) =>
    turns.takeIfFew({ from: 'one', signal }, async () => void done.push(name));
  const gone = visit('gone', leaving);
  leaving.abort();
  expect((await gone)._unsafeUnwrapErr()).toBe('NO_TURN');
  const stays = visit('stays', new AbortController());
  expect((await visit('gone before', leaving))._unsafeUnwrapErr()).toBe('NO_TURN');
  open();
  await Promise.all([first, stays]);
  expect(done).toEqual(['stays']);
});
