import type { EmulatedDevice } from '#contract/dock/contract.ts';
import type { RatingLevel } from '#domain/rating/rating-level.ts';
import { openPty } from '#drivers/emulation/pty.ts';
import { wireFault } from '#drivers/emulation/wire-fault.ts';
import { createPadEmulator } from '#drivers/rating-pad/emulator.ts';
import type { PadProfile } from '#drivers/rating-pad/profile-shape.ts';
import type { DeviceCommon, LineOptions } from './emulated-device.ts';

export type EmulatedPad = DeviceCommon & {
  readonly class: 'rating-pad';
  readonly press: (level: RatingLevel) => void;
};

/** The rating pad of a profile on a pty of its own. */
export function startEmulatedPad(
  { deviceId, model, models, link, baudRate, onChange }: LineOptions,
  profile: PadProfile,
): EmulatedPad {
  const pty = openPty({ link, baudRate });
  const pad = createPadEmulator({ profile, send: pty.send });
  pty.onBytes(pad.receive);
  pty.onPlugged(onChange);
  pad.onChange(onChange);

  return {
    class: 'rating-pad',
    deviceId,
    model,
    connection: { transport: { kind: 'serial', path: link, baudRate } },
    view: (): EmulatedDevice => {
      const { shows, stars } = pad.face();
      return {
        class: 'rating-pad',
        deviceId,
        model,
        models: [...models],
        path: link,
        plugged: pty.plugged(),
        levels: [...pad.levels],
        shows,
        stars,
      };
    },
    plug: (plugged) => (plugged ? pty.plug() : pty.unplug()),
    spoil: (fault, times, amount) => pty.spoil(wireFault(fault, amount), times),
    press: (level) => void pad.press(level),
    close: () => {
      pad.stop();
      pty.close();
    },
  };
}
