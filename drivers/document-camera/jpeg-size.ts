/** Start of frame of every coding (ITU-T T.81, B.1.1.3), without DHT, JPG and DAC, which lie between them. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const MARKER = 0xff;
/** Start and end of image, restarts and TEM stand alone. */
const isBare = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd9);
const START_OF_SCAN = 0xda;

/** The picture's size as its header says it; undefined where these bytes are no JPEG. */
export function sizeOfJpeg(
  jpeg: Uint8Array,
): { readonly widthPixels: number; readonly heightPixels: number } | undefined {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  let at = 0;
  while (at + 4 <= jpeg.length) {
    const marker = view.getUint8(at + 1);
    if (view.getUint8(at) !== MARKER || marker === START_OF_SCAN) return undefined;
    // Any number of these may stand before a marker.
    if (marker === MARKER) at += 1;
    else if (isBare(marker)) at += 2;
    else if (isFrame(marker)) {
      if (at + 9 > jpeg.length) return undefined;
      const size = { heightPixels: view.getUint16(at + 5), widthPixels: view.getUint16(at + 7) };
      // No height in the header: it follows the first scan, which no camera does.
      return size.heightPixels > 0 && size.widthPixels > 0 ? size : undefined;
    } else at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}
