import iconv from 'iconv-lite';
import { expect, type TestContext, test } from 'vitest';
import { createHidScannerEmulator } from './hid-emulator.ts';
import { scannerProfile } from './profiles.ts';
import { createCodeScanner } from './scanner-driver.ts';
import { reach, watchOver } from './testing/scanner-bench.ts';

const CODE = 'MSB1:q7vLk2mX9sTzR4wYb1NcHg';

const layout = { reportId: 2, shift: 0 } as const;

function openHid(context: TestContext) {
  const emulator = createHidScannerEmulator(layout);
  const scanner = createCodeScanner({ opener: emulator.opener, profile: scannerProfile('hid-pos') });
  context.onTestFinished(scanner.stop);
  return { emulator, scanner, watch: watchOver(scanner) };
}

test('tells text and symbology, of codes over several reports too', async (context) => {
  const { emulator, scanner, watch } = openHid(context);
  scanner.start();
  await reach(scanner, 'ready');
  emulator.show(CODE.repeat(9), ']Q1');
  expect(await watch.next()).toMatchObject({ text: CODE.repeat(9), symbology: 'qr' });
  emulator.show(iconv.encode('蒙速办', 'gbk'), ']d1');
  expect(await watch.next()).toMatchObject({ text: '蒙速办', symbology: 'data-matrix' });
});

test('reports of another id say nothing', async (context) => {
  const { emulator, scanner, watch } = openHid(context);
  scanner.start();
  await reach(scanner, 'ready');
  emulator.send(Uint8Array.from([3, 1, 0x5d, 0x51, 0x31, 0x41, ...new Uint8Array(58)]));
  emulator.show('A');
  expect((await watch.next()).text).toBe('A');
  expect(watch.codes).toEqual([]);
});
