import type { Dots } from './drawn-text.ts';

type Image = { readonly widthDots: number; readonly heightDots: number; readonly bits: Uint8Array };

/** The image as it is where it fits across the paper, else made smaller by leaving dots out. */
export function fitted({ widthDots, heightDots, bits }: Image, paperDots: number): Dots {
  const from = Math.ceil(widthDots / 8);
  if (widthDots <= paperDots) {
    // Of the length that the command will announce: the printer would take what follows for the rest.
    const whole = new Uint8Array(from * heightDots);
    whole.set(bits.subarray(0, whole.length));
    return { widthBytes: from, rows: heightDots, bits: whole };
  }
  const rows = Math.max(1, Math.round((heightDots * paperDots) / widthDots));
  const widthBytes = Math.ceil(paperDots / 8);
  const smaller = new Uint8Array(widthBytes * rows);
  for (let y = 0; y < rows; y += 1) {
    const row = Math.floor((y * heightDots) / rows) * from;
    for (let x = 0; x < paperDots; x += 1) {
      const source = Math.floor((x * widthDots) / paperDots);
      if (((bits[row + (source >> 3)] ?? 0) & (0x80 >> (source & 7))) === 0) continue;
      const at = y * widthBytes + (x >> 3);
      smaller[at] = (smaller[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return { widthBytes, rows, bits: smaller };
}
