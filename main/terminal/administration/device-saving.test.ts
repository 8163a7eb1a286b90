import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { replayRecording } from '#drivers/recording/replay-recording.ts';
import { readConfiguration } from '../configuration/configuration.ts';
import {
  type AdministrationBench,
  codeOf,
  createAdministrationBench,
  PIN,
  printedText,
  viewOf,
} from '../testing/administration-bench.ts';
import { deviceLine, session } from '../testing/terminal-bench.ts';

let bench: AdministrationBench;

beforeEach(() => {
  bench = createAdministrationBench();
});
afterEach(() => bench.close());

describe('a device', () => {
  test('is found, tried, saved and at work without a restart, and the file keeps its comments', async () => {
    const { emulator } = bench.plugPrinter('port-a');
    bench.openLine('port-silent');
    bench.configure();
    const client = await bench.enter();
    expect((await viewOf(client, () => true)).addable).toEqual([
      'id-card-reader',
      'receipt-printer',
      'code-scanner',
      'rating-pad',
      'document-camera',
      'a4-printer',
    ]);

    await client.administration.search({ class: 'receipt-printer' });
    const { search } = await viewOf(client, (view) => view.search?.running === false);
    expect(search?.places.filter((place) => place.path.startsWith(bench.folder))).toEqual([
      {
        kind: 'serial',
        path: bench.path('port-a'),
        models: expect.arrayContaining(['escpos-80mm']),
        state: 'answered',
        found: {
          class: 'receipt-printer',
          model: 'escpos-80mm',
          baudRate: 115_200,
          identity: { name: 'EPSON TM-T', firmware: '1.00 ESC/POS', proposed: 'escpos-80mm' },
        },
      },
      {
        kind: 'serial',
        path: bench.path('port-silent'),
        models: expect.arrayContaining(['escpos-80mm']),
        state: 'silent',
      },
    ]);
    const draft = {
      class: 'receipt-printer',
      model: 'escpos-80mm',
      kind: 'serial',
      path: bench.path('port-a'),
      baudRate: 115_200,
    } as const;
    await client.administration.test({ draft });
    await viewOf(client, (view) => view.test?.state === 'passed');
    expect(printedText(emulator)).toContain('打印测试');

    const { deviceId } = await client.administration.save({ draft });
    expect(deviceId).toBe('receipt-printer');
    const { devices } = await viewOf(client, (view) => view.devices[0]?.state === 'ready');
    expect(devices[0]).toMatchObject({
      path: bench.path('port-a'),
      baudRate: 115_200,
      history: [{ state: 'ready' }],
      identity: { name: 'EPSON TM-T' },
    });
    expect(readFileSync(bench.configurationFile, 'utf8')).toMatch(/^# Written by hand\./);
    const saved = readConfiguration(bench.configurationFile)._unsafeUnwrap();
    expect(saved.devices).toEqual([
      {
        id: 'receipt-printer',
        class: 'receipt-printer',
        model: 'escpos-80mm',
        transport: { kind: 'serial', path: bench.path('port-a'), baudRate: 115_200 },
      },
    ]);
    expect(await codeOf(client.administration.save({ draft }))).toBe('DEVICE_PLACE_TAKEN');
  }, 60_000);

  test('is removed while it prints: the job settles, the citizen page says so, and it can come back', async () => {
    const { emulator } = bench.plugPrinter('port-a');
    bench.configure(deviceLine('printer', 'receipt-printer', 'escpos-80mm', bench.path('port-a')));
    bench.seedHallAndNumbers(1, 20);
    const client = await bench.enter();
    await viewOf(client, (view) => view.devices[0]?.state === 'ready');
    emulator.setPaper('out');
    await client.session.start({ language: 'zh-CN' });
    const ticket = await client.queue.take({ serviceId: 's1', requestKey: crypto.randomUUID() });
    await client.session.end({ reason: 'finished' });
    await client.administration.enter({ pin: PIN });
    await client.administration.remove({ deviceId: 'printer' });
    expect(await viewOf(client, () => true)).toMatchObject({
      devices: [],
      addable: [
        'id-card-reader',
        'receipt-printer',
        'code-scanner',
        'rating-pad',
        'document-camera',
        'a4-printer',
      ],
    });
    expect(readConfiguration(bench.configurationFile)._unsafeUnwrap().devices).toEqual([]);
    emulator.setPaper('ok');
    const draft = {
      class: 'receipt-printer',
      model: 'escpos-80mm',
      kind: 'serial',
      path: bench.path('port-a'),
      baudRate: 115_200,
    } as const;
    await client.administration.save({ draft });
    await viewOf(client, (view) => view.devices[0]?.state === 'ready');
    await client.session.start({ language: 'zh-CN' });
    await client.queue.take({ serviceId: 's1', requestKey: crypto.randomUUID() });
    await session(client, (view) => view.phase === 'active' && view.ticket?.print.state === 'confirmed');
    expect(printedText(emulator)).not.toContain(ticket.label);
  });

  test('is recorded by touch until that is ended; the file says nothing of the paper and replays', async () => {
    bench.plugPrinter('port-a');
    bench.configure(deviceLine('printer', 'receipt-printer', 'escpos-80mm', bench.path('port-a')));
    const client = await bench.enter();
    const shown = (state: string) =>
      viewOf(
        client,
        ({ devices: [device] }) => device?.state === 'ready' && device.recording?.state === state,
      );
    expect((await shown('off')).devices[0]?.recording).toEqual({ state: 'off' });
    await client.administration.record({ deviceId: 'printer', on: true });
    const recording = (await shown('on')).devices[0]?.recording;
    await client.administration.test({ deviceId: 'printer' });
    await viewOf(client, ({ test: tested }) => tested?.state === 'passed');
    await client.administration.record({ deviceId: 'printer', on: false });
    const file = recording?.file ?? '';
    expect((await shown('off')).devices[0]?.recording).toEqual({ state: 'off', file });
    expect(file.startsWith(bench.path('data/recordings/printer-'))).toBe(true);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('"text":"print 1 [');
    expect(text).not.toContain(bench.path('port-a'));
    expect(await replayRecording(text)).toBeUndefined();
    expect(await codeOf(client.administration.record({ deviceId: 'another', on: true }))).toBe(
      'DEVICE_UNKNOWN',
    );
    expect(bench.logText()).toContain('administration.recording');
  });
});
