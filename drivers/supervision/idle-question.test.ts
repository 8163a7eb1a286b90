import { err, ok } from 'neverthrow';
import { expect, test } from 'vitest';
import { supervisionDelays } from './delays.ts';
import { createSupervisionBench, never, waysInto } from './testing/supervision-bench.ts';

const EVERY_MS = 10_000;

test('a device that nobody uses is asked now and then, and a use puts it off', async () => {
  const bench = createSupervisionBench(EVERY_MS);
  await waysInto.ready(bench);
  await bench.pass(EVERY_MS - 1_000);
  await bench.device.run(async () => ok(), { quiet: true });
  await bench.pass(EVERY_MS - 1_000);
  expect(bench.questions()).toBe(0);
  await bench.pass(2_000);
  expect(bench.questions()).toBe(1);
  await bench.pass(2 * EVERY_MS);
  expect(bench.questions()).toBe(3);
  void bench.device.run(never);
  await bench.pass(3 * EVERY_MS);
  expect(bench.questions()).toBe(3);
  expect(bench.told).toEqual(['opening', 'probing', 'ready', 'busy']);
});

test('one question without an answer is asked again before anybody is told', async () => {
  const bench = createSupervisionBench(EVERY_MS);
  await waysInto.ready(bench);
  bench.answer(['SILENT']);
  await bench.pass(EVERY_MS);
  expect(bench.questions()).toBe(2);
  expect(bench.told).toEqual(['opening', 'probing', 'ready']);
  bench.setVerdict(['SILENT']);
  await bench.pass(EVERY_MS);
  expect(bench.device.status()).toMatchObject({ state: 'faulted', faults: ['SILENT'] });
  bench.setVerdict([]);
  await bench.pass(supervisionDelays.reprobe);
  expect(bench.told).toEqual(['opening', 'probing', 'ready', 'faulted', 'ready']);
});

test('a device that says that it is gone gets its line opened anew', async () => {
  const bench = createSupervisionBench(EVERY_MS);
  await waysInto.ready(bench);
  bench.answer(['LOST']);
  await bench.pass(EVERY_MS + supervisionDelays.reopen);
  expect(bench.opened()).toBe(2);
  expect(bench.device.status().state).toBe('ready');
});

test('a device is checked by its question at once, also one that is faulted', async () => {
  const bench = createSupervisionBench();
  await waysInto.ready(bench);
  expect(await bench.device.check()).toEqual(ok('answered'));
  bench.setVerdict(['PAPER']);
  expect(await bench.device.check()).toEqual(err('PAPER'));
  expect(bench.device.status().state).toBe('faulted');
  bench.setVerdict([]);
  expect(await bench.device.check()).toEqual(ok('answered'));
  bench.unplug();
  expect(await bench.device.check()).toEqual(err('LOST'));
});
