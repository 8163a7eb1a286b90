import type { TransportOpener } from '../transport/byte-transport.ts';
import { type HidModule, hidOpener } from '../transport/hid.ts';
import { serialOpener } from '../transport/serial.ts';
import type { PadProfile } from './profile-shape.ts';

/**
 * The line that a profile wants; `port` is where a serial one is plugged in, and means nothing to USB.
 * @param hid node-hid unless another is given
 */
export function padOpener({ transport }: PadProfile, port: string, hid?: HidModule): TransportOpener {
  if (transport.kind === 'serial') {
    return serialOpener({ path: port, baudRate: transport.baudRate, parity: transport.parity });
  }
  const { vendorId, productId, usagePage, usage } = transport;
  return hidOpener({
    vendorId,
    productId,
    ...(hid && { hid }),
    ...(usagePage !== undefined && { usagePage }),
    ...(usage !== undefined && { usage }),
  });
}
