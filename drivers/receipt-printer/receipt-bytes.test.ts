import { expect, test } from 'vitest';
import { printerProfile } from './profiles.ts';
import { textAgainstRaster } from './receipt-bytes.ts';
import { receiptNumbered } from './test-bench.ts';

test('an ordinary receipt is a small part of its picture, on the wire too', () => {
  const { text, raster } = textAgainstRaster(receiptNumbered('A001'), printerProfile('escpos-80mm'), 9_600);
  expect(text.bytes).toBeGreaterThan(100);
  // 72 bytes a row, and a receipt of some 50 mm.
  expect(raster.bytes).toBeGreaterThan(72 * 8 * 40);
  expect(raster.bytes).toBeGreaterThan(text.bytes * 8);
  expect(raster.wireMs / text.wireMs).toBeCloseTo(raster.bytes / text.bytes, 6);
});
