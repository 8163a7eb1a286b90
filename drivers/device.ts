import type { Result } from 'neverthrow';
import type { DeviceHint } from './other-devices.ts';

/** States of the one supervision machine; the contract shows the same words to the page. */
export type DeviceState = 'absent' | 'opening' | 'probing' | 'ready' | 'busy' | 'faulted' | 'lost';

export type DeviceStatus<Fault extends string, Warning extends string = never> = {
  readonly state: DeviceState;
  /** Why it cannot work now, the gravest first; empty while it can. */
  readonly faults: readonly Fault[];
  readonly warnings: readonly Warning[];
  /** Milliseconds since 1970 by the injected clock. */
  readonly since: number;
};

/** What every class of device has besides its own commands. */
export type SupervisedDevice<Fault extends string, Warning extends string = never> = {
  readonly status: () => DeviceStatus<Fault, Warning>;
  /** Called after each change of status; the returned function ends it. */
  readonly onStatus: (listener: (status: DeviceStatus<Fault, Warning>) => void) => () => void;
  /** The last trouble in a technical sentence, for the log; undefined when there was none. */
  readonly detail: () => string | undefined;
  /** What the last look found in its place, while it is faulted. */
  readonly hint: () => DeviceHint | undefined;
  /**
   * Asks the device now whether it works, behind the commands that wait. `unasked`: it is open and nothing speaks against
   * it, and it has no question that it would answer.
   */
  readonly check: () => Promise<Result<'answered' | 'unasked', Fault>>;
  readonly start: () => void;
  /** Settles every pending command, closes the line. */
  readonly stop: () => Promise<void>;
};
