import { afterEach, beforeEach, expect, test } from 'vitest';
import { createScannerEmulator } from '#drivers/code-scanner/emulator.ts';
import { scannerProfile } from '#drivers/code-scanner/profiles.ts';
import { createSdtEmulator } from '#drivers/id-card-reader/emulator.ts';
import { specimens } from '#drivers/id-card-reader/specimens.ts';
import { createPlaceBench, type PlaceBench } from '../testing/place-bench.ts';

/** What answers at a serial line. */

let bench: PlaceBench;

beforeEach(() => {
  bench = createPlaceBench();
});
afterEach(() => bench.close());

test.each([9600, 19_200, 38_400])('a printer set to %d is found at that speed', async (deviceBaud) => {
  bench.printerAt(deviceBaud);
  const found = {
    state: 'answered',
    class: 'receipt-printer',
    model: 'escpos-80mm',
    baudRate: deviceBaud,
    fault: undefined,
    identity: { name: 'EPSON TM-T', firmware: '1.00 ESC/POS' },
    proposed: 'escpos-80mm',
  };
  expect(await bench.probe('receipt-printer')).toEqual(found);
});

test('a printer that says what it is is proposed as the model that knows it', async () => {
  bench.printerAt(115_200, 'escpos-80mm-black-mark');
  expect(await bench.probe('receipt-printer')).toMatchObject({
    model: 'escpos-80mm-black-mark',
    identity: { name: 'EPSON TM-L' },
  });
});

test('one that says nothing is proposed as the commonest', async () => {
  bench.printerAt(115_200, 'escpos-58mm-plain');
  expect(await bench.probe('receipt-printer')).toMatchObject({ model: 'escpos-80mm', identity: undefined });
});

test('a printer is found also by who looks for a reader, with what ails it', async () => {
  bench.printerAt(115_200).setPaper('out');
  expect(await bench.probe('id-card-reader')).toEqual({
    state: 'answered',
    class: 'receipt-printer',
    model: 'escpos-80mm',
    baudRate: 115_200,
    fault: 'PRINTER_PAPER_OUT',
  });
});

test('a reader is found by who looks for a printer', async () => {
  bench.onClose(createSdtEmulator({ pty: bench.pty, specimens }).stop);
  expect(await bench.probe('receipt-printer')).toMatchObject({ state: 'answered', class: 'id-card-reader' });
});

test.each(['newland-unified', 'gm65'] as const)('a %s is found at its speed', async (model) => {
  const emulator = createScannerEmulator({ pty: bench.pty, profile: scannerProfile(model) });
  bench.onClose(emulator.stop);
  expect(await bench.probe('id-card-reader')).toMatchObject({
    state: 'answered',
    class: 'code-scanner',
    model,
  });
});
