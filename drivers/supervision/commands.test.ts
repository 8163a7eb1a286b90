import { ok, type Result } from 'neverthrow';
import { expect, test } from 'vitest';
import { supervisionDelays } from './delays.ts';
import { createSupervisionBench, type Fault, never, settle, waysInto } from './testing/supervision-bench.ts';

test('one command at a time, in order, and a result goes to its own caller', async () => {
  const bench = createSupervisionBench();
  await waysInto.ready(bench);
  const order: string[] = [];
  const command = (name: string) =>
    bench.device.run(async () => {
      order.push(`${name} begins`);
      await settle();
      order.push(`${name} ends`);
      return ok(name);
    });
  const results = await Promise.all([command('a'), command('b'), command('c')]);
  expect(results.map((result) => result._unsafeUnwrap())).toEqual(['a', 'b', 'c']);
  expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  expect(bench.device.status().state).toBe('ready');
});

test('a command that waited is refused with the fault that the one before it met', async () => {
  const bench = createSupervisionBench();
  await waysInto.ready(bench);
  const first = bench.device.run(async () => {
    await settle();
    bench.device.report(['PAPER']);
    return ok();
  });
  const second = bench.device.run(async () => ok());
  expect((await first).isOk()).toBe(true);
  expect((await second)._unsafeUnwrapErr()).toBe('PAPER');
});

test('busy while a command runs; a quiet one does not show', async () => {
  const bench = createSupervisionBench();
  await waysInto.ready(bench);
  bench.told.length = 0;
  await bench.device.run(async () => ok(), { quiet: true });
  expect(bench.told).toEqual([]);
  await bench.device.run(async () => ok());
  expect(bench.told).toEqual(['busy', 'ready']);
});

test('the signal of a command aborts when the line goes', async () => {
  const bench = createSupervisionBench();
  await waysInto.ready(bench);
  let aborted = false;
  const command = bench.device.run((_, signal) => {
    signal.addEventListener('abort', () => {
      aborted = true;
    });
    return never();
  });
  await settle();
  bench.unplug();
  expect((await command)._unsafeUnwrapErr()).toBe('LOST');
  expect(aborted).toBe(true);
});

test('a fault refuses commands with its name, and goes when a probe finds it gone', async () => {
  const bench = createSupervisionBench();
  bench.setVerdict(['WRONG']);
  await waysInto.ready(bench);
  expect(bench.device.status()).toMatchObject({ state: 'faulted', faults: ['WRONG'] });
  expect((await bench.device.run(async () => ok()))._unsafeUnwrapErr()).toBe('WRONG');
  bench.told.length = 0;
  await bench.pass(10_000);
  expect(bench.told).toEqual([]);
  bench.setVerdict([]);
  await bench.pass(supervisionDelays.reprobe + 100);
  expect(bench.told).toEqual(['ready']);
});

test('a fault in the middle of a command shows, is not probed, and the command goes on when it is gone', async () => {
  const bench = createSupervisionBench();
  await waysInto.ready(bench);
  let finish = () => {};
  const job = bench.device.run(
    () =>
      new Promise<Result<string, Fault>>((resolve) => {
        finish = () => resolve(ok('printed'));
      }),
  );
  await settle();
  bench.device.report(['PAPER']);
  expect(bench.device.status()).toMatchObject({ state: 'faulted', faults: ['PAPER'] });
  const probed = bench.probes();
  await bench.pass(5000);
  expect(bench.probes()).toBe(probed);
  expect(bench.device.status()).toMatchObject({ state: 'faulted', faults: ['PAPER'] });
  bench.device.report([]);
  expect(bench.device.status().state).toBe('busy');
  finish();
  expect((await job)._unsafeUnwrap()).toBe('printed');
  expect(bench.device.status().state).toBe('ready');
});
