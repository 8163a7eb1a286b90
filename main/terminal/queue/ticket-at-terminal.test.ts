import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { safe } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createPrinterEmulator, type PrinterEmulator } from '#drivers/receipt-printer/emulator.ts';
import { printerProfile } from '#drivers/receipt-printer/profiles.ts';
import {
  type Client,
  createTerminalBench,
  deviceIs,
  deviceLine,
  serving,
  session,
  type TerminalBench,
} from '../testing/terminal-bench.ts';
import { fillDisk } from '../testing/test-disk.ts';

let bench: TerminalBench;

beforeEach(() => {
  bench = createTerminalBench();
});

afterEach(() => bench.close());

describe('a ticket with the platform out of reach', () => {
  let emulator: PrinterEmulator;

  beforeEach(() => {
    bench.seedHallAndNumbers(17, 18);
    const pty = bench.openLine('printer');
    emulator = createPrinterEmulator({ profile: printerProfile('escpos-80mm'), send: pty.send });
    pty.onBytes(emulator.receive);
    bench.configure(deviceLine('printer', 'receipt-printer', 'escpos-80mm', join(bench.folder, 'printer')));
  });

  afterEach(() => emulator.stop());

  const paperIs = (client: Client, state: string) =>
    session(client, (view) => view.phase === 'active' && view.ticket?.print.state === state);

  test('has its number from the lease, is printed once and confirmed', async () => {
    const client = await bench.start();
    await deviceIs(client, 'ready');
    await client.session.start({ language: 'zh-CN' });
    const requestKey = crypto.randomUUID();
    const ticket = await client.queue.take({ serviceId: 's1', requestKey });
    expect(ticket).toMatchObject({ label: 'A017', waiting: { ahead: 0, complete: false } });
    expect(await client.queue.take({ serviceId: 's1', requestKey })).toMatchObject({ label: 'A017' });
    await paperIs(client, 'confirmed');
    expect(receiptTexts(emulator)).toEqual([expect.stringContaining('A017')]);
  });

  test('survives the service: the next number goes on', async () => {
    const before = await bench.start();
    await before.session.start({ language: 'zh-CN' });
    expect(await before.queue.take({ serviceId: 's1', requestKey: crypto.randomUUID() })).toMatchObject({
      label: 'A017',
    });
    await bench.stop();
    const after = await bench.start();
    await serving(after);
    expect(await session(after, () => true)).toEqual({
      phase: 'attract',
      cardOnReader: false,
      paperHeldOut: false,
    });
    await after.session.start({ language: 'zh-CN' });
    expect(await after.queue.take({ serviceId: 's1', requestKey: crypto.randomUUID() })).toMatchObject({
      label: 'A018',
    });
    const [error] = await safe(after.queue.take({ serviceId: 's1', requestKey: crypto.randomUUID() }));
    expect(error).toMatchObject({ code: 'NUMBERS_USED_UP' });
  });

  test('is shown while the paper is out, and printed when it is back', async () => {
    emulator.setPaper('out');
    const client = await bench.start();
    await deviceIs(client, 'faulted');
    await client.session.start({ language: 'en' });
    await client.queue.take({ serviceId: 's1', requestKey: crypto.randomUUID() });
    const waiting = await paperIs(client, 'queued');
    expect(waiting).toMatchObject({ ticket: { print: { reason: 'PRINTER_PAPER_OUT' } } });
    emulator.setPaper('ok');
    await paperIs(client, 'confirmed');
    expect(receiptTexts(emulator)).toHaveLength(1);
  });
});

test('on a full disk there is no ticket and no print; with room again there is', async (context) => {
  const dataDir = join(bench.folder, 'data');
  mkdirSync(dataDir);
  if (!bench.mountDisk(dataDir, '2m')) {
    context.skip('mounting is not allowed here');
    return;
  }
  bench.seedHallAndNumbers(1, 9);
  const pty = bench.openLine('printer');
  const emulator = createPrinterEmulator({ profile: printerProfile('escpos-80mm'), send: pty.send });
  onTestFinished(emulator.stop);
  pty.onBytes(emulator.receive);
  bench.configure(deviceLine('printer', 'receipt-printer', 'escpos-80mm', join(bench.folder, 'printer')));
  const client = await bench.start();
  await deviceIs(client, 'ready');
  await client.session.start({ language: 'zh-CN' });
  fillDisk(join(dataDir, 'filler'));

  const requestKey = crypto.randomUUID();
  const [error] = await safe(client.queue.take({ serviceId: 's1', requestKey }));
  expect(error).toMatchObject({ code: 'STORAGE_FULL' });
  expect(await session(client, () => true)).not.toHaveProperty('ticket');
  expect(emulator.state().receipts).toEqual([]);

  rmSync(join(dataDir, 'filler'));
  expect(await client.queue.take({ serviceId: 's1', requestKey })).toMatchObject({ label: 'A001' });
  await session(client, (view) => view.phase === 'active' && view.ticket?.print.state === 'confirmed');
  expect(receiptTexts(emulator)).toHaveLength(1);
});

function receiptTexts(emulator: PrinterEmulator): string[] {
  return emulator.state().receipts.map(({ parts }) => JSON.stringify(parts));
}
