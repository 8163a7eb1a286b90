import { expect, test } from 'vitest';
import { createTestTime } from '../testing/test-time.ts';
import { createStatus } from './status.ts';
import { settled } from './status-routes.ts';

test('what changes and changes back within a moment is not told, what stands is', async () => {
  const status = createStatus(createTestTime(), undefined);
  let pass = () => {};
  let moments = 0;
  const moment = () => {
    moments += 1;
    return new Promise<void>((resolve) => {
      pass = resolve;
    });
  };
  const context = { drained: async () => {}, page: new AbortController().signal };
  const stream = settled(status.published, context, undefined, moment);
  const first = (await stream.next()).value;
  if (!first) throw new Error('the present status is told at once');

  const later = stream.next();
  status.update({ platform: { ...first.platform, unsent: 1 } });
  await expect.poll(() => moments).toBe(1);
  status.update({ platform: first.platform });
  pass();
  await expect.poll(() => moments).toBe(2);
  status.update({ terminalLabel: '3' });
  pass();
  expect((await later).value).toEqual({ ...first, terminalLabel: '3' });
  await stream.return();
});
