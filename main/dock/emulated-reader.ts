import type { EmulatedDevice } from '#contract/dock/contract.ts';
import { openPty } from '#drivers/emulation/pty.ts';
import { wireFault } from '#drivers/emulation/wire-fault.ts';
import { createSdtEmulator } from '#drivers/id-card-reader/emulator.ts';
import { specimens } from '#drivers/id-card-reader/specimens.ts';
import type { DeviceCommon, LineOptions } from './emulated-device.ts';

export type EmulatedReader = DeviceCommon & {
  readonly class: 'id-card-reader';
  /** False when there is no such specimen. */
  readonly layCard: (specimenId: string) => boolean;
  readonly liftCard: () => void;
};

/** A resident ID-card reader on a pty of its own, with a drawer of specimen cards. */
export function startEmulatedReader({
  deviceId,
  model,
  models,
  link,
  baudRate,
  onChange,
}: LineOptions): EmulatedReader {
  const pty = openPty({ link, baudRate });
  const reader = createSdtEmulator({ pty, specimens });
  pty.onPlugged(onChange);
  reader.onChange(onChange);

  return {
    class: 'id-card-reader',
    deviceId,
    model,
    connection: { transport: { kind: 'serial', path: link, baudRate } },
    view: (): EmulatedDevice => ({
      class: 'id-card-reader',
      deviceId,
      model,
      models: [...models],
      path: link,
      plugged: pty.plugged(),
      specimens: specimens.map(({ specimenId, quirk, card }) => ({
        specimenId,
        quirk,
        kind: card.kind,
        name: card.name,
      })),
      cardOnReader: reader.cardOnReader() ?? null,
    }),
    plug: (plugged) => (plugged ? pty.plug() : pty.unplug()),
    spoil: (fault, times, amount) => pty.spoil(wireFault(fault, amount), times),
    layCard: reader.layCard,
    liftCard: reader.liftCard,
    close: () => {
      reader.stop();
      pty.close();
    },
  };
}
