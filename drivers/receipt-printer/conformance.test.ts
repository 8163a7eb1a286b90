import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ReceiptDocument } from '#domain/printing/receipt-document.ts';
import { openPty } from '../emulation/pty.ts';
import { systemTimerClock } from '../supervision/timer-clock.ts';
import { serialOpener } from '../transport/serial.ts';
import { createPrinterEmulator, type PrinterEmulator } from './emulator.ts';
import { createEscposPrinter } from './escpos-driver.ts';
import { printerProfileNamed } from './profile-file.ts';
import { PRINTER_MODELS, type PrinterProfile, printerProfile, readPrinterProfile } from './profiles.ts';
import type { PaperPart } from './receipt-on-paper.ts';
import type { PrinterFault, ReceiptPrinter } from './receipt-printer.ts';
import { eventually } from './test-bench.ts';

type OpenDevice = {
  readonly path: string;
  readonly baudRate: number;
  /** Undefined on a real port. */
  readonly emulator?: PrinterEmulator;
  readonly unplug?: () => void;
  readonly plug?: () => void;
  readonly close: () => void;
};

/** What any receipt printer must do, seen from outside: run over the emulator, and over a real port. */
function conforms(profile: PrinterProfile, open: () => OpenDevice) {
  let device: OpenDevice;
  let printer: ReceiptPrinter;
  const proof = profile.status.turn === 'none' ? 'stood-ready' : 'answered';

  beforeEach(async () => {
    device = open();
    printer = createEscposPrinter({
      opener: serialOpener({ path: device.path, baudRate: device.baudRate }),
      profile,
      clock: systemTimerClock,
    });
    printer.start();
    await until(printer, 'ready');
  });
  afterEach(async () => {
    await printer.stop();
    device.close();
  });

  test('prints a receipt with everything there is, and proves it', async () => {
    const printed = await printer.print(everything, { beforeFirstByte: () => undefined });
    expect(printed._unsafeUnwrap()).toBe(proof);
    expect(printer.status()).toMatchObject({ faults: [] });
  });

  test('prints two receipts one after the other, each announced once', async () => {
    const announced: string[] = [];
    const results = await Promise.all(
      ['A001', 'A002'].map((number) =>
        printer.print(receipt(number), { beforeFirstByte: () => announced.push(number) }),
      ),
    );
    expect(results.map((each) => each._unsafeUnwrap())).toEqual([proof, proof]);
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

  return { printer: () => printer, device: () => device };
}

/** What only an emulated printer can be put through. */
function withstands(profile: PrinterProfile, at: ReturnType<typeof conforms>) {
  const emulator = () => {
    const { emulator: played } = at.device();
    if (played === undefined) throw new Error('an emulated printer');
    return played;
  };

  test('all of it is on the paper', async () => {
    await at.printer().print(everything, { beforeFirstByte: () => undefined });
    const [strip, ...more] = emulator().state().receipts;
    expect(more).toEqual([]);
    expect(strip?.cut).toBe(profile.cutter !== 'none');
    const kinds = strip?.parts.map(({ kind }) => kind) ?? [];
    expect(kinds).toEqual(expect.arrayContaining(['text', 'qr', 'barcode', 'raster']));
    expect(strip?.parts.flatMap(lineOf).at(-1)).toBe('end');
  });

  test('paper that ends in the middle is waited for, and nothing of the receipt is lost', async () => {
    emulator().loadPaper(10);
    const told: (PrinterFault | undefined)[] = [];
    let hindered = () => {};
    const hindrance = new Promise<void>((resolve) => {
      hindered = resolve;
    });
    const print = at.printer().print(large, {
      beforeFirstByte: () => undefined,
      onHindrance: (fault) => {
        told.push(fault);
        hindered();
      },
    });
    await eventually(emulator().onChange, () => emulator().state().paper === 'out');
    // A printer that answers in its turn only cannot say that it stands still.
    if (profile.status.condition !== 'in-turn') await hindrance;
    emulator().setPaper('ok');
    expect((await print).isOk()).toBe(true);
    const parts = emulator()
      .state()
      .receipts.flatMap((strip) => strip.parts);
    expect(parts.flatMap(lineOf)).toEqual(['begin', 'end']);
    const dots = parts.flatMap((part) => (part.kind === 'raster' ? [part.bits] : []));
    expect(Buffer.concat(dots).equals(large.picture)).toBe(true);
    expect(told).toEqual(profile.status.condition === 'in-turn' ? [] : ['PRINTER_PAPER_OUT', undefined]);
  });

  test('unplugged in the middle: unknown, and ready again when it is back', async () => {
    const print = at.printer().print(receipt('A001'), { beforeFirstByte: () => undefined });
    await eventually(emulator().onChange, () => emulator().state().receipts.length > 0);
    at.device().unplug?.();
    expect((await print)._unsafeUnwrapErr()).toEqual({ outcome: 'unknown', fault: 'PRINTER_LOST' });
    at.device().plug?.();
    await until(at.printer(), 'ready');
    expect((await at.printer().print(receipt('A002'), { beforeFirstByte: () => undefined })).isOk()).toBe(
      true,
    );
  });
}

function until(printer: ReceiptPrinter, state: string): Promise<void> {
  return eventually(printer.onStatus, () => printer.status().state === state);
}

function lineOf(part: PaperPart): string[] {
  return part.kind === 'text' ? [part.runs.map((run) => run.text).join('')] : [];
}

function receipt(number: string): ReceiptDocument {
  return {
    blocks: [
      { kind: 'text', text: '呼和浩特市政务服务中心', align: 'center' },
      { kind: 'text', text: number, size: 4, bold: true, align: 'center' },
      { kind: 'pair', left: '办理窗口', right: '3、4' },
    ],
  };
}

const everything: ReceiptDocument = {
  blocks: [
    { kind: 'text', text: 'begin' },
    { kind: 'text', text: '呼和浩特市政务服务中心', align: 'center' },
    { kind: 'text', text: 'A001', size: 4, bold: true, align: 'center' },
    { kind: 'rule' },
    { kind: 'pair', left: '申请人', right: '王𠮷㛃' },
    { kind: 'text', text: 'ᠥᠪᠦᠷ ᠮᠣᠩᠭᠣᠯ', align: 'center' },
    { kind: 'image', widthDots: 64, heightDots: 8, bits: new Uint8Array(64).fill(0xaa) },
    { kind: 'code128', text: '20261121', heightDots: 40 },
    { kind: 'qr', text: 'MSB1:conformance' },
    { kind: 'space', lines: 1 },
    { kind: 'text', text: 'end' },
  ],
};

/** Larger than the small printers' buffers: what they cannot take while they stand still would be lost. */
const picture = Buffer.alloc(48 * 250, 0xa5);
const large = {
  picture,
  blocks: [
    { kind: 'text', text: 'begin' },
    { kind: 'image', widthDots: 384, heightDots: 250, bits: picture },
    { kind: 'text', text: 'end' },
  ],
} as const satisfies ReceiptDocument & { picture: Buffer };

const hallsOwn = readPrinterProfile(
  readFileSync(join(import.meta.dirname, '../../config/printers/paper-sensor-only.yaml'), 'utf8'),
)._unsafeUnwrap();

/** The emulated ones print at 200 mm/s; nobody need wait for slower ones. */
const emulated = [...PRINTER_MODELS.map(printerProfile), hallsOwn].map((profile) => ({
  ...profile,
  slowestMmPerSecond: 180,
}));

describe.each(emulated)('an emulated $model on a real pty', (profile) => {
  const baudRate = 115_200;
  const at = conforms(profile, () => {
    const folder = mkdtempSync(join(tmpdir(), 'printer-'));
    // Bytes pass at once, so that only the driver keeps small buffers from running over.
    const pty = openPty({ link: join(folder, 'printer') });
    const emulator = createPrinterEmulator({ profile, send: pty.send, mmPerSecond: 200 });
    pty.onBytes(emulator.receive);
    return {
      path: pty.link,
      baudRate,
      emulator,
      unplug: pty.unplug,
      plug: pty.plug,
      close: () => {
        emulator.stop();
        pty.close();
        rmSync(folder, { recursive: true });
      },
    };
  });
  withstands(profile, at);
});

const realPort = process.env['TERMINAL_TEST_PRINTER_PORT'];
/** A model that ships, or the path of a hall's own profile. */
const realProfile = printerProfileNamed(process.env['TERMINAL_TEST_PRINTER_MODEL'] ?? 'escpos-80mm');
if (realProfile.isErr()) throw new Error(realProfile.error);
describe.skipIf(realPort === undefined)('the printer on a real port', () => {
  conforms(realProfile.value, () => ({
    path: realPort ?? '',
    baudRate: Number(process.env['TERMINAL_TEST_PRINTER_BAUD'] ?? 115_200),
    close: () => undefined,
  }));
});
