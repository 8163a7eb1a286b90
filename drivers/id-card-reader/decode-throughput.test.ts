import { expect, test } from 'vitest';
import { measureDecodeThroughput } from './decode-throughput.ts';

test('each codec is measured on answers of which it loses none', () => {
  const measured = measureDecodeThroughput();
  expect(measured.map(({ codec }) => codec)).toEqual(['sdt', 'sdt over hid']);
  for (const { megabytesPerSecond, copiedMegabytesPerSecond } of measured) {
    expect(megabytesPerSecond).toBeGreaterThan(0);
    expect(copiedMegabytesPerSecond).toBeGreaterThan(0);
  }
});
