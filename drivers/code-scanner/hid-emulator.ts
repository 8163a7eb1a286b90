import { type PlayedHid, playHid } from '../emulation/played-hid.ts';
import type { TransportOpener } from '../transport/byte-transport.ts';
import { hidOpener } from '../transport/hid.ts';
import { encodeHidPosReports, type HidPosLayout } from './hid-pos-codec.ts';

/** Bar code scanners of the point of sale (HID usage tables). */
const DEVICE = { vendorId: 0x0c2e, productId: 0x0b6a, usagePage: 0x8c, usage: 2 };

/** A HID POS scanner; plugged. */
export type HidScannerEmulator = PlayedHid & {
  readonly opener: TransportOpener;
  /** Reads a code once. */
  readonly show: (code: string | Uint8Array, aim?: string) => void;
};

export function createHidScannerEmulator(layout: HidPosLayout): HidScannerEmulator {
  const played = playHid({ device: DEVICE });
  return {
    ...played,
    opener: hidOpener({ ...DEVICE, hid: played.hid }),
    show: (code, aim) => {
      const bytes = typeof code === 'string' ? new TextEncoder().encode(code) : code;
      for (const report of encodeHidPosReports(layout, bytes, aim)) played.send(report);
    },
  };
}
