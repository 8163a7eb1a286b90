import { mkdirSync } from 'node:fs';
import { redactions } from '#drivers/redactions.ts';
import type { TransportOpener } from '#drivers/transport/byte-transport.ts';
import { recordToFolder } from '#drivers/transport/recording-file.ts';
import type { DeviceConfiguration } from '../configuration/configuration-schema.ts';
import type { Log } from '../log/log.ts';

export type Line = {
  readonly opener: TransportOpener;
  /** For whoever reads the recording. */
  readonly note: (text: string) => void;
  /** To be called when the device has been stopped. */
  readonly close: () => Promise<void>;
};

/**
 * The same line, recorded into a folder where the device's configuration says so. What is personal is taken out before
 * a byte is written; a class without a rule for that is not recorded.
 */
export function recordedLine(
  opener: TransportOpener,
  device: Pick<DeviceConfiguration, 'id' | 'class' | 'model'> & { readonly record?: boolean | undefined },
  folder: string | undefined,
  log: Log,
): Line {
  const redaction = redactions[device.class];
  if (device.record !== true || !redaction || folder === undefined) {
    return { opener, note: () => undefined, close: async () => undefined };
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  log.event('device.recorded', { device: device.id, folder });
  return recordToFolder({
    opener,
    folder,
    deviceId: device.id,
    header: { class: device.class, model: device.model },
    redaction,
    clock: { now: () => Date.now() },
    onTrouble: (detail) => log.event('device.not-recorded', { device: device.id, detail }),
  });
}
