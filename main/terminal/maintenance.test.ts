import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { safe } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { enterFirst, viewOf } from './testing/administration-bench.ts';
import {
  createTerminalBench,
  deviceLine,
  inMaintenance,
  serving,
  soon,
  type TerminalBench,
} from './testing/terminal-bench.ts';
import { fillDisk } from './testing/test-disk.ts';

const CONFIG = join(import.meta.dirname, '../../config');

let bench: TerminalBench;

beforeEach(() => {
  bench = createTerminalBench();
});

afterEach(() => bench.close());

describe('without a good configuration', () => {
  test('the page shows file, line and field; the mended file brings the terminal up', async () => {
    bench.configure(deviceLine('printer', 'receipt-printer', 'escpos-1m', '/dev/none'));
    const client = await bench.start();
    const { maintenance } = await inMaintenance(client);
    expect(maintenance).toEqual({
      code: 'CONFIGURATION_INVALID',
      details: [
        { label: 'file', value: bench.configurationFile },
        { label: 'line', value: '4' },
        { label: 'field', value: 'devices[0].model' },
        { label: 'problem', value: 'unknown-value' },
      ],
      reference: expect.stringMatching(/^[2-9A-Z]{6}$/),
    });
    const [error] = await safe(client.queue.waiting({ serviceId: 's1' }));
    expect(error).toMatchObject({ code: 'HALL_UNKNOWN' });
    bench.configure(deviceLine('printer', 'receipt-printer', 'escpos-80mm', '/dev/none'));
    const status = await serving(client);
    expect(status.maintenance).toBeUndefined();
    expect(status.devices).toMatchObject([{ deviceId: 'printer', class: 'receipt-printer' }]);
  });

  test('a file that comes into being later is taken too', async () => {
    const client = await bench.start();
    await inMaintenance(client);
    bench.configure('  []');
    expect((await serving(client)).maintenance).toBeUndefined();
  });

  test("a profile of the hall's own that comes into being later is taken, too", async () => {
    bench.configure(deviceLine('printer', 'receipt-printer', 'ours', '/dev/none'));
    const client = await bench.start();
    await inMaintenance(client);
    mkdirSync(join(bench.folder, 'printers'));
    copyFileSync(join(CONFIG, 'printers/paper-sensor-only.yaml'), join(bench.folder, 'printers/ours.yaml'));
    expect((await serving(client)).devices).toMatchObject([{ model: 'ours' }]);
  });

  test('a data folder that cannot be is maintenance; when it can, the terminal comes up by itself', async () => {
    writeFileSync(join(bench.folder, 'data'), 'a file where the folder should be');
    bench.configure('  []');
    const client = await bench.start(soon);
    const status = await inMaintenance(client);
    expect(status.maintenance).toMatchObject({
      code: 'STORAGE_FAILED',
      details: [{ label: 'path', value: join(bench.folder, 'data') }],
    });
    rmSync(join(bench.folder, 'data'));
    expect((await serving(client)).maintenance).toBeUndefined();
  });

  test('a damaged key file is named and left alone', async () => {
    bench.configure('  []');
    mkdirSync(join(bench.folder, 'data', 'keys'), { recursive: true });
    const keyFile = join(bench.folder, 'data', 'keys', 'sealing.json');
    writeFileSync(keyFile, 'rubbish');
    const client = await bench.start();
    const status = await inMaintenance(client);
    expect(status.maintenance?.details).toEqual([{ label: 'path', value: keyFile }]);
    expect(readFileSync(keyFile, 'utf8')).toBe('rubbish');
  });
});

test('a pad whose profile is wrong is out alone, with file, line and field; the mended file brings it back', async () => {
  const good = readFileSync(join(CONFIG, 'rating-pads/push-xor.yaml'), 'utf8');
  const wrong = good.replace('mode: push', 'mode: guess');
  const file = join(bench.folder, 'rating-pads/ours.yaml');
  mkdirSync(join(bench.folder, 'rating-pads'));
  writeFileSync(file, wrong);
  const line = `{ kind: serial, path: /dev/none, baudRate: 9600 }`;
  bench.configure(`  - { id: pad, class: rating-pad, model: ours, transport: ${line} }`);
  const client = await bench.start();
  const { devices } = await serving(client);
  expect(devices).toMatchObject([{ deviceId: 'pad', state: 'faulted', faults: ['PROFILE_INVALID'] }]);
  await enterFirst(bench, client);
  const number = wrong.split('\n').findIndex((text) => text.includes('mode: guess')) + 1;
  const shown = await viewOf(client, (view) => view.devices[0]?.profileFaults !== undefined);
  expect(shown.devices[0]?.profileFaults).toEqual([
    { label: 'file', value: file },
    { label: 'line', value: String(number) },
    { label: 'field', value: 'input.mode' },
    { label: 'problem', value: 'unknown-value' },
  ]);
  await client.administration.test({ deviceId: 'pad' });
  const tested = await viewOf(client, (view) => view.test?.state === 'failed');
  expect(tested.test?.failure).toBe('PROFILE_INVALID');
  // In its place, as many editors write: nothing of the folder itself changes.
  writeFileSync(file, good);
  const mended = await viewOf(client, (view) => view.devices[0]?.faults[0] === 'PAD_ABSENT');
  expect(mended.devices[0]?.profileFaults).toBeUndefined();
});

test('a damaged database is laid aside and the administrator is told', async () => {
  bench.configure('  []');
  mkdirSync(join(bench.folder, 'data', 'database'), { recursive: true });
  writeFileSync(bench.databaseFile, 'rubbish'.repeat(3000));
  const { notices } = await serving(await bench.start());
  expect(notices).toMatchObject([
    { code: 'DATABASE_DAMAGED', detail: expect.stringMatching(/terminal-damaged-.*\.sqlite$/) },
  ]);
});

test('a disk that is full from the start is maintenance; with room the terminal comes up by itself', async (context) => {
  const dataDir = join(bench.folder, 'data');
  mkdirSync(dataDir);
  if (!bench.mountDisk(dataDir, '1m')) {
    context.skip('mounting is not allowed here');
    return;
  }
  fillDisk(join(dataDir, 'filler'));
  bench.configure('  []');
  const client = await bench.start(soon);
  const { maintenance } = await inMaintenance(client);
  expect(maintenance?.code).toBe('STORAGE_FULL');
  rmSync(join(dataDir, 'filler'));
  expect((await serving(client)).maintenance).toBeUndefined();
});

test('with room for the database but none for the keys it is maintenance as well', async (context) => {
  const keyFolder = join(bench.folder, 'data', 'keys');
  mkdirSync(keyFolder, { recursive: true });
  if (!bench.mountDisk(keyFolder, '64k')) {
    context.skip('mounting is not allowed here');
    return;
  }
  bench.configure('  []');
  await serving(await bench.start());
  await bench.stop();
  fillDisk(join(keyFolder, 'filler'));
  const client = await bench.start(soon);
  const { maintenance } = await inMaintenance(client);
  expect(maintenance?.code).toBe('STORAGE_FULL');
  rmSync(join(keyFolder, 'filler'));
  expect((await serving(client)).maintenance).toBeUndefined();
});
