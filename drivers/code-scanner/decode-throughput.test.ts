import { expect, test } from 'vitest';
import { measureScanThroughput } from './decode-throughput.ts';

test('each codec is measured on codes of which it loses none', () => {
  const measured = measureScanThroughput();
  expect(measured.map(({ codec }) => codec)).toEqual([
    'scanner line',
    'scanner line with answers',
    'hid pos',
  ]);
  for (const { megabytesPerSecond, copiedMegabytesPerSecond } of measured) {
    expect(megabytesPerSecond).toBeGreaterThan(0);
    expect(copiedMegabytesPerSecond).toBeGreaterThan(0);
  }
});
