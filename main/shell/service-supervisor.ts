import { assign, setup } from 'xstate';
import { type Backoff, backoffDelay } from './backoff.ts';

/** All in milliseconds, but for the number of missed answers. */
export type SupervisorTiming = {
  /** From launch to the ready message; long enough for a migration of a large database on a slow disk. */
  readonly startupMs: number;
  /** From SIGTERM to SIGKILL. */
  readonly stopMs: number;
  /** From SIGKILL to giving up on the exit notice: only a process stuck in the kernel takes longer. */
  readonly killMs: number;
  /** A service that has served this long is well again: its earlier failures no longer count. */
  readonly healthyMs: number;
  readonly healthIntervalMs: number;
  readonly healthTimeoutMs: number;
  /** Unanswered questions in a row after which the service counts as hung. */
  readonly healthMisses: number;
  readonly backoff: Backoff;
};

export const supervisorTiming: SupervisorTiming = {
  startupMs: 30_000,
  stopMs: 5_000,
  killMs: 2_000,
  healthyMs: 60_000,
  healthIntervalMs: 5_000,
  healthTimeoutMs: 5_000,
  healthMisses: 3,
  backoff: { firstMs: 500, longestMs: 30_000 },
};

export type ServiceExit = {
  readonly code: number | null;
  readonly signal: string | null;
};

/** Exit code of a service whose port another program holds. */
const PORT_IN_USE = 3;

export type ExitMeaning = 'stopped' | 'port-in-use' | 'crashed';

/** What an exit means: 0 is a stop that was asked for, 3 a port that is held by another, all else a crash. */
export function exitMeaning(exit: ServiceExit): ExitMeaning {
  if (exit.code === 0) return 'stopped';
  if (exit.code === PORT_IN_USE) return 'port-in-use';
  return 'crashed';
}

/** What the supervisor does to the world; each is told to the process part and answered by an event. */
export type SupervisorEffects = {
  /** Starts the service; `port` 0 lets the system choose. Answered by READY or EXITED. */
  readonly launch: (port: number) => void;
  /** Asks the service to stop. Answered by EXITED. */
  readonly terminate: () => void;
  readonly kill: () => void;
  /** Asks the service for any answer at all. Answered by ANSWERED. */
  readonly askHealth: (url: string) => void;
  readonly note: (note: SupervisorNote) => void;
};

/** What happened, for the log. */
export type SupervisorNote =
  | { readonly event: 'service.exited'; readonly meaning: ExitMeaning; readonly exit: ServiceExit }
  | { readonly event: 'service.startup-timeout' }
  | { readonly event: 'service.hung' }
  | { readonly event: 'service.killed' }
  | { readonly event: 'service.restart-planned'; readonly failures: number; readonly delayMs: number };

export type SupervisorEvent =
  | { readonly type: 'READY'; readonly url: string; readonly port: number }
  | { readonly type: 'EXITED'; readonly exit: ServiceExit }
  | { readonly type: 'ANSWERED' }
  | { readonly type: 'QUIT' };

type Context = {
  readonly failures: number;
  readonly misses: number;
  /** The port of the last run, so that the page reconnects to the same address after a restart. */
  readonly port: number;
  readonly url: string;
};

/**
 * Keeps the terminal service running: starts it, tells a stop from a held port and a crash, restarts it with
 * bounded backoff for as long as the shell lives, ends one that hangs, and stops it within a bounded time.
 * In `serving` the context's `url` opens the page; `stopped` is the end.
 */
export function serviceSupervisor(effects: SupervisorEffects, timing: SupervisorTiming, firstPort: number) {
  return setup({
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- XState's way to be told types; nothing reads it
    types: { context: {} as Context, events: {} as SupervisorEvent },
    delays: {
      startup: timing.startupMs,
      stop: timing.stopMs,
      killed: timing.killMs,
      healthy: timing.healthyMs,
      healthInterval: timing.healthIntervalMs,
      healthTimeout: timing.healthTimeoutMs,
      backoff: ({ context }) => backoffDelay(timing.backoff, context.failures),
    },
    actions: {
      launch: ({ context }) => effects.launch(context.port),
      terminate: () => effects.terminate(),
      kill: () => {
        effects.note({ event: 'service.killed' });
        effects.kill();
      },
      askHealth: ({ context }) => effects.askHealth(context.url),
      noteExit: ({ event }) => {
        if (event.type !== 'EXITED') return;
        effects.note({ event: 'service.exited', meaning: exitMeaning(event.exit), exit: event.exit });
      },
      noteStartupTimeout: () => effects.note({ event: 'service.startup-timeout' }),
      noteHung: () => effects.note({ event: 'service.hung' }),
      noteRestart: ({ context }) =>
        effects.note({
          event: 'service.restart-planned',
          failures: context.failures,
          delayMs: backoffDelay(timing.backoff, context.failures),
        }),
      countFailure: assign({ failures: ({ context }) => context.failures + 1 }),
      forgetFailures: assign({ failures: 0 }),
      forgetPort: assign({ port: 0 }),
      countMiss: assign({ misses: ({ context }) => context.misses + 1 }),
      forgetMisses: assign({ misses: 0 }),
    },
    guards: {
      anotherHoldsThePort: ({ context, event }) =>
        event.type === 'EXITED' && exitMeaning(event.exit) === 'port-in-use' && context.port !== 0,
      missedTooOften: ({ context }) => context.misses + 1 >= timing.healthMisses,
    },
  }).createMachine({
    id: 'service',
    context: { failures: 0, misses: 0, port: firstPort, url: '' },
    initial: 'starting',
    states: {
      starting: {
        entry: 'launch',
        on: {
          READY: {
            target: 'serving',
            actions: assign({ url: ({ event }) => event.url, port: ({ event }) => event.port }),
          },
          EXITED: [
            {
              guard: 'anotherHoldsThePort',
              target: 'starting',
              reenter: true,
              actions: ['noteExit', 'forgetPort'],
            },
            { target: 'resting', actions: 'noteExit' },
          ],
          QUIT: 'quitting',
        },
        after: { startup: { target: 'stopping', actions: 'noteStartupTimeout' } },
      },
      serving: {
        type: 'parallel',
        entry: 'forgetMisses',
        on: { EXITED: { target: 'resting', actions: 'noteExit' }, QUIT: 'quitting' },
        states: {
          trust: {
            initial: 'gaining',
            states: {
              gaining: { after: { healthy: 'gained' } },
              gained: { entry: 'forgetFailures' },
            },
          },
          health: {
            initial: 'waiting',
            states: {
              waiting: { after: { healthInterval: 'asking' } },
              asking: {
                entry: 'askHealth',
                on: { ANSWERED: { target: 'waiting', actions: 'forgetMisses' } },
                after: {
                  healthTimeout: [
                    { guard: 'missedTooOften', target: '#service.stopping', actions: 'noteHung' },
                    { target: 'waiting', actions: 'countMiss' },
                  ],
                },
              },
            },
          },
        },
      },
      /** The service is being ended because it does not do its work. */
      stopping: {
        entry: 'terminate',
        on: { EXITED: { target: 'resting', actions: 'noteExit' }, QUIT: 'quitting' },
        after: { stop: { actions: 'kill' } },
      },
      resting: {
        entry: ['countFailure', 'noteRestart'],
        on: { QUIT: 'stopped' },
        after: { backoff: 'starting' },
      },
      quitting: {
        initial: 'asking',
        on: { EXITED: { target: 'stopped', actions: 'noteExit' } },
        states: {
          asking: { entry: 'terminate', after: { stop: 'killing' } },
          killing: { entry: 'kill', after: { killed: '#service.stopped' } },
        },
      },
      stopped: { type: 'final' },
    },
  });
}
