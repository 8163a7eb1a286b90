import { err, ok, type Result } from 'neverthrow';
import { createA4Printer } from '#drivers/a4-printer/a4-driver.ts';
import type { A4Printer } from '#drivers/a4-printer/a4-printer.ts';
import { createCupsSpooler } from '#drivers/a4-printer/cups-spooler.ts';
import { windowsPrograms } from '#drivers/a4-printer/windows-programs.ts';
import { createWindowsSpooler } from '#drivers/a4-printer/windows-spooler.ts';
import type { CodeScanner } from '#drivers/code-scanner/code-scanner.ts';
import { scannerProfile } from '#drivers/code-scanner/profiles.ts';
import { createCodeScanner } from '#drivers/code-scanner/scanner-driver.ts';
import type { DocumentCamera, ServiceCamera } from '#drivers/document-camera/document-camera.ts';
import type { PageCameras } from '#drivers/document-camera/page-cameras.ts';
import { createPageCamera } from '#drivers/document-camera/page-driver.ts';
import { createServiceCamera } from '#drivers/document-camera/service-driver.ts';
import { webSocketOpener } from '#drivers/document-camera/websocket-line.ts';
import { createPhotoDecoder, type PhotoDecoder } from '#drivers/id-card-reader/card-photo.ts';
import { createSdtReader, type SdtReader } from '#drivers/id-card-reader/sdt-driver.ts';
import { sdtOverHid } from '#drivers/id-card-reader/sdt-over-hid.ts';
import { createRatingPad } from '#drivers/rating-pad/pad-driver.ts';
import type { PadProfile } from '#drivers/rating-pad/profile-shape.ts';
import type { RatingPad } from '#drivers/rating-pad/rating-pad.ts';
import { drawingTrouble } from '#drivers/receipt-printer/drawn-text.ts';
import { createEscposPrinter } from '#drivers/receipt-printer/escpos-driver.ts';
import type { PrinterProfile } from '#drivers/receipt-printer/profiles.ts';
import type { ReceiptPrinter } from '#drivers/receipt-printer/receipt-printer.ts';
import { recordedPad } from '#drivers/recording/recorded-pad.ts';
import { recordedPrinter } from '#drivers/recording/recorded-printer.ts';
import { recordedReader } from '#drivers/recording/recorded-reader.ts';
import { recordedScanner } from '#drivers/recording/recorded-scanner.ts';
import { systemTimerClock } from '#drivers/supervision/timer-clock.ts';
import type { TransportOpener } from '#drivers/transport/byte-transport.ts';
import { type HidModule, hidOpener } from '#drivers/transport/hid.ts';
import { serialOpener } from '#drivers/transport/serial.ts';
import type {
  A4Configuration,
  CameraConfiguration,
  DeviceConfiguration,
  PadConfiguration,
  PrinterConfiguration,
  ReaderConfiguration,
  ScannerConfiguration,
} from '../configuration/configuration-schema.ts';
import type { Log } from '../log/log.ts';
import { padProfile } from './pad-profiles.ts';
import { profileOfPrinter } from './printer-profiles.ts';
import type { ProfileError } from './profile-error.ts';
import { type DeviceRecording, type RecordedDevice, recordedDevice } from './recorded-device.ts';

export type BuiltDevice =
  | (RecordedDevice<SdtReader> & {
      readonly class: 'id-card-reader';
      readonly configuration: ReaderConfiguration;
      /** Undefined where none is configured: the photo stays as it came. */
      readonly decodePhoto: PhotoDecoder | undefined;
    })
  | (RecordedDevice<ReceiptPrinter> & {
      readonly class: 'receipt-printer';
      readonly configuration: PrinterConfiguration;
      readonly profile: PrinterProfile;
    })
  | (RecordedDevice<CodeScanner> & {
      readonly class: 'code-scanner';
      readonly configuration: ScannerConfiguration;
    })
  | (RecordedDevice<RatingPad> & {
      readonly class: 'rating-pad';
      readonly configuration: PadConfiguration;
    })
  | {
      readonly class: 'document-camera';
      readonly configuration: CameraConfiguration;
      readonly driver: DocumentCamera;
      /** The same where the service drives it, and so has its live picture. */
      readonly live: ServiceCamera | undefined;
    }
  | {
      readonly class: 'a4-printer';
      readonly configuration: A4Configuration;
      readonly driver: A4Printer;
    };

export type DeviceSurroundings = {
  readonly log: Log;
  /** The printer may still hold part of a receipt that an earlier run of the service sent. */
  readonly leftUnfinished: () => boolean;
  /** The hall's own profiles lie beside it. */
  readonly configurationFile: string;
  /** Where the sessions of devices are recorded that are to be; without it none is. */
  readonly recordings?: string;
  /** Those that only a page can open. */
  readonly pageCameras: PageCameras;
  /** node-hid unless another is given. */
  readonly hid?: HidModule | undefined;
};

/** HID Point of Sale Usage Tables 1.02: the page of bar code scanners, and the scanner on it. */
export const SCANNER_USAGE = { usagePage: 0x8c, usage: 0x02 };

/**
 * The driver that a configuration asks for; nothing is opened yet. Its profile is read now: the file may have been
 * spoiled since the configuration was.
 * @param record whether its session is written down, where a folder for that is given and its class can be
 * @param earlier what was recorded of it before it was built anew, if that is to go on
 */
export function buildDevice(
  configuration: DeviceConfiguration,
  { log, leftUnfinished, configurationFile, recordings, pageCameras, hid }: DeviceSurroundings,
  record = 'record' in configuration && configuration.record === true,
  earlier?: DeviceRecording,
): Result<BuiltDevice, ProfileError> {
  const folder = record ? recordings : undefined;
  const common = { device: configuration, folder, earlier, log };
  switch (configuration.class) {
    case 'id-card-reader': {
      const { transport } = configuration;
      const bare = openerOf(transport, { hid });
      const { photoDecoder } = configuration;
      return ok({
        class: configuration.class,
        configuration,
        ...recordedDevice({
          ...common,
          recorded: recordedReader,
          // What stands in the configuration is tried first.
          made: { findSpeed: true },
          opener: transport.kind === 'hid' ? sdtOverHid(bare) : bare,
          create: (opener) => createSdtReader({ opener, clock: systemTimerClock, findSpeed: true }),
        }),
        decodePhoto: photoDecoder && createPhotoDecoder(photoDecoder),
      });
    }
    case 'receipt-printer': {
      const read = profileOfPrinter(configuration.model, configurationFile);
      if (read.isErr()) return err(read.error);
      const profile = read.value;
      const made = { profile, leftUnfinished: leftUnfinished() };
      let troubleTold = false;
      // How many, not which: they may be of a person's name.
      const onUnprintable = ({ length }: readonly string[]) => {
        log.event('print.unprintable', { device: configuration.id, characters: length });
        const trouble = drawingTrouble();
        if (trouble === undefined || troubleTold) return;
        troubleTold = true;
        log.event('print.font-missing', { device: configuration.id, detail: trouble });
      };
      return ok({
        class: configuration.class,
        configuration,
        profile,
        ...recordedDevice({
          ...common,
          recorded: recordedPrinter,
          made,
          opener: openerOf(configuration.transport),
          create: (opener) =>
            createEscposPrinter({ ...made, opener, clock: systemTimerClock, onUnprintable }),
        }),
      });
    }
    case 'code-scanner': {
      const { suffix, encoding, aimPrefix, sameCodeMs, model, transport } = configuration;
      const settings = { suffix, encoding, aimPrefix, sameCodeMs };
      return ok({
        class: configuration.class,
        configuration,
        ...recordedDevice({
          ...common,
          recorded: recordedScanner,
          made: { model, ...settings },
          opener: openerOf(transport, { ...SCANNER_USAGE, hid }),
          create: (opener) => createCodeScanner({ opener, profile: scannerProfile(model, settings) }),
        }),
      });
    }
    case 'rating-pad': {
      const read = padProfile(configuration.model, configurationFile);
      if (read.isErr()) return err(read.error);
      const profile = read.value;
      return ok({
        class: configuration.class,
        configuration,
        ...recordedDevice({
          ...common,
          recorded: recordedPad,
          made: { profile },
          opener: openerOf(configuration.transport, { ...lineOf(profile), hid }),
          create: (opener) => createRatingPad({ opener, profile }),
        }),
      });
    }
    case 'document-camera': {
      const { path } = configuration.transport;
      const common = { class: configuration.class, configuration };
      if (configuration.model === 'uvc') {
        const driver = createPageCamera({ cameras: pageCameras, camera: path });
        return ok({ ...common, driver, live: undefined });
      }
      const live = createServiceCamera({ opener: webSocketOpener(path) });
      return ok({ ...common, driver: live, live });
    }
    case 'a4-printer': {
      const spooler =
        configuration.model === 'cups'
          ? createCupsSpooler({ place: configuration.server })
          : createWindowsSpooler(windowsPrograms({ pdfPrinter: configuration.pdfPrinter }));
      const driver = createA4Printer({ spooler, queue: configuration.transport.path });
      return ok({ class: configuration.class, configuration, driver });
    }
  }
}

type LineSettings = {
  readonly usagePage?: number | undefined;
  readonly usage?: number | undefined;
  readonly parity?: 'none' | 'even' | 'odd';
  readonly hid?: HidModule | undefined;
};

function lineOf({ transport }: PadProfile): LineSettings {
  return transport.kind === 'serial'
    ? { parity: transport.parity }
    : { usagePage: transport.usagePage, usage: transport.usage };
}

function openerOf(transport: PadConfiguration['transport'], line: LineSettings = {}): TransportOpener {
  if (transport.kind === 'serial') {
    const { path, baudRate } = transport;
    return serialOpener({ path, baudRate, ...(line.parity && { parity: line.parity }) });
  }
  const [vendorId = 0, productId = 0] = transport.path.split(':').map((id) => Number.parseInt(id, 16));
  return hidOpener({
    vendorId,
    productId,
    ...(line.hid && { hid: line.hid }),
    ...(line.usagePage !== undefined && { usagePage: line.usagePage }),
    ...(line.usage !== undefined && { usage: line.usage }),
  });
}
