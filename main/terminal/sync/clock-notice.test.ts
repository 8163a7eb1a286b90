import { writeFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { startFaultyPlatform } from '../testing/faulty-platform.ts';
import { createTerminalBench, status } from '../testing/terminal-bench.ts';

const bench = createTerminalBench();
const platform = await startFaultyPlatform();

afterEach(async () => {
  await bench.close();
  await platform.close();
});

test("a clock that differs from the platform's is a notice for the administrator", async () => {
  platform.time = new Date(Date.now() - 3_600_000).toISOString();
  const platformLine = `platform: { url: "${platform.url}", enrolCode: ABCD-EFGH }`;
  writeFileSync(bench.configurationFile, ['dataDir: data', platformLine].join('\n'));
  const client = await bench.start();
  const { notices } = await status(client, (shown) => shown.notices.length > 0);
  expect(notices).toEqual([
    {
      code: 'CLOCK_WRONG',
      since: expect.any(String),
      reference: expect.stringMatching(/^[2-9A-Z]{6}$/),
      detail: expect.stringMatching(/^36\d\d s$/),
    },
  ]);
});
