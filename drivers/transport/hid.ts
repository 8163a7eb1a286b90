import { err, ok, type Result } from 'neverthrow';
import type { ByteTransport, TransportError, TransportOpener } from './byte-transport.ts';
import { oneOpening } from './one-opening.ts';

/** A device takes a report within a few polls of its endpoint (1–255 ms each) or it has stopped taking any. */
const WRITE_TIMEOUT_MS = 2000;
/** What may come before anybody listens; past it the oldest is dropped. */
const UNHEARD_REPORTS = 256;

export type HidDeviceInfo = {
  readonly path?: string | undefined;
  readonly vendorId?: number | undefined;
  readonly productId?: number | undefined;
  readonly manufacturer?: string | undefined;
  readonly product?: string | undefined;
  readonly usagePage?: number | undefined;
  readonly usage?: number | undefined;
};

/** One opened device, as far as it is used here. */
export type HidHandle = {
  on(event: 'data', listener: (report: Uint8Array) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  write(report: Buffer): Promise<number>;
  close(): Promise<void>;
};

/** What is used of node-hid; tests hand in their own. */
export type HidModule = {
  /** Without numbers: everything that is plugged in. */
  readonly devicesAsync: (vendorId?: number, productId?: number) => Promise<readonly HidDeviceInfo[]>;
  readonly HIDAsync: { readonly open: (path: string) => Promise<HidHandle> };
};

export type HidOptions = {
  readonly vendorId: number;
  readonly productId: number;
  /** Which collection, where a device has several (a scanner that is a keyboard too). */
  readonly usagePage?: number;
  readonly usage?: number;
  /** node-hid unless another is given. */
  readonly hid?: HidModule;
};

/**
 * Opens a HID device. `onBytes` gives exactly one input report a call, with its report id first where the device
 * numbers its reports. `write` takes exactly one output report, **always** with the report id first: 0 where the
 * device does not number them, as every system's HID interface wants it.
 */
export function hidOpener(options: HidOptions): TransportOpener {
  const description = describe(options);
  return {
    description,
    baudRate: undefined,
    open: oneOpening(description, async () => (await findAndOpen(options)).map(transportOver)),
  };
}

function describe({ vendorId, productId, usagePage, usage }: HidOptions): string {
  const hex = (value: number) => value.toString(16).toUpperCase().padStart(4, '0');
  const collection = [usagePage, usage].flatMap((value) => (value === undefined ? [] : [hex(value)]));
  return [`HID ${hex(vendorId)}:${hex(productId)}`, ...collection].join(' ');
}

/** Loaded when first needed: a terminal without HID devices does without the system library behind it. */
export async function hidModule(given: HidModule | undefined): Promise<HidModule> {
  return given ?? (await import('node-hid'));
}

async function findAndOpen(options: HidOptions): Promise<Result<HidHandle, TransportError>> {
  const { vendorId, productId, usagePage, usage } = options;
  /** Without what is not told: some systems name no usages, and then the first collection has to do. */
  const meets = (told: number | undefined, wanted: number | undefined) =>
    told === undefined || wanted === undefined || told === wanted;
  try {
    const hid = await hidModule(options.hid);
    const devices = await hid.devicesAsync(vendorId, productId);
    const device = devices.find((each) => meets(each.usagePage, usagePage) && meets(each.usage, usage));
    if (device?.path === undefined) {
      return err({ code: 'PORT_MISSING', detail: `no ${describe(options)} is plugged in` });
    }
    return ok(await hid.HIDAsync.open(device.path));
  } catch (error) {
    // node-hid tells everything by throwing, a missing system library too.
    return err(openError(messageOf(error)));
  }
}

function transportOver(handle: HidHandle): ByteTransport {
  let reportListener: ((report: Uint8Array) => void) | undefined;
  let unheard: Uint8Array[] = [];
  let lost: TransportError | undefined;
  let lostListener: ((error: TransportError) => void) | undefined;
  let closing: Promise<void> | undefined;
  const pendingWrites = new Set<(error: TransportError) => void>();

  const settleWrites = (error: TransportError) => {
    for (const settle of pendingWrites) settle(error);
  };

  handle.on('data', (report) => {
    if (closing !== undefined) return;
    // A copy of its own kind: what node-hid gives is a Buffer.
    const bytes = Uint8Array.from(report);
    if (reportListener !== undefined) reportListener(bytes);
    else unheard = [...unheard, bytes].slice(-UNHEARD_REPORTS);
  });
  handle.on('error', (error) => {
    if (lost !== undefined || closing !== undefined) return;
    lost = { code: 'PORT_LOST', detail: error.message };
    settleWrites(lost);
    lostListener?.(lost);
  });

  const write = (bytes: Uint8Array): Promise<Result<void, TransportError>> => {
    if (lost !== undefined) return Promise.resolve(err(lost));
    if (closing !== undefined) return Promise.resolve(err({ code: 'PORT_LOST', detail: 'closed' }));
    return new Promise((resolve) => {
      const settle = (result: Result<void, TransportError>) => {
        clearTimeout(timer);
        pendingWrites.delete(fail);
        resolve(result);
      };
      const fail = (error: TransportError) => settle(err(error));
      pendingWrites.add(fail);
      const timer = setTimeout(() => {
        fail({ code: 'PORT_TIMEOUT', detail: `a report was not taken after ${WRITE_TIMEOUT_MS} ms` });
      }, WRITE_TIMEOUT_MS);
      handle.write(Buffer.from(bytes)).then(
        () => settle(ok()),
        (error: unknown) => fail({ code: 'PORT_LOST', detail: messageOf(error) }),
      );
    });
  };

  return {
    write,
    close: () => {
      settleWrites({ code: 'PORT_LOST', detail: 'closed' });
      // An error here says that the device is closed or gone already, which is what was asked.
      closing ??= handle.close().catch(() => {});
      return closing;
    },
    onBytes: (listener) => {
      reportListener = listener;
      const waiting = unheard;
      unheard = [];
      for (const report of waiting) listener(report);
    },
    onLost: (listener) => {
      lostListener = listener;
      if (lost !== undefined) listener(lost);
    },
  };
}

/** hidapi gives sentences, not codes; these are the ones of Linux, macOS and Windows. */
function openError(message: string): TransportError {
  if (/resource busy|being used by another process|exclusive access/i.test(message)) {
    return { code: 'PORT_BUSY', detail: message };
  }
  if (/permission denied|operation not permitted|not permitted|access is denied/i.test(message)) {
    return { code: 'PORT_DENIED', detail: message };
  }
  return { code: 'PORT_MISSING', detail: message };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
