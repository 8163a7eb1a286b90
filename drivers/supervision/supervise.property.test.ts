import fc from 'fast-check';
import { ok } from 'neverthrow';
import { expect, test } from 'vitest';
import { supervisionDelays } from './delays.ts';
import {
  createSupervisionBench,
  type Fault,
  type SupervisionBench,
  settle,
} from './testing/supervision-bench.ts';

type Step = { readonly name: string; readonly run: (bench: SupervisionBench) => unknown };
const step = (name: string, run: (bench: SupervisionBench) => unknown): Step => ({ name, run });
const steps = fc.oneof(
  fc.constant(step('plug', (bench) => bench.plug())),
  fc.constant(step('unplug', (bench) => bench.unplug())),
  fc.constant(step('hold', (bench) => bench.hold())),
  fc.constant(step('hold probes', (bench) => bench.hold('probes'))),
  fc.constant(step('let go', (bench) => bench.letGo())),
  fc.constant(step('start', (bench) => bench.device.start())),
  fc.constant(step('stop', (bench) => void bench.device.stop())),
  fc.constant(step('reopen', (bench) => bench.device.reopen('stuck'))),
  fc
    .subarray<Fault>(['PAPER', 'WRONG', 'SILENT'])
    .map((faults) => step('verdict', (bench) => bench.setVerdict(faults))),
  fc.subarray<Fault>(['PAPER']).map((faults) => step('report', (bench) => bench.device.report(faults))),
  fc.constant(
    step('stuck', async (bench) => {
      bench.setTakesBytes(false);
      void bench.device.run(async (line) => line.write(Uint8Array.of(1)), { quiet: true });
      await settle();
      bench.setTakesBytes(true);
    }),
  ),
  fc.integer({ min: 1, max: 3000 }).map((ms) => step(`pass ${ms}`, (bench) => bench.pass(ms))),
);

test('whatever happens in whatever order: one line at most, no command left over, and it recovers', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(steps, fc.boolean()), { maxLength: 25 }), async (history) => {
      const bench = createSupervisionBench(supervisionDelays.reprobe);
      const commands: Promise<unknown>[] = [];
      bench.device.start();
      for (const [{ run }, flush] of history) {
        commands.push(
          bench.device.run(async () => ok()),
          bench.device.run(async () => ok(), { quiet: true }),
        );
        await run(bench);
        if (flush) await settle();
        expect(bench.openLines()).toBeLessThanOrEqual(1);
        const { state, faults } = bench.device.status();
        const told = { working: ['ready', 'busy'].includes(state), faulty: faults.length > 0 };
        expect(told).not.toEqual({ working: true, faulty: true });
        const silent = ['absent', 'lost', 'faulted'].includes(state) && !told.faulty;
        expect(silent).toBe(false);
      }
      bench.letGo();
      bench.setVerdict([]);
      bench.plug();
      bench.device.start();
      await bench.pass(supervisionDelays.steady + supervisionDelays.probeTimeout + 1000);
      expect(bench.device.status().state).toBe('ready');
      await Promise.all(commands);
      await bench.device.stop();
      expect(bench.openLines()).toBe(0);
    }),
    { numRuns: 400 },
  );
});
