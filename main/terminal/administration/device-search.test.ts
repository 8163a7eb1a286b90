import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type AdministrationBench,
  createAdministrationBench,
  viewOf,
} from '../testing/administration-bench.ts';
import { deviceLine } from '../testing/terminal-bench.ts';

let bench: AdministrationBench;

beforeEach(() => {
  bench = createAdministrationBench();
});
afterEach(() => bench.close());

describe('a device', () => {
  test('that is another than was looked for is called what it is', async () => {
    bench.plugReader('port-a');
    bench.configure();
    const client = await bench.enter();
    await client.administration.search({ class: 'receipt-printer' });
    const { search } = await viewOf(client, (view) => view.search?.running === false);
    expect(search?.places).toContainEqual({
      kind: 'serial',
      path: bench.path('port-a'),
      models: expect.arrayContaining(['escpos-80mm']),
      state: 'answered',
      found: { class: 'id-card-reader', model: 'sdt', baudRate: 115_200 },
    });
  });

  test.each([
    ['receipt-printer', 'printers', 'paper-sensor-only', 'columns: 48 ', 'columns: many ', 'columns'],
    ['rating-pad', 'rating-pads', 'push-xor', 'mode: push', 'mode: guess', 'input.mode'],
  ] as const)('a %s is no model to choose while its profile is wrong, and that is told', async (...row) => {
    const [deviceClass, folder, shipped, right, wrong, field] = row;
    const text = readFileSync(join(import.meta.dirname, `../../../config/${folder}/${shipped}.yaml`), 'utf8');
    mkdirSync(bench.path(folder));
    writeFileSync(bench.path(`${folder}/fits.yaml`), text);
    writeFileSync(bench.path(`${folder}/spoiled.yaml`), text.replace(right, wrong));
    bench.openLine('port-a');
    bench.configure();
    const client = await bench.enter();
    await client.administration.search({ class: deviceClass });
    const { search } = await viewOf(client, (view) => (view.search?.places.length ?? 0) > 0);
    const place = search?.places.find(({ path }) => path === bench.path('port-a'));
    expect(place?.models).toContain('fits');
    expect(place?.models).not.toContain('spoiled');
    expect(search?.unfit).toEqual([
      {
        model: 'spoiled',
        faults: expect.arrayContaining([
          { label: 'file', value: bench.path(`${folder}/spoiled.yaml`) },
          { label: 'line', value: expect.stringMatching(/^\d+$/) },
          { label: 'field', value: field },
        ]),
      },
    ]);
  });

  test('that answers as another one is told as that, and a reader with its module', async () => {
    bench.plugReader('port-a');
    const { pty } = bench.plugPrinter('port-b');
    bench.configure(
      deviceLine('reader', 'id-card-reader', 'sdt', bench.path('port-a')),
      deviceLine('scanner', 'code-scanner', 'gm65', bench.path('port-b')),
    );
    const client = await bench.enter();
    const { devices } = await viewOf(
      client,
      // An answer that comes late on a busy machine makes no sense at first, and is asked for again.
      (view) => view.devices[0]?.state === 'ready' && view.devices[1]?.hint === 'LIKE_A_PRINTER',
    );
    expect(devices[0]).toMatchObject({ samModule: { id: expect.stringMatching(/^[\d.-]+$/), status: 0x90 } });
    expect(devices[0]).not.toHaveProperty('hint');
    expect(devices[1]).toMatchObject({ state: 'faulted', faults: ['SCANNER_WRONG_DEVICE'] });
    pty.unplug();
    const gone = await viewOf(client, (view) => view.devices[1]?.state === 'lost');
    expect(gone.devices[1]).not.toHaveProperty('hint');
  });

  test('that does not work is told with the reason, and what happened to it since', async () => {
    const { pty } = bench.plugPrinter('port-a');
    bench.configure(deviceLine('printer', 'receipt-printer', 'escpos-80mm', bench.path('port-a')));
    const client = await bench.enter();
    await viewOf(client, (view) => view.devices[0]?.state === 'ready');
    pty.unplug();
    const { devices } = await viewOf(client, (view) => view.devices[0]?.state === 'lost');
    expect(devices[0]).toMatchObject({
      faults: ['PRINTER_LOST'],
      history: [{ state: 'lost', fault: 'PRINTER_LOST' }, { state: 'ready' }],
    });
  });
});
