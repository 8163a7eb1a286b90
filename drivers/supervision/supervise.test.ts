import { ok } from 'neverthrow';
import { expect, test } from 'vitest';
import type { DeviceState } from '../device.ts';
import { FLAPPING, supervisionDelays } from './delays.ts';
import { createSupervisionBench, never, settle, waysInto } from './testing/supervision-bench.ts';

const everyState = Object.keys(waysInto) as DeviceState[];

test.each(everyState)(
  'unplugged while %s: commands end, and it works within 1 s of its return',
  async (state) => {
    const bench = createSupervisionBench();
    await waysInto[state](bench);
    expect(bench.device.status().state).toBe(state);
    const shown = bench.device.run(never);
    const quiet = bench.device.run(never, { quiet: true });
    bench.unplug();
    bench.letGo();
    await settle();
    expect((await shown).isErr()).toBe(true);
    expect((await quiet).isErr()).toBe(true);
    expect(['absent', 'lost']).toContain(bench.device.status().state);
    expect(bench.device.status().faults).not.toEqual([]);
    expect(bench.openLines()).toBe(0);

    await bench.pass(5000);
    expect(['absent', 'lost']).toContain(bench.device.status().state);
    bench.setVerdict([]);
    bench.plug();
    await bench.pass(1000);
    expect(bench.device.status()).toMatchObject({ state: 'ready', faults: [] });
    expect((await bench.device.run(async () => ok('works')))._unsafeUnwrap()).toBe('works');
    await bench.device.stop();
  },
);

test.each(everyState)('stopped while %s: commands end, the line is closed and stays so', async (state) => {
  const bench = createSupervisionBench();
  await waysInto[state](bench);
  const shown = bench.device.run(never);
  const quiet = bench.device.run(never, { quiet: true });
  const stopping = bench.device.stop();
  bench.letGo();
  await stopping;
  expect((await shown).isErr()).toBe(true);
  expect((await quiet).isErr()).toBe(true);
  expect(bench.openLines()).toBe(0);
  expect(bench.device.status().state).toBe('absent');
  bench.plug();
  await bench.pass(20_000);
  expect(bench.openLines()).toBe(0);
  expect(bench.device.status().state).toBe('absent');

  bench.setVerdict([]);
  bench.device.start();
  await settle();
  expect(bench.device.status().state).toBe('ready');
  await bench.device.stop();
});

test('a device that was never there is told as absent once, however often it is looked for', async () => {
  const bench = createSupervisionBench();
  await waysInto.absent(bench);
  await bench.pass(60_000);
  expect(bench.told).toEqual(['opening', 'absent']);
  expect(bench.device.detail()).toBe('PORT_MISSING: no plug');
});

test('a flapping plug is told as lost until it has held', async () => {
  const bench = createSupervisionBench();
  await waysInto.ready(bench);
  for (let flap = 0; flap < 50; flap += 1) {
    bench.unplug();
    await bench.pass(100);
    bench.plug();
    await bench.pass(600);
  }
  // Once per loss until it counts as flapping: lost, probing, ready.
  expect(bench.told.length).toBeLessThanOrEqual(3 * FLAPPING.losses + 2);
  expect(bench.told.at(-1)).toBe('lost');
  await bench.pass(supervisionDelays.steady + 1000);
  expect(bench.device.status().state).toBe('ready');
});

test('since is the time of the last change', async () => {
  const bench = createSupervisionBench();
  await waysInto.ready(bench);
  bench.clock.increment(5000);
  bench.unplug();
  expect(bench.device.status().since).toBe(5000);
});
