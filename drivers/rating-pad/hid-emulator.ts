import { type PlayedHid, playHid } from '../emulation/played-hid.ts';
import type { TransportOpener } from '../transport/byte-transport.ts';
import { hidOpener } from '../transport/hid.ts';
import type { PadProfile } from './profile-shape.ts';

/** The device's end of the USB cable of a HID pad; frames are without report ids. */
export type HidPadLine = Omit<PlayedHid, 'onReport'> & {
  readonly opener: TransportOpener;
  readonly onBytes: PlayedHid['onReport'];
};

/** The line of the pad that a HID profile describes; plugged. */
export function createHidPadLine({ transport }: PadProfile, random?: () => number): HidPadLine {
  if (transport.kind !== 'hid') throw new Error('not a HID profile');
  const { vendorId, productId, inputReportId, outputReportId, reportBytes } = transport;
  const { onReport, ...played } = playHid({
    device: { vendorId, productId },
    output: { id: outputReportId, bytes: reportBytes },
    random,
  });
  return {
    ...played,
    opener: hidOpener({ vendorId, productId, hid: played.hid }),
    send: (frame) => played.send(Uint8Array.from([inputReportId, ...frame])),
    onBytes: onReport,
  };
}
