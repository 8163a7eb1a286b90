import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ServerParts } from '../server.ts';
import { refusalOf } from '../testing/refusal.ts';
import { TestClerk } from '../testing/test-clerk.ts';
import { startTestPlatform, TEST_PIN, type TestPlatform } from '../testing/test-platform.ts';

const LOCAL = ['127.0.0.0/8', '::1'];
const ONE_STREAM = { ofOne: 1, inAll: 100 };
let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform();
}, 60_000);
afterAll(() => platform.stop());

/** Whether boards may be opened by two who say one after the other where they come from. */
async function twoBoards(trustProxy: ServerParts['trustProxy'], from: readonly [string, string]) {
  const another = await platform.another({
    streams: ONE_STREAM,
    ...(trustProxy !== undefined && { trustProxy }),
  });
  const open = [];
  for (const address of from) {
    const browser = new TestClerk(another.url);
    browser.headers['x-forwarded-for'] = address;
    const watching = browser.desk.board.watch({ hallId: platform.hallId });
    open.push((await refusalOf(watching)) === 'done' ? await watching : undefined);
  }
  for (const stream of open) await stream?.return?.(undefined);
  await another.stop();
  return open.map((stream) => stream !== undefined);
}

it('counts the addresses that a trusted proxy names, and nobody else’s word for them', async () => {
  const two = ['192.0.2.1', '192.0.2.2'] as const;
  expect(await twoBoards(undefined, two)).toEqual([true, false]);
  expect(await twoBoards(LOCAL, two)).toEqual([true, true]);
  expect(await twoBoards(LOCAL, ['192.0.2.1', '192.0.2.1'])).toEqual([true, false]);
  expect(await twoBoards(['10.0.0.0/8'], two)).toEqual([true, false]);
  // What stands before the last word was written by whoever asked.
  expect(await twoBoards(LOCAL, ['198.51.100.1, 192.0.2.1', '198.51.100.2, 192.0.2.1'])).toEqual([
    true,
    false,
  ]);
});

it('takes what is pressed on a page that the proxy serves under its own name', async () => {
  const trusting = await platform.another({ trustProxy: LOCAL });
  await platform.addStaff('behind');
  const signIn = (url: string, host: string) => {
    const browser = new TestClerk(url);
    browser.headers = { origin: 'http://hall.example', 'x-forwarded-host': host };
    return refusalOf(browser.signIn('behind', TEST_PIN));
  };
  expect(await signIn(trusting.url, 'hall.example')).toBe('done');
  expect(await signIn(trusting.url, 'elsewhere.example')).toBe('FORBIDDEN');
  expect(await signIn(platform.url, 'hall.example')).toBe('FORBIDDEN');
  await trusting.stop();
});
