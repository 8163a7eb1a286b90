import { expect, it } from 'vitest';
import { Turns } from './turns.ts';

it('lets so many go on at a time, in their order, also when one of them fails', async () => {
  const turns = new Turns(2);
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
