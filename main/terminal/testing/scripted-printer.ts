import { err, ok, type Result } from 'neverthrow';
import type { ReceiptDocument } from '#domain/printing/receipt-document.ts';
import type { DeviceState, DeviceStatus } from '#drivers/device.ts';
import type {
  PrinterFault,
  PrinterWarning,
  PrintFailure,
  PrintOptions,
  PrintProof,
  ReceiptPrinter,
} from '#drivers/receipt-printer/receipt-printer.ts';

type Press = {
  readonly document: ReceiptDocument;
  readonly options: PrintOptions;
  /** Writes the first byte. */
  readonly begin: () => void;
  readonly finish: (result: Result<PrintProof, PrintFailure>) => Promise<void>;
};

/** A printer whose every step a test decides, for moments that a real one passes through too quickly to hit. */
export type ScriptedPrinter = ReceiptPrinter & {
  readonly set: (state: DeviceState, ...faults: PrinterFault[]) => void;
  /** Every call of `print`, oldest first. */
  readonly presses: readonly Press[];
};

export function createScriptedPrinter(): ScriptedPrinter {
  const listeners = new Set<(status: DeviceStatus<PrinterFault, PrinterWarning>) => void>();
  const presses: Press[] = [];
  let status: DeviceStatus<PrinterFault, PrinterWarning> = {
    state: 'ready',
    faults: [],
    warnings: [],
    since: 0,
  };
  return {
    presses,
    status: () => status,
    detail: () => undefined,
    hint: () => undefined,
    check: async () => ok('unasked'),
    onStatus: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    identify: async () => undefined,
    start: () => {},
    stop: async () => {},
    set: (state, ...faults) => {
      status = { ...status, state, faults };
      for (const listener of listeners) listener(status);
    },
    print: (document, options) => {
      const { promise, resolve } = Promise.withResolvers<Result<PrintProof, PrintFailure>>();
      let begun = false;
      const settle = async (result: Result<PrintProof, PrintFailure>) => {
        resolve(result);
        await settled();
      };
      options.signal?.addEventListener('abort', () => {
        if (!begun) resolve(err({ outcome: 'not-printed', fault: 'PRINTER_FAULT' }));
      });
      presses.push({
        document,
        options,
        begin: () => {
          options.beforeFirstByte();
          if (options.signal?.aborted) resolve(err({ outcome: 'not-printed', fault: 'PRINTER_FAULT' }));
          else begun = true;
        },
        finish: settle,
      });
      return promise;
    },
  };
}

export const printed = ok<PrintProof, PrintFailure>('answered');

/** Lets everything that waits for a settled promise run. */
export async function settled(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
}
