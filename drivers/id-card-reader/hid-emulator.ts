import { type PlayedHid, playHid } from '../emulation/played-hid.ts';
import type { ModuleLine } from './emulator.ts';
import { createWrapDecoder, encodeWrapped, REPORT_BYTES, WRAP_MARKERS } from './sdt-wrap-codec.ts';

/** As node-hid lists it. */
const DEVICE = {
  vendorId: 0x10c4,
  productId: 0x0007,
  product: 'Emulated reader',
  usagePage: 0xff00,
  usage: 1,
};

export type HidReaderLine = PlayedHid & {
  /** The module's side, for the same emulator that sits at the end of a pty. */
  readonly line: ModuleLine;
};

/** A reader that carries SDT frames in HID reports; plugged. */
export function createHidReaderLine(random?: () => number): HidReaderLine {
  const played = playHid({ device: DEVICE, output: { id: 0, bytes: REPORT_BYTES }, random });
  let decoder = createWrapDecoder(WRAP_MARKERS.toModule);
  let frameListener: (frame: Uint8Array) => void = () => {};
  /** The answer carries the number of the command. */
  let number = 0;

  played.onPlugged(() => {
    decoder = createWrapDecoder(WRAP_MARKERS.toModule);
  });
  played.onReport((report) => {
    const packet = decoder.push(report);
    if (packet === undefined) return;
    number = packet.number;
    frameListener(packet.frame);
  });

  return {
    ...played,
    line: {
      onBytes: (listener) => {
        frameListener = listener;
      },
      onPlugged: played.onPlugged,
      send: (frame) => {
        for (const report of encodeWrapped(WRAP_MARKERS.fromModule, number, frame)) played.send(report);
      },
    },
  };
}
