import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPadEmulator } from '#drivers/rating-pad/emulator.ts';
import { shippedProfile } from '#drivers/rating-pad/testing/shipped-profile.ts';
import { createMemoryLog } from '../log/log.ts';
import { openStorage } from '../storage/open-storage.ts';
import {
  type AdministrationBench,
  createAdministrationBench,
  printedText,
  viewOf,
} from '../testing/administration-bench.ts';
import { deviceLine } from '../testing/terminal-bench.ts';

let bench: AdministrationBench;

beforeEach(() => {
  bench = createAdministrationBench();
});
afterEach(() => bench.close());

describe('a test', () => {
  test('of everything stands on the screen, on paper and in the outbox', async () => {
    bench.plugReader('port-a');
    const { emulator } = bench.plugPrinter('port-b');
    bench.configure(
      deviceLine('reader', 'id-card-reader', 'sdt', bench.path('port-a')),
      deviceLine('printer', 'receipt-printer', 'escpos-80mm', bench.path('port-b')),
    );
    const client = await bench.enter();
    await client.administration.selfTest();
    const { selfTest } = await viewOf(client, (view) => view.selfTest?.running === false);
    expect(selfTest).toMatchObject({ paper: 'confirmed', handedIn: true });
    expect(selfTest?.items).toEqual([
      { subject: 'device', deviceId: 'reader', class: 'id-card-reader', state: 'passed' },
      { subject: 'device', deviceId: 'printer', class: 'receipt-printer', state: 'passed' },
      { subject: 'storage', state: 'passed' },
      // Nobody listens at the platform's address.
      { subject: 'platform', state: 'failed', failure: expect.stringMatching(/^(PLATFORM|NOT_ENROLLED)/) },
    ]);
    expect(printedText(emulator)).toContain('终端自检报告');
    await bench.stop();
    const storage = openStorage({
      file: bench.databaseFile,
      clock: { now: () => Date.now() },
      log: createMemoryLog(),
    });
    const rows = storage.database.prepare<[], { body: string }>('SELECT body FROM outbox').all();
    storage.close();
    expect(rows.map(({ body }) => JSON.parse(body))).toMatchObject([
      { kind: 'terminal.selftest', paper: 'confirmed' },
    ]);
  });

  test('of everything asks each device, and says of which it could not', async () => {
    bench.openLine('port-a');
    const pty = bench.openLine('port-c');
    const pad = createPadEmulator({ profile: shippedProfile('push-ascii-sum16'), send: pty.send });
    pty.onBytes(pad.receive);
    bench.onClose(pad.stop);
    const line = { kind: 'serial', path: bench.path('port-c'), baudRate: 19_200 };
    bench.configure(
      deviceLine('scanner', 'code-scanner', 'serial', bench.path('port-a')),
      `  - ${JSON.stringify({ id: 'pad', class: 'rating-pad', model: 'push-ascii-sum16', transport: line })}`,
    );
    const client = await bench.enter();
    await viewOf(client, ({ devices }) => devices.every(({ state }) => state === 'ready'));
    pty.spoil({ kind: 'silence' }, 10_000);
    await client.administration.selfTest();
    const { selfTest } = await viewOf(client, (view) => view.selfTest?.running === false);
    expect(selfTest?.items.slice(0, 2)).toEqual([
      { subject: 'device', deviceId: 'scanner', class: 'code-scanner', state: 'unasked' },
      { subject: 'device', deviceId: 'pad', class: 'rating-pad', state: 'failed', failure: 'PAD_TIMEOUT' },
    ]);
    await bench.stop();
    const storage = openStorage({
      file: bench.databaseFile,
      clock: { now: () => Date.now() },
      log: createMemoryLog(),
    });
    const rows = storage.database.prepare<[], { body: string }>('SELECT body FROM outbox').all();
    storage.close();
    const [report] = rows.map(({ body }) => JSON.parse(body));
    expect(report.items.slice(0, 2)).toMatchObject([
      { passed: true, unasked: true },
      { passed: false, failure: 'PAD_TIMEOUT' },
    ]);
  });

  test('of everything fails for what is silent or without paper, and nothing is printed then', async () => {
    const { emulator } = bench.plugPrinter('port-b');
    bench.openLine('port-a');
    bench.configure(
      deviceLine('reader', 'id-card-reader', 'sdt', bench.path('port-a')),
      deviceLine('printer', 'receipt-printer', 'escpos-80mm', bench.path('port-b')),
    );
    emulator.setPaper('out');
    const client = await bench.enter();
    await client.administration.selfTest();
    const { selfTest } = await viewOf(client, (view) => view.selfTest?.running === false);
    expect(selfTest).toMatchObject({ paper: 'none', handedIn: true });
    expect(selfTest?.items.slice(0, 2)).toMatchObject([
      { state: 'failed', failure: 'READER_TIMEOUT' },
      { state: 'failed', failure: 'PRINTER_PAPER_OUT' },
    ]);
  });
});
