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
} from '../configuration/configuration-schema.ts';
import type { PrinterModel, ReaderModel } from './models.ts';

const readers: Readonly<Record<ReaderModel, (opener: TransportOpener) => IdCardReader>> = {
  sdt: (opener) => createSdtReader({ opener, clock: systemTimerClock }),
};

const escpos =
  (model: PrinterModel) =>
  (opener: TransportOpener): ReceiptPrinter =>
    createEscposPrinter({ opener, profile: printerProfile(model), clock: systemTimerClock });

const printers: Readonly<Record<PrinterModel, (opener: TransportOpener) => ReceiptPrinter>> = {
  'escpos-80mm': escpos('escpos-80mm'),
  'escpos-58mm': escpos('escpos-58mm'),
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
    };

/** The driver that a configuration asks for; nothing is opened yet. */
export function buildDevice(configuration: DeviceConfiguration): BuiltDevice {
  const { path, baudRate } = configuration.transport;
  const opener = serialOpener({ path, baudRate });
  if (configuration.class === 'id-card-reader') {
    return { class: configuration.class, configuration, driver: readers[configuration.model](opener) };
  }
  return { class: configuration.class, configuration, driver: printers[configuration.model](opener) };
}
