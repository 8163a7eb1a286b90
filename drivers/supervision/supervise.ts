import { err, ok, type Result } from 'neverthrow';
import { createActor } from 'xstate';
import type { DeviceState, DeviceStatus, SupervisedDevice } from '../device.ts';
import type { DeviceHint } from '../other-devices.ts';
import type { ByteTransport, TransportError, TransportOpener } from '../transport/byte-transport.ts';
import { supervisionDelays } from './delays.ts';
import { askSurely, createIdleTimer, gravest, type IdleQuestion } from './idle-question.ts';
import {
  createSupervisionMachine,
  type ProbeVerdict,
  type SupervisionFaults,
} from './supervision-machine.ts';
import type { TimerClock } from './timer-clock.ts';

export type { ProbeVerdict } from './supervision-machine.ts';

export type SuperviseOptions<Session, Fault extends string, Warning extends string> = {
  readonly opener: TransportOpener;
  /** Makes what the driver needs to speak over a line that has just opened (decoder, waiting answers). */
  readonly connect: (transport: ByteTransport) => Session;
  /** Finds out whether the right device is there and what hinders it. Never rejects. */
  readonly probe: (session: Session, signal: AbortSignal) => Promise<ProbeVerdict<Fault, Warning>>;
  /** Undefined where a device that works cannot be told from one that is silent. */
  readonly question?: IdleQuestion<Session, Fault, Warning> | undefined;
  readonly faults: SupervisionFaults<Fault>;
  /** The fault of a line whose error says more than that it is absent or lost. */
  readonly blame?: ((error: TransportError) => Fault | undefined) | undefined;
  readonly clock: TimerClock;
};

/** A command gets the line for itself. `signal` aborts when the line ends; its result is not waited for then. */
type Command<Session, T, E> = (session: Session, signal: AbortSignal) => Promise<Result<T, E>>;

type RunOptions = {
  /** Does not show as `busy` and runs on a faulted device too: polls of its state. */
  readonly quiet?: boolean;
};

export type Supervision<Session, Fault extends string, Warning extends string> = SupervisedDevice<
  Fault,
  Warning
> & {
  /**
   * Runs commands one after the other. Without a working device, or when the line goes or supervision stops
   * meanwhile, it ends at once with the fault that says why.
   */
  readonly run: <T, E>(
    command: Command<Session, T, E>,
    options?: RunOptions,
  ) => Promise<Result<T, E | Fault>>;
  /** What the driver learned from the device: replaces the known faults and warnings. */
  readonly report: (faults: readonly Fault[], warnings?: readonly Warning[]) => void;
  /** Gives the line up as lost and opens it anew: for a line that is stuck. */
  readonly reopen: (detail: string) => void;
};

type OpenLine<Session> = {
  readonly transport: ByteTransport;
  readonly session: Session;
  readonly ended: AbortController;
  /** Ends the commands that wait or run. */
  readonly pending: Set<() => void>;
  /** It ended because it took no bytes. */
  stuck: boolean;
  /** Settles when the command last queued has ended. */
  tail: Promise<void>;
};

const told: readonly DeviceState[] = ['opening', 'probing', 'ready', 'busy', 'faulted', 'lost'];

/** Opens, probes, watches and reopens one device, of any class. */
export function supervise<Session, Fault extends string, Warning extends string = never>(
  options: SuperviseOptions<Session, Fault, Warning>,
): Supervision<Session, Fault, Warning> {
  const { opener, clock, faults, question } = options;
  let line: OpenLine<Session> | undefined;
  let detail: string | undefined;
  let blamed: Fault | undefined;
  let hint: DeviceHint | undefined;
  const closings = new Set<Promise<unknown>>();
  const listeners = new Set<(status: DeviceStatus<Fault, Warning>) => void>();

  const track = (work: Promise<unknown>) => {
    closings.add(work);
    void work.finally(() => closings.delete(work));
  };

  const endLine = () => {
    if (line === undefined) return;
    const { transport, ended, pending } = line;
    line = undefined;
    ended.abort();
    for (const end of pending) end();
    track(inTime(transport.close()));
  };

  /** A close that hangs must not keep the line from being opened anew. */
  const inTime = (closing: Promise<void>): Promise<void> =>
    new Promise((resolve) => {
      const timer = clock.setTimeout(resolve, supervisionDelays.close);
      void closing.finally(() => {
        clock.clearTimeout(timer);
        resolve();
      });
    });

  const loseLine = (lost: OpenLine<Session>, why: string, fault?: Fault) => {
    if (line !== lost) return;
    detail = why;
    blamed = fault;
    endLine();
    actor.send({ type: 'LINE_LOST' });
  };

  /** A line that takes no bytes is of no use to any command: all end now, and it is opened anew. */
  const resetLine = (stuck: OpenLine<Session>, why: string) => {
    if (line !== stuck) return;
    detail = why;
    stuck.stuck = true;
    endLine();
    actor.send({ type: 'LINE_STUCK' });
  };

  const openLine = async (signal: AbortSignal): Promise<boolean> => {
    // A port that is still being closed, or opened for a start that was stopped, would be busy.
    await Promise.all(closings);
    if (signal.aborted) return false;
    const opened = await opener.open();
    if (opened.isErr()) {
      detail = `${opened.error.code}: ${opened.error.detail}`;
      blamed = options.blame?.(opened.error);
      return false;
    }
    blamed = undefined;
    const transport = opened.value;
    if (signal.aborted) {
      await transport.close();
      return false;
    }
    const open: OpenLine<Session> = {
      transport,
      session: options.connect({
        ...transport,
        write: async (bytes) => {
          const written = await transport.write(bytes);
          if (written.isErr() && written.error.code === 'PORT_TIMEOUT') {
            resetLine(open, `${written.error.code}: ${written.error.detail}`);
          }
          return written;
        },
      }),
      ended: new AbortController(),
      pending: new Set(),
      stuck: false,
      tail: Promise.resolve(),
    };
    line = open;
    transport.onLost((error) => loseLine(open, `${error.code}: ${error.detail}`, options.blame?.(error)));
    return line === open;
  };

  /** Waits for the line to be free; undefined if it ended first. `work` must settle. */
  const inTurn = <T>(open: OpenLine<Session>, work: () => Promise<T>): Promise<T | undefined> => {
    const earlier = open.tail;
    return new Promise((resolve) => {
      const end = () => resolve(undefined);
      open.pending.add(end);
      const takeTurn = async () => {
        await earlier;
        if (!open.ended.signal.aborted) resolve(await work());
        open.pending.delete(end);
      };
      open.tail = takeTurn();
    });
  };

  const probe = async (signal: AbortSignal): Promise<ProbeVerdict<Fault, Warning>> => {
    const open = line;
    const silent: ProbeVerdict<Fault, Warning> = { faults: [faults.silent], warnings: [] };
    if (open === undefined) {
      // It went between opening and the first probe.
      actor.send({ type: 'LINE_LOST' });
      return silent;
    }
    const either = AbortSignal.any([signal, open.ended.signal]);
    const verdict = (await inTurn(open, () => options.probe(open.session, either))) ?? silent;
    hint = verdict.hint;
    return verdict;
  };

  const machine = createSupervisionMachine<Fault, Warning>({
    faults,
    blamed: () => blamed,
    now: () => clock.now(),
    probe,
    dropLine: endLine,
    openLine: (signal) => {
      const opening = openLine(signal);
      track(opening);
      return opening;
    },
  });
  const actor = createActor(machine, { clock });

  let status: DeviceStatus<Fault, Warning> = {
    state: 'absent',
    faults: [faults.absent],
    warnings: [],
    since: clock.now(),
  };
  actor.subscribe((snapshot) => {
    const state = told.find((word) => snapshot.hasTag(word)) ?? 'absent';
    const { faults: nextFaults, warnings } = snapshot.context;
    if (state === status.state && same(nextFaults, status.faults) && same(warnings, status.warnings)) return;
    status = { state, faults: nextFaults, warnings, since: clock.now() };
    for (const listener of listeners) listener(status);
    idle.restart();
  });

  const whyNot = (): Fault => status.faults[0] ?? faults.absent;
  const isWorking = () => status.state === 'ready' || status.state === 'busy';

  const run = async <T, E>(
    command: Command<Session, T, E>,
    { quiet = false }: RunOptions = {},
  ): Promise<Result<T, E | Fault>> => {
    const open = line;
    const runs = isWorking() || (quiet && status.state === 'faulted');
    if (open === undefined || !runs) return err(whyNot());

    const result = await inTurn(open, async (): Promise<Result<T, E | Fault>> => {
      if (quiet) return command(open.session, open.ended.signal);
      // The command before this one may have met a fault.
      if (status.state === 'faulted') return err(whyNot());
      actor.send({ type: 'COMMAND_BEGUN' });
      const answer = await command(open.session, open.ended.signal);
      if (line === open) actor.send({ type: 'COMMAND_ENDED' });
      return answer;
    });
    idle.restart();
    return result ?? err(open.stuck ? faults.silent : (blamed ?? faults.lost));
  };

  const reopen = (why: string) => {
    if (line !== undefined) loseLine(line, why);
  };

  const check = async (): Promise<Result<'answered' | 'unasked', Fault>> => {
    if (question === undefined) return isWorking() ? ok('unasked') : err(whyNot());
    return run<'answered', Fault>(
      async (session, signal) => {
        const verdict = await askSurely(question, faults, session, signal);
        // Where it is faulted the next probe says when that is over, and it looks at more.
        if (!signal.aborted && isWorking()) {
          if (verdict.faults.includes(faults.lost)) reopen('it was gone when it was asked');
          else {
            hint = verdict.hint;
            actor.send({ type: 'REPORTED', ...verdict });
          }
        }
        return gravest(verdict);
      },
      { quiet: true },
    );
  };
  const idle = createIdleTimer(
    clock,
    question?.everyMs,
    () => status.state === 'ready',
    () => void check(),
  );
  actor.start();

  return {
    run,
    status: () => status,
    onStatus: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: () => actor.send({ type: 'START' }),
    stop: async () => {
      blamed = undefined;
      actor.send({ type: 'STOP' });
      endLine();
      await Promise.all(closings);
    },
    report: (nextFaults, warnings = []) => actor.send({ type: 'REPORTED', faults: nextFaults, warnings }),
    reopen,
    check,
    hint: () => (status.state === 'faulted' ? hint : undefined),
    detail: () => detail,
  };
}

function same(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((entry, index) => entry === right[index]);
}
