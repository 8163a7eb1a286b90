import { err, ok, type Result } from 'neverthrow';
import type { ProbeVerdict, SupervisionFaults } from './supervision-machine.ts';
import type { TimerClock } from './timer-clock.ts';

/** How a device that nobody uses is asked whether it still works. */
export type IdleQuestion<Session, Fault extends string, Warning extends string> = {
  /** Milliseconds without a command after which it is asked; undefined where the driver keeps asking by itself. */
  readonly everyMs?: number | undefined;
  /** Changes nothing at the device, and nobody beside it notices. Never rejects. */
  readonly ask: (session: Session, signal: AbortSignal) => Promise<ProbeVerdict<Fault, Warning>>;
};

/**
 * Asks once, and once more where nothing came: a byte may have been lost on the way, and a device that shows as broken for
 * a moment frightens off whoever wanted to use it.
 */
export async function askSurely<Session, Fault extends string, Warning extends string>(
  { ask }: IdleQuestion<Session, Fault, Warning>,
  { silent }: SupervisionFaults<Fault>,
  session: Session,
  signal: AbortSignal,
): Promise<ProbeVerdict<Fault, Warning>> {
  const first = await ask(session, signal);
  return first.faults.includes(silent) && !signal.aborted ? ask(session, signal) : first;
}

export function gravest<Fault extends string>({
  faults: [fault],
}: Pick<ProbeVerdict<Fault, never>, 'faults'>): Result<'answered', Fault> {
  return fault === undefined ? ok('answered') : err(fault);
}

/** Calls `work` when nothing has called `restart` for so long; without a time never. */
export function createIdleTimer(
  clock: TimerClock,
  everyMs: number | undefined,
  isIdle: () => boolean,
  work: () => void,
): { readonly restart: () => void } {
  let timer: unknown;
  return {
    restart: () => {
      clock.clearTimeout(timer);
      timer = everyMs !== undefined && isIdle() ? clock.setTimeout(work, everyMs) : undefined;
    },
  };
}
