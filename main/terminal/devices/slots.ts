import { err } from 'neverthrow';
import type { Clock } from '#domain/time/clock.ts';
import type { CodeRead, CodeScanner, ScannerFault } from '#drivers/code-scanner/code-scanner.ts';
import type { DeviceStatus, SupervisedDevice } from '#drivers/device.ts';
import type { CameraFault, ServiceCamera } from '#drivers/document-camera/document-camera.ts';
import type { IdCardReader, ReaderFault } from '#drivers/id-card-reader/id-card-reader.ts';
import type {
  PrinterFault,
  PrinterWarning,
  ReceiptPrinter,
} from '#drivers/receipt-printer/receipt-printer.ts';

/**
 * A place for the one device of a class: whoever uses it keeps the same object while the administrator adds,
 * changes or removes the device behind it. An empty place is an absent device.
 */
export type Slot<Device> = {
  readonly device: Device;
  /** Puts a driver in, or none; the one before must have been stopped. */
  readonly put: (driver: Device | undefined) => void;
};

export function createReaderSlot(clock: Clock): Slot<IdCardReader> {
  const place = createPlace<IdCardReader, ReaderFault, never>('READER_ABSENT', clock);
  type Watch = { readonly begin: (driver: IdCardReader) => void; end: () => void };
  const watches = new Set<Watch>();
  return {
    device: {
      ...place.common,
      cardPresent: () => place.current()?.cardPresent() ?? false,
      watchCards: (listener, options) => {
        const watch: Watch = {
          // At a new reader a card that lies there already is nobody's.
          begin: (driver) => {
            watch.end = driver.watchCards(listener, { lying: 'leave' });
          },
          end: () => undefined,
        };
        const driver = place.current();
        if (driver) watch.end = driver.watchCards(listener, options);
        watches.add(watch);
        return () => {
          watches.delete(watch);
          watch.end();
        };
      },
    },
    put: (driver) => {
      for (const watch of watches) {
        watch.end();
        watch.end = () => undefined;
      }
      if (driver) for (const watch of watches) watch.begin(driver);
      place.put(driver);
    },
  };
}

export function createPrinterSlot(clock: Clock): Slot<ReceiptPrinter> {
  const place = createPlace<ReceiptPrinter, PrinterFault, PrinterWarning>('PRINTER_ABSENT', clock);
  return {
    device: {
      ...place.common,
      print: async (document, options) =>
        (await place.current()?.print(document, options)) ??
        err({ outcome: 'not-printed', fault: 'PRINTER_ABSENT' }),
      identify: async () => place.current()?.identify(),
    },
    put: place.put,
  };
}

export function createScannerSlot(clock: Clock): Slot<CodeScanner> {
  const place = createPlace<CodeScanner, ScannerFault, never>('SCANNER_ABSENT', clock);
  const watches = createWatches(place.current, (driver, listener: (event: CodeRead) => void) =>
    driver.watchCodes(listener),
  );
  return {
    device: { ...place.common, watchCodes: watches.watch },
    put: (driver) => watches.goOver(() => place.put(driver)),
  };
}

export function createCameraSlot(clock: Clock): Slot<ServiceCamera> {
  const place = createPlace<ServiceCamera, CameraFault, never>('CAMERA_ABSENT', clock);
  const watches = createWatches(place.current, (driver, listener: (jpeg: Uint8Array) => void) =>
    driver.watch(listener),
  );
  return {
    device: {
      ...place.common,
      watch: watches.watch,
      capture: async () => (await place.current()?.capture()) ?? err('CAMERA_ABSENT'),
    },
    put: (driver) => watches.goOver(() => place.put(driver)),
  };
}

/** Watches that outlive the driver which they began at. */
function createWatches<Device, Told>(
  current: () => Device | undefined,
  begin: (driver: Device, listener: (told: Told) => void) => () => void,
) {
  const endings = new Map<(told: Told) => void, () => void>();
  const beginNow = (listener: (told: Told) => void) => {
    const driver = current();
    endings.set(listener, driver === undefined ? () => {} : begin(driver, listener));
  };
  return {
    watch: (listener: (told: Told) => void) => {
      // Its own function, so that one listener given twice is two watches.
      const own = (told: Told) => listener(told);
      beginNow(own);
      return () => {
        endings.get(own)?.();
        endings.delete(own);
      };
    },
    /** @param change puts another driver in place */
    goOver: (change: () => void) => {
      for (const end of endings.values()) end();
      change();
      for (const listener of Array.from(endings.keys())) beginNow(listener);
    },
  };
}

/** What devices of every class have in common. */
function createPlace<
  Device extends SupervisedDevice<Fault, Warning>,
  Fault extends string,
  Warning extends string,
>(absent: Fault, clock: Clock) {
  let driver: Device | undefined;
  let stopListening = () => {};
  let none: DeviceStatus<Fault, Warning> = nobody();
  const listeners = new Set<(status: DeviceStatus<Fault, Warning>) => void>();

  function nobody(): DeviceStatus<Fault, Warning> {
    return { state: 'absent', faults: [absent], warnings: [], since: clock.now() };
  }

  const status = () => driver?.status() ?? none;
  const tell = () => {
    for (const listener of listeners) listener(status());
  };
  const common: SupervisedDevice<Fault, Warning> = {
    status,
    onStatus: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    detail: () => driver?.detail(),
    hint: () => driver?.hint(),
    check: async () => (await driver?.check()) ?? err(absent),
    // Whoever puts drivers in starts and stops them.
    start: () => undefined,
    stop: async () => undefined,
  };
  return {
    common,
    current: () => driver,
    put: (next: Device | undefined) => {
      stopListening();
      driver = next;
      none = nobody();
      stopListening = next?.onStatus(tell) ?? (() => {});
      tell();
    },
  };
}
