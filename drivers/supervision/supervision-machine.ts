import { assign, fromPromise, setup } from 'xstate';
import type { DeviceState } from '../device.ts';
import type { DeviceHint } from '../other-devices.ts';
import { FLAPPING, SILENT_PROBES_UNTIL_RESET, supervisionDelays } from './delays.ts';

/** What a probe found out. A device without faults is ready. */
export type ProbeVerdict<Fault extends string, Warning extends string> = {
  readonly faults: readonly Fault[];
  readonly warnings: readonly Warning[];
  /** What seems to be there instead. */
  readonly hint?: DeviceHint | undefined;
};

export type SupervisionFaults<Fault extends string> = {
  /** The line could never be opened. */
  readonly absent: Fault;
  /** The line was open and went away. */
  readonly lost: Fault;
  /** The line is open and the device does not answer. */
  readonly silent: Fault;
};

type SupervisionEvent<Fault extends string, Warning extends string> =
  | { readonly type: 'START' }
  | { readonly type: 'STOP' }
  | { readonly type: 'LINE_LOST' }
  /** The line is open and takes no bytes; it has been closed. */
  | { readonly type: 'LINE_STUCK' }
  | { readonly type: 'COMMAND_BEGUN' }
  | { readonly type: 'COMMAND_ENDED' }
  | ({ readonly type: 'REPORTED' } & ProbeVerdict<Fault, Warning>);

type Context<Fault extends string, Warning extends string> = {
  readonly faults: readonly Fault[];
  readonly warnings: readonly Warning[];
  readonly commands: number;
  /** When the line was lost of late, oldest first. */
  readonly losses: readonly number[];
  /** Probes in a row on the present line that were not answered. */
  readonly silentProbes: number;
};

export type SupervisionParts<Fault extends string, Warning extends string> = {
  readonly faults: SupervisionFaults<Fault>;
  /** What the last error of the line says, where that is more than that it is absent or lost. */
  readonly blamed: () => Fault | undefined;
  readonly now: () => number;
  /** True when the line is open now. */
  readonly openLine: (signal: AbortSignal) => Promise<boolean>;
  readonly probe: (signal: AbortSignal) => Promise<ProbeVerdict<Fault, Warning>>;
  /** Closes the line if it is open. */
  readonly dropLine: () => void;
};

/**
 * The one machine that watches every class of device. Retries happen inside `absent` and `lost` and probes
 * inside `faulted`, so that whoever listens hears of results and not of attempts.
 */
export function createSupervisionMachine<Fault extends string, Warning extends string>(
  parts: SupervisionParts<Fault, Warning>,
) {
  const { faults, blamed, now } = parts;

  return setup({
    // oxlint-disable-next-line typescript/no-unnecessary-type-assertion, typescript/no-unsafe-type-assertion -- xstate is told types by a value of them
    types: {} as {
      context: Context<Fault, Warning>;
      events: SupervisionEvent<Fault, Warning>;
      /** What the world outside calls the state; `stopped` is told as absent. */
      tags: DeviceState;
    },
    actors: {
      openLine: fromPromise<boolean>(({ signal }) => parts.openLine(signal)),
      probe: fromPromise<ProbeVerdict<Fault, Warning>>(({ signal }) => parts.probe(signal)),
    },
    delays: supervisionDelays,
    guards: {
      hasFaults: ({ context }) => context.faults.length > 0,
      hasCommands: ({ context }) => context.commands > 0,
      flaps: ({ context }) =>
        context.losses.filter((at) => at > now() - FLAPPING.windowMs).length >= FLAPPING.losses,
      staysSilent: ({ context }) => context.silentProbes >= SILENT_PROBES_UNTIL_RESET,
    },
    actions: {
      forget: assign({ faults: [], warnings: [], commands: 0, losses: [], silentProbes: 0 }),
      blameAbsence: assign(() => ({ faults: [blamed() ?? faults.absent], warnings: [], commands: 0 })),
      blameSilence: assign({
        faults: [faults.silent],
        warnings: [],
        silentProbes: ({ context }) => context.silentProbes + 1,
      }),
      reset: assign({ faults: [faults.silent], warnings: [], commands: 0, silentProbes: 0 }),
      dropLine: () => parts.dropLine(),
      blameLoss: assign({
        faults: () => [blamed() ?? faults.lost],
        warnings: [],
        commands: 0,
        silentProbes: 0,
        losses: ({ context }) => [...context.losses, now()].slice(-FLAPPING.losses),
      }),
      /** It stays lost, perhaps for another reason by now. */
      renameLoss: assign({ faults: () => [blamed() ?? faults.lost] }),
      countCommand: assign({ commands: ({ context }) => context.commands + 1 }),
      uncountCommand: assign({ commands: ({ context }) => Math.max(0, context.commands - 1) }),
      take: assign((_, verdict: ProbeVerdict<Fault, Warning>) => ({
        faults: verdict.faults,
        warnings: verdict.warnings,
      })),
      countSilence: assign({
        silentProbes: ({ context }) =>
          context.faults.includes(faults.silent) ? context.silentProbes + 1 : 0,
      }),
    },
  }).createMachine({
    id: 'supervision',
    context: { faults: [faults.absent], warnings: [], commands: 0, losses: [], silentProbes: 0 },
    initial: 'stopped',
    on: { STOP: '.stopped' },
    states: {
      stopped: {
        tags: 'absent',
        entry: 'blameAbsence',
        on: { START: { target: 'opening', actions: 'forget' } },
      },
      opening: {
        tags: 'opening',
        invoke: {
          src: 'openLine',
          onDone: [{ guard: ({ event }) => event.output, target: 'probing' }, { target: 'absent' }],
        },
      },
      absent: {
        tags: 'absent',
        entry: 'blameAbsence',
        initial: 'waiting',
        states: {
          waiting: { after: { reopen: 'trying' } },
          trying: {
            invoke: {
              src: 'openLine',
              onDone: [
                { guard: ({ event }) => event.output, target: '#supervision.probing' },
                { target: 'waiting', actions: 'blameAbsence' },
              ],
            },
          },
        },
      },
      lost: {
        tags: 'lost',
        entry: 'blameLoss',
        initial: 'waiting',
        states: {
          waiting: { after: { reopen: 'trying' } },
          trying: {
            invoke: {
              src: 'openLine',
              onDone: [
                { guard: ({ event }) => event.output, target: 'opened' },
                { target: 'waiting', actions: 'renameLoss' },
              ],
            },
          },
          opened: { always: [{ guard: 'flaps', target: 'steadying' }, { target: '#supervision.probing' }] },
          steadying: {
            after: { steady: '#supervision.probing' },
            on: { LINE_LOST: { target: 'waiting', actions: 'blameLoss' } },
          },
        },
      },
      probing: {
        tags: 'probing',
        invoke: {
          src: 'probe',
          onDone: {
            target: 'working',
            actions: [{ type: 'take', params: ({ event }) => event.output }, 'countSilence'],
          },
        },
        after: { probeTimeout: { target: 'working', actions: 'blameSilence' } },
        on: { LINE_LOST: 'lost', LINE_STUCK: 'wedged' },
      },
      /** Told as faulted throughout: whoever looks sees a device that does not answer, not the attempts. */
      wedged: {
        tags: 'faulted',
        entry: ['reset', 'dropLine'],
        initial: 'waiting',
        on: { LINE_LOST: 'lost', LINE_STUCK: { target: 'wedged', reenter: true } },
        states: {
          waiting: { after: { reopen: 'trying' } },
          trying: {
            invoke: {
              src: 'openLine',
              onDone: [
                { guard: ({ event }) => event.output, target: 'probing' },
                { target: '#supervision.lost' },
              ],
            },
          },
          probing: {
            invoke: {
              src: 'probe',
              onDone: {
                target: '#supervision.working',
                actions: [{ type: 'take', params: ({ event }) => event.output }, 'countSilence'],
              },
            },
            after: { probeTimeout: { target: '#supervision.working', actions: 'blameSilence' } },
          },
        },
      },
      working: {
        initial: 'ready',
        on: {
          LINE_LOST: 'lost',
          LINE_STUCK: 'wedged',
          COMMAND_BEGUN: { actions: 'countCommand' },
          COMMAND_ENDED: { actions: 'uncountCommand' },
          REPORTED: { actions: { type: 'take', params: ({ event }) => event } },
        },
        states: {
          ready: {
            tags: 'ready',
            always: [
              { guard: 'hasFaults', target: 'faulted' },
              { guard: 'hasCommands', target: 'busy' },
            ],
          },
          busy: {
            tags: 'busy',
            always: [
              { guard: 'hasFaults', target: 'faulted' },
              { guard: ({ context }) => context.commands === 0, target: 'ready' },
            ],
          },
          faulted: {
            tags: 'faulted',
            always: { guard: ({ context }) => context.faults.length === 0, target: 'ready' },
            initial: 'resting',
            states: {
              resting: {
                // While a command is under way its driver watches the device itself.
                after: {
                  reprobe: [
                    { guard: 'hasCommands', target: 'resting', reenter: true },
                    { guard: 'staysSilent', target: '#supervision.wedged' },
                    { target: 'probing' },
                  ],
                },
              },
              probing: {
                invoke: {
                  src: 'probe',
                  onDone: {
                    target: 'resting',
                    actions: [{ type: 'take', params: ({ event }) => event.output }, 'countSilence'],
                  },
                },
                after: { probeTimeout: { target: 'resting', actions: 'blameSilence' } },
              },
            },
          },
        },
      },
    },
  });
}
