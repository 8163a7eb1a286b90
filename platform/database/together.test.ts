import { expect, it } from 'vitest';
import { Together } from './together.ts';

/** Work that ends when the test says so. */
function heldWork() {
  const groups: number[][] = [];
  const ends: (() => void)[] = [];
  const work = async (group: readonly number[]): Promise<number[]> => {
    groups.push([...group]);
    await new Promise<void>((resolve) => {
      ends.push(resolve);
    });
    return group.map((each) => each * 10);
  };
  return { groups, work, end: (index: number) => ends[index]?.() };
}
const soon = () => new Promise((resolve) => setImmediate(resolve));

it('does together what was asked while other work was under way, at most so many, each place by itself', async () => {
  const together = new Together<number, number>(3);
  const { groups, work, end } = heldWork();
  const answers = [1, 2, 3, 4, 5].map((each) => together.add('hall', each, work));
  const elsewhere = together.add('town', 6, work);
  expect(groups).toEqual([[1], [6]]);
  end(1);
  expect(await elsewhere).toBe(60);
  end(0);
  await soon();
  expect(groups.at(-1)).toEqual([2, 3, 4]);
  end(2);
  await soon();
  expect(groups.at(-1)).toEqual([5]);
  end(3);
  expect(await Promise.all(answers)).toEqual([10, 20, 30, 40, 50]);
  const later = together.add('hall', 7, work);
  end(4);
  expect(await later).toBe(70);
});

it('what one of them broke is not the others’ fault', async () => {
  const together = new Together<number, number>(10);
  const work = async (group: readonly number[]): Promise<number[]> => {
    await soon();
    if (group.includes(3)) throw new Error('three is broken');
    return [...group];
  };
  const answers = await Promise.allSettled([1, 2, 3, 4].map((each) => together.add('hall', each, work)));
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
});

it('an answer too few is an error of all', async () => {
  const together = new Together<number, number>(10);
  await expect(together.add('hall', 1, () => Promise.resolve([]))).rejects.toThrow('without an answer');
});
