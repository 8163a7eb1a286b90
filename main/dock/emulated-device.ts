import type { EmulatedDevice } from '#contract/dock/contract.ts';
import type { WireFaultKind } from '#drivers/emulation/wire-fault.ts';

export type DeviceOptions = {
  readonly deviceId: string;
  /** As the terminal's configuration names it. */
  readonly model: string;
  /** Those that may stand in its place. */
  readonly models: readonly string[];
  /** Called after each change of what `view` shows. */
  readonly onChange: () => void;
};

export type LineOptions = DeviceOptions & {
  /** The path that the terminal opens. */
  readonly link: string;
  readonly baudRate: number;
};

/** What a terminal's configuration says of a device besides its name, its class and its model. */
export type Connection = {
  readonly transport:
    | { readonly kind: 'serial'; readonly path: string; readonly baudRate: number }
    | { readonly kind: 'websocket' | 'queue'; readonly path: string };
  /** Where the spooler of a queue answers. */
  readonly server?: { readonly kind: 'tcp'; readonly host: string; readonly port: number };
};

/** What can be done to a device of any class. */
export type DeviceCommon = {
  readonly deviceId: string;
  readonly model: string;
  readonly connection: Connection;
  readonly view: () => EmulatedDevice;
  readonly plug: (plugged: boolean) => void;
  readonly spoil: (fault: WireFaultKind, times: number, amount: number | undefined) => void;
  readonly close: () => void | Promise<void>;
};
