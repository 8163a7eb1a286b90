import type { ReceiptDocument } from '#domain/printing/receipt-document.ts';
import { endDots } from './end-of-receipt.ts';
import type { PrinterProfile } from './printer-profile.ts';
import { type LaidOutReceipt, layOutReceipt } from './receipt-layout.ts';

type OnTheWire = { readonly bytes: number; readonly wireMs: number };

/** Start bit, eight data bits, stop bit. */
const BITS_PER_BYTE = 10;

/**
 * A receipt as this driver sends it, beside one picture of the same width and length, as an operating system's
 * driver sends it. What the picture shows does not matter: dots are sent as they are, black or white.
 */
export function textAgainstRaster(
  document: ReceiptDocument,
  profile: PrinterProfile,
  baudRate: number,
): { readonly text: OnTheWire; readonly raster: OnTheWire } {
  const onTheWire = ({ bytes: { length } }: LaidOutReceipt): OnTheWire => ({
    bytes: length,
    wireMs: (length * BITS_PER_BYTE * 1000) / baudRate,
  });
  const text = layOutReceipt(document, profile);
  const { widthDots } = profile;
  const heightDots = text.paperDots - endDots(profile);
  const bits = new Uint8Array(Math.ceil(widthDots / 8) * heightDots);
  const picture: ReceiptDocument = { blocks: [{ kind: 'image', widthDots, heightDots, bits }] };
  return { text: onTheWire(text), raster: onTheWire(layOutReceipt(picture, profile)) };
}
