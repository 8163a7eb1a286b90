import { err, ok, type Result } from 'neverthrow';
import { type HidDeviceInfo, type HidModule, hidModule } from './hid.ts';

export type HidUsage = { readonly usagePage: number; readonly usage: number };

/** A device on the system's HID, whatever number of collections it has. */
export type ListedHid = {
  /** Vendor and product, `10c4:0007`. */
  readonly id: string;
  /** What it calls itself. */
  readonly name: string | undefined;
  /** Its collections; empty where the system does not tell them. */
  readonly usages: readonly HidUsage[];
};

/** Generic desktop (mice, keyboards, buttons of the case), digitizers, and keys for sound and brightness. */
const OF_THE_SYSTEM: ReadonlySet<number> = new Set([0x01, 0x0c, 0x0d]);

/**
 * What is plugged in, each vendor and product once. Left out is what the system itself works with: a touch screen or
 * a keyboard is no device of a hall, and a scanner that types is one only to the page.
 */
export async function listHid(given?: HidModule): Promise<Result<ListedHid[], 'HID_UNAVAILABLE'>> {
  let plugged: readonly HidDeviceInfo[];
  try {
    plugged = await (await hidModule(given)).devicesAsync();
  } catch {
    // node-hid tells everything by throwing, a missing system library too.
    return err('HID_UNAVAILABLE');
  }
  const byId = Map.groupBy(plugged, idOf);
  return ok(
    [...byId].flatMap(([id, collections]) => {
      if (id === undefined) return [];
      const usages = collections.flatMap(usageOf);
      const taken = usages.length > 0 && usages.every(({ usagePage }) => OF_THE_SYSTEM.has(usagePage));
      return taken ? [] : [{ id, name: nameOf(collections), usages }];
    }),
  );
}

function idOf({ vendorId, productId }: HidDeviceInfo): string | undefined {
  if (vendorId === undefined || productId === undefined) return undefined;
  return [vendorId, productId].map((number) => number.toString(16).padStart(4, '0')).join(':');
}

/** Systems that do not know a collection's usages call them 0, or nothing. */
function usageOf({ usagePage, usage }: HidDeviceInfo): HidUsage[] {
  return usagePage ? [{ usagePage, usage: usage ?? 0 }] : [];
}

function nameOf(collections: readonly HidDeviceInfo[]): string | undefined {
  for (const { manufacturer, product } of collections) {
    const words = [manufacturer, product].flatMap((word) => word?.trim() || []);
    if (words.length > 0) return words.join(' ');
  }
  return undefined;
}
