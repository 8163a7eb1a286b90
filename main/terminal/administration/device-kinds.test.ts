import { describe, expect, test } from 'vitest';
import type { DeviceDraft } from '#contract/terminal/administration.ts';
import { type DeviceConfiguration, deviceSchema } from '../configuration/configuration-schema.ts';
import { configurationOf, draftOf, type KindSurroundings } from './device-kinds.ts';

const here = { kind: 'socket', path: '/run/cups/cups.sock' } as const;
const elsewhere = { kind: 'tcp', host: '192.168.1.9', port: 631 } as const;

const surroundings: KindSurroundings = {
  configurationFile: '/nowhere/terminal.yaml',
  spooling: { model: 'cups', server: here },
};

/** What becomes of a device when the administrator changes this much of it. */
function changed(before: object, change: Partial<DeviceDraft>): DeviceConfiguration | undefined {
  const device = deviceSchema.parse(before);
  return configurationOf({ ...draftOf(device), ...change }, device.id, surroundings, device);
}

describe('a page printer', () => {
  const printer = {
    id: 'pages',
    class: 'a4-printer',
    model: 'cups',
    transport: { kind: 'queue', path: 'office' },
    server: elsewhere,
  };

  test('that moves to another queue is at the spooler where that queue was found', () => {
    expect(changed(printer, { path: 'hall-a4' })).toEqual({
      ...printer,
      transport: { kind: 'queue', path: 'hall-a4' },
      server: here,
    });
  });

  test('that stays at its queue stays at its spooler', () => {
    expect(changed(printer, {})).toEqual(printer);
  });

  const pdfPrinter: [string, string] = ['SumatraPDF.exe', '{file}'];
  const onWindows: KindSurroundings = { ...surroundings, spooling: { model: 'windows', pdfPrinter } };
  const at = (path: string, model: string, machine: KindSurroundings) =>
    configurationOf({ class: 'a4-printer', model, kind: 'queue', path }, 'pages', machine);

  test.each(['HP LaserJet Pro M404 (2F) #2', '大厅 打印机', String.raw`\\office\HP LaserJet`])(
    'is called what Windows calls it: %s',
    (path) => {
      expect(at(path, 'windows', onWindows)).toEqual({
        id: 'pages',
        class: 'a4-printer',
        model: 'windows',
        transport: { kind: 'queue', path },
        pdfPrinter,
      });
    },
  );

  test.each(['', '  ', 'two\nlines'])('is not called %j', (path) => {
    expect(at(path, 'windows', onWindows)).toBeUndefined();
  });

  test('has no name at CUPS that CUPS has none of', () => {
    expect(at('HP LaserJet', 'cups', surroundings)).toBeUndefined();
  });
});

describe('a scanner that was set up in its own menu', () => {
  const scanner = {
    id: 'scanner',
    class: 'code-scanner',
    model: 'gm65',
    transport: { kind: 'serial', path: '/dev/ttyS1', baudRate: 9600 },
    suffix: 'lf',
    encoding: 'gb18030',
    aimPrefix: true,
    sameCodeMs: 5000,
  };

  test('keeps that at another line', () => {
    expect(changed(scanner, { path: '/dev/ttyS2' })).toEqual({
      ...scanner,
      transport: { ...scanner.transport, path: '/dev/ttyS2' },
    });
  });

  test('leaves none of it to another model, but what the hall wishes of any scanner', () => {
    const { id, class: deviceClass, transport, sameCodeMs } = scanner;
    expect(changed(scanner, { model: 'newland-unified' })).toEqual({
      id,
      class: deviceClass,
      model: 'newland-unified',
      transport,
      sameCodeMs,
    });
  });
});

test('a recording is kept for another model, too', () => {
  const printer = {
    id: 'printer',
    class: 'receipt-printer',
    model: 'escpos-80mm',
    transport: { kind: 'serial', path: '/dev/ttyS0', baudRate: 9600 },
    record: true,
  };
  expect(changed(printer, { model: 'escpos-58mm' })).toEqual({ ...printer, model: 'escpos-58mm' });
});
