import { expect, test } from 'vitest';
import { SILENT_PROBES_UNTIL_RESET, supervisionDelays } from './delays.ts';
import { createSupervisionBench, never, waysInto } from './testing/supervision-bench.ts';

test('a probe that hangs makes the device silent', async () => {
  const bench = createSupervisionBench();
  await waysInto.probing(bench);
  await bench.pass(supervisionDelays.probeTimeout);
  expect(bench.device.status()).toMatchObject({ state: 'faulted', faults: ['SILENT'] });
});

test('a stuck line is given up and opened anew', async () => {
  const bench = createSupervisionBench();
  await waysInto.ready(bench);
  bench.device.reopen('write timed out');
  expect(bench.device.status()).toMatchObject({ state: 'lost', faults: ['LOST'] });
  expect(bench.device.detail()).toBe('write timed out');
  await bench.pass(1000);
  expect(bench.device.status().state).toBe('ready');
  expect(bench.openLines()).toBe(1);
});

test('a line that takes no bytes ends its commands, is told as silent once, and is opened anew', async () => {
  const bench = createSupervisionBench();
  await waysInto.ready(bench);
  bench.told.length = 0;
  bench.setTakesBytes(false);
  const writing = bench.device.run(async (line) => line.write(Uint8Array.of(1)));
  const waiting = bench.device.run(never);
  expect((await writing)._unsafeUnwrapErr()).toBe('SILENT');
  expect((await waiting)._unsafeUnwrapErr()).toBe('SILENT');
  expect(bench.device.detail()).toBe('PORT_TIMEOUT: took no bytes');
  expect(bench.openLines()).toBe(0);
  bench.setTakesBytes(true);
  await bench.pass(1000);
  expect(bench.told).toEqual(['busy', 'faulted', 'ready']);
  expect({ open: bench.openLines(), opened: bench.opened() }).toEqual({ open: 1, opened: 2 });
  expect((await bench.device.run(async (line) => line.write(Uint8Array.of(1)))).isOk()).toBe(true);
});

test('a silent device gets a new line now and then, and is told as silent all the while', async () => {
  const bench = createSupervisionBench();
  bench.setVerdict(['SILENT']);
  await waysInto.ready(bench);
  bench.told.length = 0;
  const untilReset = SILENT_PROBES_UNTIL_RESET * supervisionDelays.reprobe + supervisionDelays.reopen;
  await bench.pass(untilReset + 200);
  expect({ open: bench.openLines(), opened: bench.opened() }).toEqual({ open: 1, opened: 2 });
  await bench.pass(untilReset + 200);
  expect({ open: bench.openLines(), opened: bench.opened() }).toEqual({ open: 1, opened: 3 });
  expect(bench.told).toEqual([]);
  bench.setVerdict([]);
  await bench.pass(1000);
  expect(bench.told).toEqual(['ready']);
});

test('a device with a fault that it names keeps its line, however long', async () => {
  const bench = createSupervisionBench();
  bench.setVerdict(['PAPER']);
  await waysInto.ready(bench);
  await bench.pass(60_000);
  expect(bench.opened()).toBe(1);
});

test('a line whose closing hangs is opened anew all the same, and stopping does not hang', async () => {
  const bench = createSupervisionBench();
  await waysInto.ready(bench);
  bench.setCloses(false);
  bench.device.reopen('stuck');
  await bench.pass(supervisionDelays.close + supervisionDelays.reopen + 100);
  expect(bench.device.status().state).toBe('ready');
  const stopped = bench.device.stop();
  await bench.pass(supervisionDelays.close);
  await stopped;
});
