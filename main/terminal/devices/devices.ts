import type { DeviceView } from '#contract/device.ts';
import type { DeviceStatus } from '#drivers/device.ts';
import type { IdCardReader, ReaderFault } from '#drivers/id-card-reader/id-card-reader.ts';
import { printerProfile } from '#drivers/receipt-printer/profiles.ts';
import type {
  PrinterFault,
  PrinterWarning,
  ReceiptPrinter,
} from '#drivers/receipt-printer/receipt-printer.ts';
import type { DeviceConfiguration } from '../configuration/configuration-schema.ts';
import type { Log } from '../log/log.ts';
import { createPublished, type Published } from '../published.ts';
import { type BuiltDevice, buildDevice } from './registry.ts';
import { warmUpReceipts } from './warm-up.ts';

export type Devices = {
  readonly views: Published<readonly DeviceView[]>;
  readonly reader: IdCardReader | undefined;
  readonly printer: ReceiptPrinter | undefined;
  readonly start: () => void;
  /** Does now what the first receipt would otherwise wait for; takes some 60 ms. */
  readonly warmUp: () => void;
  /** Settles every pending command and closes every line. */
  readonly stop: () => Promise<void>;
};

/**
 * Builds the configured devices and publishes how each stands. Nothing is opened before `start`. `leftUnfinished`
 * says whether the printer may still hold part of a receipt that an earlier run of the service sent.
 */
export function createDevices(
  configuration: readonly DeviceConfiguration[],
  log: Log,
  leftUnfinished: () => boolean,
): Devices {
  const built = configuration.map((each) => buildDevice(each, log, leftUnfinished));
  const views = createPublished<readonly DeviceView[]>(built.map(viewOf));
  const publish = () => views.set(built.map(viewOf));
  const stopListening = built.map((device) =>
    device.driver.onStatus(() => {
      const { state, faults } = device.driver.status();
      const before = views.get().find(({ deviceId }) => deviceId === device.configuration.id);
      publish();
      if (before && before.state === state && before.faults[0] === faults[0]) return;
      const [fault = 'none'] = faults;
      const detail = (fault !== 'none' && device.driver.detail()) || 'none';
      log.event('device.state', { device: device.configuration.id, state, fault, detail });
    }),
  );
  return {
    views,
    reader: built.find((device) => device.class === 'id-card-reader')?.driver,
    printer: built.find((device) => device.class === 'receipt-printer')?.driver,
    start: () => {
      for (const { driver } of built) driver.start();
    },
    warmUp: () => {
      for (const device of built) {
        if (device.class === 'receipt-printer') warmUpReceipts(printerProfile(device.configuration.model));
      }
    },
    stop: async () => {
      await Promise.all(built.map(({ driver }) => driver.stop()));
      for (const stop of stopListening) stop();
    },
  };
}

function viewOf(device: BuiltDevice): DeviceView {
  const { id, class: deviceClass, model } = device.configuration;
  const status: DeviceStatus<ReaderFault | PrinterFault, PrinterWarning> = device.driver.status();
  return {
    deviceId: id,
    class: deviceClass,
    model,
    state: status.state,
    faults: [...status.faults],
    warnings: [...status.warnings],
    since: new Date(status.since).toISOString(),
  };
}
