import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ReceiptDocument } from '#domain/printing/receipt-document.ts';
import { openPty, type Pty } from '../emulation/pty.ts';
import { systemTimerClock } from '../supervision/timer-clock.ts';
import { serialOpener } from '../transport/serial.ts';
import { createPrinterEmulator, type PrinterEmulator } from './emulator.ts';
import { createEscposPrinter } from './escpos-driver.ts';
import { printerProfile } from './profiles.ts';
import type { ReceiptPrinter } from './receipt-printer.ts';

/** What any receipt printer must do, seen from outside: run over the emulator, and over a real port. */
function conforms(
  open: () => { readonly path: string; readonly baudRate: number; readonly close: () => void },
) {
  let device: ReturnType<typeof open>;
  let printer: ReceiptPrinter;

  beforeEach(async () => {
    device = open();
    printer = createEscposPrinter({
      opener: serialOpener({ path: device.path, baudRate: device.baudRate }),
      profile: printerProfile('escpos-80mm'),
      clock: systemTimerClock,
    });
    printer.start();
    await until(printer, 'ready');
  });
  afterEach(async () => {
    await printer.stop();
    device.close();
  });

  test('prints and confirms a receipt', async () => {
    const printed = await printer.print(receipt('A001'), { beforeFirstByte: () => undefined });
    expect(printed.isOk()).toBe(true);
    expect(printer.status()).toMatchObject({ faults: [] });
  });

  test('prints two receipts one after the other, each announced once', async () => {
    const announced: string[] = [];
    const results = await Promise.all(
      ['A001', 'A002'].map((number) =>
        printer.print(receipt(number), { beforeFirstByte: () => announced.push(number) }),
      ),
    );
    expect(results.map((each) => each.isOk())).toEqual([true, true]);
    expect(announced).toEqual(['A001', 'A002']);
  });

  test('a job given up before its turn is not printed and not announced', async () => {
    let announced = false;
    const result = await printer.print(receipt('A001'), {
      beforeFirstByte: () => {
        announced = true;
      },
      signal: AbortSignal.abort(),
    });
    expect(result._unsafeUnwrapErr().outcome).toBe('not-printed');
    expect(announced).toBe(false);
  });
}

function until(printer: ReceiptPrinter, state: string): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (printer.status().state !== state) return;
      end();
      resolve();
    };
    const end = printer.onStatus(look);
    look();
  });
}

function receipt(number: string): ReceiptDocument {
  return {
    blocks: [
      { kind: 'text', text: '呼和浩特市政务服务中心', align: 'center' },
      { kind: 'text', text: number, size: 4, bold: true, align: 'center' },
      { kind: 'pair', left: '办理窗口', right: '3、4' },
      { kind: 'qr', text: 'MSB1:conformance' },
    ],
  };
}

describe('the emulated printer on a real pty', () => {
  const folder = mkdtempSync(join(tmpdir(), 'printer-'));
  let pty: Pty;
  let emulator: PrinterEmulator;
  conforms(() => {
    pty = openPty({ link: join(folder, 'printer'), baudRate: 115_200 });
    emulator = createPrinterEmulator({
      profile: printerProfile('escpos-80mm'),
      send: pty.send,
      mmPerSecond: 600,
    });
    pty.onBytes(emulator.receive);
    return {
      path: pty.link,
      baudRate: 115_200,
      close: () => {
        emulator.stop();
        pty.close();
        rmSync(pty.link, { force: true });
      },
    };
  });
});

const realPort = process.env['RECEIPT_PRINTER_PORT'];
describe.skipIf(realPort === undefined)('the printer on a real port', () => {
  conforms(() => ({
    path: realPort ?? '',
    baudRate: Number(process.env['RECEIPT_PRINTER_BAUD'] ?? 115_200),
    close: () => undefined,
  }));
});
