import { expect, test } from 'vitest';
import { newestOnly } from './newest-only.ts';

test('what comes while a frame is drawn replaces the one that waits', async () => {
  const drawn: number[] = [];
  const ends: (() => void)[] = [];
  const show = newestOnly((frame: number) => {
    drawn.push(frame);
    return new Promise<void>((resolve) => ends.push(resolve));
  });
  const finish = async () => {
    ends.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  for (const frame of [1, 2, 3, 4]) show(frame);
  expect(drawn).toEqual([1]);
  await finish();
  expect(drawn).toEqual([1, 4]);
  await finish();
  expect(drawn).toEqual([1, 4]);
  show(5);
  expect(drawn).toEqual([1, 4, 5]);
});
