import type { DeviceState, SupervisedDevice } from '#drivers/device.ts';
import { systemTimerClock, type TimerClock } from '#drivers/supervision/timer-clock.ts';
import type { TransportOpener } from '#drivers/transport/byte-transport.ts';
import type { PluggedLine } from './lines.ts';

export type Device = SupervisedDevice<string, string>;

/** What a citizen's use of the device came to: `done`, or the fault that he is told. */
export type Outcome = string;

/** A driver on a real line with its emulated device, made ready for having its plug pulled. */
export type PluggedDevice = {
  readonly device: Device;
  readonly line: PluggedLine;
  /** One whole use, as a citizen makes it (a card read, a receipt printed); ends however the plug fares. */
  readonly use: () => Promise<Outcome>;
  /** What must hold when all is over, besides being ready: throws where it does not. */
  readonly verify: () => void | Promise<void>;
  /** Ways to make it faulted without pulling the plug, and to mend them all. */
  readonly faults: Readonly<Record<string, () => void | Promise<void>>>;
  readonly mend: () => void;
  /**
   * Ways into what may be under way while it works (a card lying there, a job printing); each gives what must come of it
   * when the plug is back, which throws where it does not.
   */
  readonly moments: Readonly<Record<string, () => Promise<() => Promise<void>>>>;
  /** The device says nothing from now on, whatever it is asked. */
  readonly setSilent: (silent: boolean) => void;
  readonly close: () => Promise<void>;
};

/** A class of device as the generated tests need it. */
export type DeviceClass = {
  readonly name: string;
  /** Classes of one kind differ in what they say, not in how they come back. */
  readonly kind: 'reader' | 'printer' | 'scanner' | 'pad' | 'camera' | 'a4-printer';
  /** Outcomes that a use may have whose line was lost. */
  readonly lossOutcomes: readonly Outcome[];
  /**
   * Outcome of a use whose device takes no bytes or says nothing; undefined where nobody could tell, and where silence
   * is the loss itself (a service that does not answer).
   */
  readonly silence: Outcome | undefined;
  readonly connect: (rig: Rig) => Promise<Connected>;
};

/** What the tests put between a driver and its line and clock. */
export type Rig = {
  readonly wrap: (opener: TransportOpener) => TransportOpener;
  readonly clock: TimerClock;
};

type Connected = Omit<PluggedDevice, 'close'> & { readonly stop: () => void | Promise<void> };

export async function plugIn(deviceClass: DeviceClass, rig: Partial<Rig> = {}): Promise<PluggedDevice> {
  const { wrap = (opener) => opener, clock = systemTimerClock } = rig;
  const { stop, ...connected } = await deviceClass.connect({ wrap, clock });
  return {
    ...connected,
    close: async () => {
      await connected.device.stop();
      await connected.line.close();
      await stop();
    },
  };
}

/** Resolves when the device is in one of these states. */
export function reach(device: Device, ...states: readonly DeviceState[]): Promise<void> {
  return new Promise((resolve) => {
    let end = () => {};
    const look = () => {
      if (!states.includes(device.status().state)) return;
      end();
      resolve();
    };
    end = device.onStatus(look);
    look();
  });
}

/** A use of a device that does not work: its fault, as the screen would name it. */
export function refusal(device: Device): Outcome | undefined {
  const { state, faults } = device.status();
  return state === 'ready' || state === 'busy' ? undefined : (faults[0] ?? state);
}
