import type { EmulatedDevice } from '#contract/dock/contract.ts';
import { createScannerEmulator } from '#drivers/code-scanner/emulator.ts';
import type { ScannerProfile } from '#drivers/code-scanner/profiles.ts';
import { openPty } from '#drivers/emulation/pty.ts';
import { wireFault } from '#drivers/emulation/wire-fault.ts';
import type { DeviceCommon, LineOptions } from './emulated-device.ts';

export type EmulatedScanner = DeviceCommon & {
  readonly class: 'code-scanner';
  readonly showCode: (text: string) => void;
  readonly takeCodeAway: () => void;
};

/** A code scanner on a pty of its own, before which a code can be held. */
export function startEmulatedScanner(
  { deviceId, model, models, link, baudRate, onChange }: LineOptions,
  profile: ScannerProfile,
): EmulatedScanner {
  const pty = openPty({ link, baudRate });
  const scanner = createScannerEmulator({ pty, profile });
  pty.onPlugged(onChange);
  scanner.onChange(onChange);

  return {
    class: 'code-scanner',
    deviceId,
    model,
    connection: { transport: { kind: 'serial', path: link, baudRate } },
    view: (): EmulatedDevice => ({
      class: 'code-scanner',
      deviceId,
      model,
      models: [...models],
      path: link,
      plugged: pty.plugged(),
      lit: scanner.lit(),
      inView: scanner.inView() ?? null,
    }),
    plug: (plugged) => (plugged ? pty.plug() : pty.unplug()),
    spoil: (fault, times, amount) => pty.spoil(wireFault(fault, amount), times),
    showCode: (text) => scanner.show(text),
    takeCodeAway: scanner.takeAway,
    close: () => {
      scanner.stop();
      pty.close();
    },
  };
}
