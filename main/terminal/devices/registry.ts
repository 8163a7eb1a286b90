import type { CodeScanner } from '#drivers/code-scanner/code-scanner.ts';
import { scannerProfile } from '#drivers/code-scanner/profiles.ts';
import { createCodeScanner } from '#drivers/code-scanner/scanner-driver.ts';
import type { IdCardReader } from '#drivers/id-card-reader/id-card-reader.ts';
import { createSdtReader } from '#drivers/id-card-reader/sdt-driver.ts';
import { createEscposPrinter } from '#drivers/receipt-printer/escpos-driver.ts';
import { printerProfile } from '#drivers/receipt-printer/profiles.ts';
import type { ReceiptPrinter } from '#drivers/receipt-printer/receipt-printer.ts';
import { systemTimerClock } from '#drivers/supervision/timer-clock.ts';
import type { TransportOpener } from '#drivers/transport/byte-transport.ts';
import { serialOpener } from '#drivers/transport/serial.ts';
import type {
  DeviceConfiguration,
  PrinterConfiguration,
  ReaderConfiguration,
  ScannerConfiguration,
} from '../configuration/configuration-schema.ts';
import type { Log } from '../log/log.ts';
import type { ReaderModel } from './models.ts';

const readers: Readonly<Record<ReaderModel, (opener: TransportOpener) => IdCardReader>> = {
  sdt: (opener) => createSdtReader({ opener, clock: systemTimerClock }),
};

export type BuiltDevice =
  | {
      readonly class: 'id-card-reader';
      readonly configuration: ReaderConfiguration;
      readonly driver: IdCardReader;
    }
  | {
      readonly class: 'receipt-printer';
      readonly configuration: PrinterConfiguration;
      readonly driver: ReceiptPrinter;
    }
  | {
      readonly class: 'code-scanner';
      readonly configuration: ScannerConfiguration;
      readonly driver: CodeScanner;
    };

/** The driver that a configuration asks for; nothing is opened yet. */
export function buildDevice(
  configuration: DeviceConfiguration,
  log: Log,
  leftUnfinished: () => boolean,
): BuiltDevice {
  const { path, baudRate } = configuration.transport;
  const opener = serialOpener({ path, baudRate });
  switch (configuration.class) {
    case 'id-card-reader':
      return { class: configuration.class, configuration, driver: readers[configuration.model](opener) };
    case 'receipt-printer': {
      const driver = createEscposPrinter({
        opener,
        profile: printerProfile(configuration.model),
        clock: systemTimerClock,
        leftUnfinished: leftUnfinished(),
        // How many, not which: they may be of a person's name.
        onUnprintable: ({ length }) =>
          log.event('print.unprintable', { device: configuration.id, characters: length }),
      });
      return { class: configuration.class, configuration, driver };
    }
    case 'code-scanner': {
      const { suffix, encoding, aimPrefix } = configuration;
      const profile = scannerProfile(configuration.model, { suffix, encoding, aimPrefix });
      return { class: configuration.class, configuration, driver: createCodeScanner({ opener, profile }) };
    }
  }
}
