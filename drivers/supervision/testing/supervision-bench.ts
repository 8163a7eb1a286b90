import { err, ok, type Result } from 'neverthrow';
import { SimulatedClock } from 'xstate';
import type { DeviceState } from '../../device.ts';
import type { ByteTransport, TransportError, TransportOpener } from '../../transport/byte-transport.ts';
import { supervise } from '../supervise.ts';

export type Fault = 'ABSENT' | 'LOST' | 'SILENT' | 'PAPER' | 'WRONG';

/** Lets every promise that can settle without a timer settle. */
export const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A socket into which a device is put or not; the lines it gives are lost when it is taken out. */
export function createSupervisionBench(everyMs?: number) {
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
export type SupervisionBench = ReturnType<typeof createSupervisionBench>;

export const never = () => new Promise<never>(() => {});

/** How to bring a bench into each state; the compiler sees that none is left out. */
export const waysInto: Record<DeviceState, (bench: SupervisionBench) => Promise<void>> = {
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
