import { afterEach, expect, test } from 'vitest';
import { type Bench, startBench, watchedPrint } from '#drivers/receipt-printer/test-bench.ts';
import { builtPrinter } from '../testing/built-printer.ts';
import { createScriptedPrinter, settled } from '../testing/scripted-printer.ts';
import { createTestTime } from '../testing/test-time.ts';
import { checkDevice } from './device-check.ts';

const LIMIT_MS = 15_000;

let bench: Bench | undefined;

afterEach(async () => {
  await bench?.close();
  bench = undefined;
});

test('a printer at a long job is called busy when its time is up, and the job goes on', async () => {
  // Some ten seconds for the paper of the test, of which nobody waits for more than the beginning.
  bench = startBench({ mmPerSecond: 5 });
  await bench.until({ state: 'ready' });
  const job = watchedPrint(bench.printer, 'A001');
  await job.untilTold('first byte');
  const time = createTestTime();
  const checked = checkDevice(builtPrinter(bench.printer), {
    timers: time,
    signal: new AbortController().signal,
  });
  await settled();
  time.advance(LIMIT_MS);
  expect((await checked)._unsafeUnwrap()).toBe('busy');
  expect(bench.printer.status()).toMatchObject({ state: 'busy', faults: [] });
});

test('a driver that never answers is not waited for', async () => {
  const time = createTestTime();
  const driver = { ...createScriptedPrinter(), check: () => new Promise<never>(() => {}) };
  const checked = checkDevice(builtPrinter(driver), { timers: time, signal: new AbortController().signal });
  await settled();
  time.advance(LIMIT_MS);
  expect((await checked)._unsafeUnwrapErr()).toBe('PRINTER_TIMEOUT');
});

test('nobody is waited for who has left', async () => {
  const leaving = new AbortController();
  const driver = { ...createScriptedPrinter(), check: () => new Promise<never>(() => {}) };
  const checked = checkDevice(builtPrinter(driver), { timers: createTestTime(), signal: leaving.signal });
  await settled();
  leaving.abort();
  expect((await checked).isErr()).toBe(true);
});
