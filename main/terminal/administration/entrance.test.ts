import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type AdministrationBench,
  codeOf,
  createAdministrationBench,
  enterFirst,
  PIN,
  viewOf,
} from '../testing/administration-bench.ts';
import { type Client, deviceLine, serving, session, soon } from '../testing/terminal-bench.ts';

let bench: AdministrationBench;

beforeEach(() => {
  bench = createAdministrationBench();
});
afterEach(() => bench.close());

async function isClosed(client: Client): Promise<boolean> {
  for await (const view of await client.administration.watch()) return view.phase === 'closed';
  return true;
}

describe('who may enter', () => {
  test('nobody does anything without the PIN, and on the first day nothing but set one', async () => {
    bench.configure(deviceLine('printer', 'receipt-printer', 'escpos-80mm', bench.path('port-a')));
    const client = await bench.start();
    await serving(client);
    const closed = 'ADMINISTRATION_CLOSED';
    expect(await codeOf(client.administration.remove({ deviceId: 'printer' }))).toBe(closed);
    expect(await codeOf(client.administration.selfTest())).toBe(closed);
    expect(await codeOf(client.administration.record({ deviceId: 'printer', on: true }))).toBe(closed);
    expect(await codeOf(client.administration.enter({ pin: '000000' }))).toBe('PIN_WRONG');
    const first = readFileSync(bench.path('data/administration/first-pin.txt'), 'utf8').trim();
    await client.administration.enter({ pin: first });
    expect(await viewOf(client, () => true)).toMatchObject({ mustSetPin: true, devices: [] });
    expect(await codeOf(client.administration.remove({ deviceId: 'printer' }))).toBe(closed);
    expect(await codeOf(client.administration.setPin({ pin: '111111' }))).toBe('PIN_TOO_SIMPLE');
    await client.administration.setPin({ pin: PIN });
    expect(await viewOf(client, ({ mustSetPin }) => !mustSetPin)).toMatchObject({
      devices: [{ deviceId: 'printer', path: bench.path('port-a') }],
    });
    await client.administration.leave();
    expect(await codeOf(client.administration.enter({ pin: first }))).toBe('PIN_WRONG');
    await client.administration.enter({ pin: PIN });
    expect(bench.logText()).not.toContain(PIN);
    expect(bench.logText()).toContain('administration.entered');
  });

  test('another page sees nothing of it and does nothing, and it ends with its own page', async () => {
    bench.configure();
    await bench.enter();
    const other = await bench.another();
    expect(await isClosed(other)).toBe(true);
    expect(await codeOf(other.administration.selfTest())).toBe('ADMINISTRATION_CLOSED');
    bench.dropPages();
    await vi.waitFor(() => expect(bench.logText()).toContain('"reason":"page-gone"'));
  });

  test("a citizen's session is wiped before it opens, and one that begins closes it", async () => {
    bench.configure();
    const client = await bench.start();
    await serving(client);
    await client.session.start({ language: 'zh-CN' });
    await enterFirst(bench, client);
    expect(await session(client, () => true)).toMatchObject({ phase: 'attract' });
    await client.session.start({ language: 'zh-CN' });
    expect(await isClosed(client)).toBe(true);
    expect(await codeOf(client.administration.selfTest())).toBe('ADMINISTRATION_CLOSED');
  });
});

describe('it closes by itself', () => {
  test('after three minutes without a touch, and each touch puts that off', async () => {
    bench.configure();
    // Fifty times as fast.
    const client = await bench.enter(soon);
    for (let touch = 0; touch < 10; touch += 1) {
      await client.administration.touch();
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    expect(await isClosed(client)).toBe(false);
    await vi.waitFor(async () => expect(await isClosed(client)).toBe(true), 20_000);
    expect(bench.logText()).toContain('"reason":"idle"');
    expect(await codeOf(client.administration.touch())).toBe('ADMINISTRATION_CLOSED');
  });
});
