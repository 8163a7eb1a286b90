import type { EmulatedDevice } from '#contract/dock/contract.ts';
import type { WireFaultKind } from '#drivers/emulation/wire-fault.ts';

export type DeviceOptions = {
  readonly deviceId: string;
  /** As the terminal's configuration names it. */
  readonly model: string;
  /** The path that the terminal opens. */
  readonly link: string;
  readonly baudRate: number;
  /** Called after each change of what `view` shows. */
  readonly onChange: () => void;
};

/** What can be done to a device of any class. */
export type DeviceCommon = {
  readonly deviceId: string;
  readonly model: string;
  readonly baudRate: number;
  readonly path: string;
  readonly view: () => EmulatedDevice;
  readonly plug: (plugged: boolean) => void;
  readonly spoil: (fault: WireFaultKind, times: number, amount: number | undefined) => void;
  readonly close: () => void;
};
