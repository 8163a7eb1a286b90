import fc from 'fast-check';
import { err, ok, type Result } from 'neverthrow';
import { expect, test } from 'vitest';
import { SimulatedClock } from 'xstate';
import type { DeviceState } from '../device.ts';
import type { ByteTransport, TransportError, TransportOpener } from '../transport/byte-transport.ts';
import { FLAPPING, SILENT_PROBES_UNTIL_RESET, supervisionDelays } from './delays.ts';
import { supervise } from './supervise.ts';

type Fault = 'ABSENT' | 'LOST' | 'SILENT' | 'PAPER' | 'WRONG';

/** Lets every promise that can settle without a timer settle. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A socket into which a device is put or not; the lines it gives are lost when it is taken out. */
function createBench(everyMs?: number) {
  const clock = new SimulatedClock();
  let plugged = true;
  let verdict: readonly Fault[] = [];
  let gate: Promise<void> = Promise.resolve();
  let holds: 'all' | 'probes' = 'all';
  let release = () => {};
  let probes = 0;
  let opened = 0;
  let questions = 0;
  let answers: readonly (readonly Fault[])[] = [];
  let takesBytes = true;
  let closes = true;
  const open = new Set<(error: TransportError) => void>();

  const opener: TransportOpener = {
    description: 'bench',
    baudRate: undefined,
    open: async (): Promise<Result<ByteTransport, TransportError>> => {
      if (holds === 'all') await gate;
      if (!plugged) return err({ code: 'PORT_MISSING', detail: 'no plug' });
      let listener: (error: TransportError) => void = () => {};
      const lose = (error: TransportError) => {
        open.delete(lose);
        listener(error);
      };
      open.add(lose);
      opened += 1;
      return ok({
        write: () =>
          Promise.resolve(takesBytes ? ok() : err({ code: 'PORT_TIMEOUT', detail: 'took no bytes' })),
        onBytes: () => {},
        onLost: (next) => {
          listener = next;
        },
        close: () => {
          open.delete(lose);
          return closes ? Promise.resolve() : never();
        },
      });
    },
  };
  const device = supervise<ByteTransport, Fault>({
    opener,
    connect: (transport) => transport,
    probe: async () => {
      probes += 1;
      await gate;
      return { faults: verdict, warnings: [] };
    },
    question: {
      everyMs,
      ask: async () => {
        const [answer = verdict, ...later] = answers;
        answers = later;
        questions += 1;
        return { faults: answer, warnings: [] };
      },
    },
    faults: { absent: 'ABSENT', lost: 'LOST', silent: 'SILENT' },
    clock,
  });
  const told: DeviceState[] = [];
  device.onStatus((status) => told.push(status.state));
  return {
    device,
    clock,
    told,
    openLines: () => open.size,
    probes: () => probes,
    opened: () => opened,
    questions: () => questions,
    /** What the next questions are answered, before they are answered as probes are. */
    answer: (...next: readonly (readonly Fault[])[]) => {
      answers = next;
    },
    setTakesBytes: (takes: boolean) => {
      takesBytes = takes;
    },
    setCloses: (does: boolean) => {
      closes = does;
    },
    plug: () => {
      plugged = true;
    },
    unplug: () => {
      plugged = false;
      for (const lose of Array.from(open)) lose({ code: 'PORT_LOST', detail: 'pulled' });
    },
    setVerdict: (faults: readonly Fault[]) => {
      verdict = faults;
    },
    /** Opening and probing, or probing alone, hang until they are let go. */
    hold: (what: 'all' | 'probes' = 'all') => {
      holds = what;
      // What an earlier hold stopped goes on, or nobody could ever release it.
      release();
      gate = new Promise((resolve) => {
        release = resolve;
      });
    },
    letGo: () => {
      gate = Promise.resolve();
      release();
    },
    /** Time passes in small steps, as promises and timers take turns in life. */
    pass: async (ms: number) => {
      for (let passed = 0; passed < ms; passed += 20) {
        clock.increment(Math.min(20, ms - passed));
        await settle();
      }
    },
  };
}
type Bench = ReturnType<typeof createBench>;

const never = () => new Promise<never>(() => {});

/** How to bring a bench into each state; the compiler sees that none is left out. */
const waysInto: Record<DeviceState, (bench: Bench) => Promise<void>> = {
  absent: async (bench) => {
    bench.unplug();
    bench.device.start();
    await settle();
  },
  opening: async (bench) => {
    bench.hold();
    bench.device.start();
    await settle();
  },
  probing: async (bench) => {
    bench.hold('probes');
    bench.device.start();
    await settle();
  },
  ready: async (bench) => {
    bench.device.start();
    await settle();
  },
  busy: async (bench) => {
    await waysInto.ready(bench);
    void bench.device.run(never);
    await settle();
  },
  faulted: async (bench) => {
    bench.setVerdict(['PAPER']);
    await waysInto.ready(bench);
  },
  lost: async (bench) => {
    await waysInto.ready(bench);
    bench.unplug();
    await settle();
  },
};
const everyState = Object.keys(waysInto) as DeviceState[];

test.each(everyState)(
  'unplugged while %s: commands end, and it works within 1 s of its return',
  async (state) => {
    const bench = createBench();
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
  const bench = createBench();
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
  const bench = createBench();
  await waysInto.absent(bench);
  await bench.pass(60_000);
  expect(bench.told).toEqual(['opening', 'absent']);
  expect(bench.device.detail()).toBe('PORT_MISSING: no plug');
});

test('a flapping plug is told as lost until it has held', async () => {
  const bench = createBench();
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

test('one command at a time, in order, and a result goes to its own caller', async () => {
  const bench = createBench();
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
  const bench = createBench();
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
  const bench = createBench();
  await waysInto.ready(bench);
  bench.told.length = 0;
  await bench.device.run(async () => ok(), { quiet: true });
  expect(bench.told).toEqual([]);
  await bench.device.run(async () => ok());
  expect(bench.told).toEqual(['busy', 'ready']);
});

test('the signal of a command aborts when the line goes', async () => {
  const bench = createBench();
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
  const bench = createBench();
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
  const bench = createBench();
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

test('a probe that hangs makes the device silent', async () => {
  const bench = createBench();
  await waysInto.probing(bench);
  await bench.pass(supervisionDelays.probeTimeout);
  expect(bench.device.status()).toMatchObject({ state: 'faulted', faults: ['SILENT'] });
});

test('a stuck line is given up and opened anew', async () => {
  const bench = createBench();
  await waysInto.ready(bench);
  bench.device.reopen('write timed out');
  expect(bench.device.status()).toMatchObject({ state: 'lost', faults: ['LOST'] });
  expect(bench.device.detail()).toBe('write timed out');
  await bench.pass(1000);
  expect(bench.device.status().state).toBe('ready');
  expect(bench.openLines()).toBe(1);
});

test('a line that takes no bytes ends its commands, is told as silent once, and is opened anew', async () => {
  const bench = createBench();
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
  const bench = createBench();
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
  const bench = createBench();
  bench.setVerdict(['PAPER']);
  await waysInto.ready(bench);
  await bench.pass(60_000);
  expect(bench.opened()).toBe(1);
});

test('a line whose closing hangs is opened anew all the same, and stopping does not hang', async () => {
  const bench = createBench();
  await waysInto.ready(bench);
  bench.setCloses(false);
  bench.device.reopen('stuck');
  await bench.pass(supervisionDelays.close + supervisionDelays.reopen + 100);
  expect(bench.device.status().state).toBe('ready');
  const stopped = bench.device.stop();
  await bench.pass(supervisionDelays.close);
  await stopped;
});

const EVERY_MS = 10_000;

test('a device that nobody uses is asked now and then, and a use puts it off', async () => {
  const bench = createBench(EVERY_MS);
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
  const bench = createBench(EVERY_MS);
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
  const bench = createBench(EVERY_MS);
  await waysInto.ready(bench);
  bench.answer(['LOST']);
  await bench.pass(EVERY_MS + supervisionDelays.reopen);
  expect(bench.opened()).toBe(2);
  expect(bench.device.status().state).toBe('ready');
});

test('a device is checked by its question at once, also one that is faulted', async () => {
  const bench = createBench();
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

test('since is the time of the last change', async () => {
  const bench = createBench();
  await waysInto.ready(bench);
  bench.clock.increment(5000);
  bench.unplug();
  expect(bench.device.status().since).toBe(5000);
});

type Step = { readonly name: string; readonly run: (bench: Bench) => unknown };
const step = (name: string, run: (bench: Bench) => unknown): Step => ({ name, run });
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
      const bench = createBench(supervisionDelays.reprobe);
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
