import type { LaidOutReceipt } from './receipt-layout.ts';
import type { SheetPart } from './receipt-sheet.ts';

/** Markers between the pieces take room too. */
const MARKERS_BYTES = 32;

/**
 * A receipt in pieces of which two always find room in the printer's buffer: without flow control on the wire,
 * what a printer that stands still cannot take is lost. One that fits as a whole is one piece.
 */
export function piecesOf(receipt: LaidOutReceipt, bufferBytes: number): SheetPart[] {
  const whole = { bytes: [...receipt.bytes], paperDots: receipt.paperDots };
  if (whole.bytes.length + MARKERS_BYTES <= bufferBytes) return [whole];
  const most = bufferBytes / 2 - MARKERS_BYTES;
  const pieces: SheetPart[] = [];
  for (const part of receipt.parts) {
    const last = pieces.at(-1);
    if (last === undefined || last.bytes.length + part.bytes.length > most) pieces.push(part);
    else {
      pieces[pieces.length - 1] = {
        bytes: [...last.bytes, ...part.bytes],
        paperDots: last.paperDots + part.paperDots,
      };
    }
  }
  return pieces;
}
