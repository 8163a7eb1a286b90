import { printerProfile } from '#drivers/receipt-printer/profiles.ts';
import type { BuiltDevice } from '../devices/registry.ts';

type BuiltPrinter = Extract<BuiltDevice, { class: 'receipt-printer' }>;

/** A test's own driver as a configured printer. */
export function builtPrinter(driver: BuiltPrinter['driver']): BuiltPrinter {
  const profile = printerProfile('escpos-80mm');
  return {
    class: 'receipt-printer',
    configuration: {
      id: 'printer',
      class: 'receipt-printer',
      model: profile.model,
      transport: { kind: 'serial', path: '/dev/none', baudRate: 115_200 },
      record: false,
    },
    profile,
    driver,
    recording: undefined,
  };
}
