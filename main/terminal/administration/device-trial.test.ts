import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SdtEmulator } from '#drivers/id-card-reader/emulator.ts';
import { specimens } from '#drivers/id-card-reader/specimens.ts';
import { readConfiguration } from '../configuration/configuration.ts';
import {
  type AdministrationBench,
  codeOf,
  createAdministrationBench,
  type OpenView,
  printedText,
  viewOf,
} from '../testing/administration-bench.ts';
import { type Client, deviceLine, session } from '../testing/terminal-bench.ts';

let bench: AdministrationBench;

beforeEach(() => {
  bench = createAdministrationBench();
});
afterEach(() => bench.close());

describe('a device', () => {
  test('is changed at its own port: tried as another model, saved, and nothing else is touched', async () => {
    const { emulator } = bench.plugPrinter('port-a');
    bench.configure(deviceLine('printer', 'receipt-printer', 'escpos-80mm', bench.path('port-a')));
    const client = await bench.enter();
    await viewOf(client, (view) => view.devices[0]?.state === 'ready');
    await client.administration.search({ class: 'receipt-printer', replaces: 'printer' });
    const { search } = await viewOf(client, (view) => view.search?.running === false);
    expect(search?.places).toContainEqual({
      kind: 'serial',
      path: bench.path('port-a'),
      models: expect.arrayContaining(['escpos-80mm']),
      state: 'answered',
      found: { class: 'receipt-printer', model: 'escpos-80mm', baudRate: 115_200 },
    });
    const draft = {
      class: 'receipt-printer',
      model: 'escpos-58mm',
      kind: 'serial',
      path: bench.path('port-a'),
      baudRate: 115_200,
    } as const;
    expect(await codeOf(client.administration.test({ draft }))).toBe('DEVICE_PLACE_TAKEN');
    await client.administration.test({ draft, replaces: 'printer' });
    await viewOf(client, (view) => view.test?.state === 'passed');
    expect(printedText(emulator)).toContain('escpos-58mm');
    // The device at work has its line back.
    await viewOf(client, (view) => view.devices[0]?.state === 'ready');
    await client.administration.save({ draft, replaces: 'printer' });
    await viewOf(client, (view) => view.devices[0]?.model === 'escpos-58mm');
    expect(readConfiguration(bench.configurationFile)._unsafeUnwrap().devices).toMatchObject([
      { id: 'printer', model: 'escpos-58mm' },
    ]);
  });

  describe('whose change at its own port is being tried', () => {
    let client: Client;
    let reader: SdtEmulator;
    const draft = (baudRate: number) =>
      ({
        class: 'id-card-reader',
        model: 'sdt',
        kind: 'serial',
        path: bench.path('port-a'),
        baudRate,
      }) as const;
    const testAt = (baudRate: number) => (view: OpenView) =>
      view.test?.draft.baudRate === baudRate && view.test.state !== 'connecting';

    beforeEach(async () => {
      reader = bench.plugReader('port-a');
      bench.configure(deviceLine('reader', 'id-card-reader', 'sdt', bench.path('port-a')));
      client = await bench.enter();
      await viewOf(client, (view) => view.devices[0]?.state === 'ready');
      await client.administration.test({ draft: draft(9600), replaces: 'reader' });
      await viewOf(client, (view) => view.test?.state === 'waiting-for-card');
    });

    test('is saved without waiting for the end of the test', async () => {
      const before = await viewOf(client, () => true);
      expect(before.addable).not.toContain('id-card-reader');
      expect(await codeOf(client.administration.save({ draft: draft(9600) }))).toBe('DEVICE_PLACE_TAKEN');
      expect(await client.administration.save({ draft: draft(9600), replaces: 'reader' })).toEqual({
        deviceId: 'reader',
      });
      const { devices, test: shown } = await viewOf(client, (view) => view.devices[0]?.state === 'ready');
      expect(devices).toMatchObject([{ deviceId: 'reader', baudRate: 9600 }]);
      expect(shown).toBeUndefined();
    });

    test('is tried another way, with its line', async () => {
      await client.administration.test({ draft: draft(19_200), replaces: 'reader' });
      expect(await viewOf(client, testAt(19_200))).toMatchObject({ test: { state: 'waiting-for-card' } });
      const [specimen] = specimens;
      reader.layCard(specimen?.specimenId ?? '');
      await viewOf(client, (view) => view.test?.state === 'passed');
      await viewOf(client, (view) => view.devices[0]?.state === 'ready');
    });

    test('can be tried as it stands, and its place looked for anew', async () => {
      await client.administration.test({ deviceId: 'reader' });
      expect(await viewOf(client, testAt(115_200))).toMatchObject({
        test: { deviceId: 'reader', state: 'waiting-for-card' },
      });
      await client.administration.test({ draft: draft(9600), replaces: 'reader' });
      await viewOf(client, testAt(9600));
      await client.administration.search({ class: 'id-card-reader', replaces: 'reader' });
      const { search } = await viewOf(client, (view) => view.search?.running === false);
      expect(search?.places).toContainEqual(
        expect.objectContaining({
          path: bench.path('port-a'),
          state: 'answered',
          found: { class: 'id-card-reader', model: 'sdt', baudRate: 115_200 },
        }),
      );
    });

    test('keeps what happened to it, and is whole in the test of everything', async () => {
      await client.administration.selfTest();
      const { selfTest } = await viewOf(client, (view) => view.selfTest?.running === false);
      expect(selfTest?.items[0]).toMatchObject({ deviceId: 'reader', state: 'passed' });
      const { devices } = await viewOf(client, (view) => view.devices[0]?.state === 'ready');
      const [change, ...others] = devices[0]?.history ?? [];
      expect([change, others]).toMatchObject([{ state: 'ready' }, []]);
      expect(Date.parse(change?.at ?? '')).toBeLessThan(Date.parse(devices[0]?.since ?? ''));
    });
  });
});

describe('a test', () => {
  test.each([
    ['a reader behind a print queue', 'id-card-reader', 'sdt', 'queue'],
    ['a printer that nobody described', 'receipt-printer', 'of-no-profile', 'serial'],
    ['a pad that is no HID device', 'rating-pad', 'push-xor', 'hid'],
    ['a scanner of another model', 'code-scanner', 'sdt', 'serial'],
    ['a camera at a serial line', 'document-camera', 'vendor-service', 'serial'],
    ['a page printer without a name', 'a4-printer', 'cups', 'queue'],
  ] as const)(
    'of %s says that there can be none, and so does saving it',
    async (_, deviceClass, model, kind) => {
      bench.configure();
      const client = await bench.enter();
      const draft = { class: deviceClass, model, kind, path: ' ' };
      await client.administration.test({ draft });
      const { test: shown } = await viewOf(client, (view) => view.test !== undefined);
      expect(shown).toEqual({ draft, state: 'failed', failure: 'DEVICE_UNFIT' });
      expect(await codeOf(client.administration.save({ draft }))).toBe('DEVICE_UNFIT');
    },
  );

  test('of a reader shows the person masked, and the card is nobody’s for the next citizen', async () => {
    const reader = bench.plugReader('port-a');
    bench.configure(deviceLine('reader', 'id-card-reader', 'sdt', bench.path('port-a')));
    const client = await bench.enter();
    await client.administration.test({ deviceId: 'reader' });
    await viewOf(client, (view) => view.test?.state === 'waiting-for-card');
    const specimen = specimens.find(({ card, quirk }) => card.kind === 'resident' && quirk === 'none');
    reader.layCard(specimen?.specimenId ?? '');
    const view = await viewOf(client, ({ test: shown }) => shown?.state === 'passed');
    expect(view.test?.person).toMatchObject({
      cardKind: 'resident',
      maskedName: expect.stringContaining('*'),
    });
    expect(JSON.stringify(view)).not.toContain(specimen?.card.number);
    expect(JSON.stringify(view)).not.toContain(specimen?.card.name);
    await client.session.start({ language: 'zh-CN' });
    await session(client, ({ cardOnReader }) => cardOnReader);
    await client.identity.begin();
    const shown = await session(client, (now) => now.phase === 'active' && now.identity.state !== 'unknown');
    expect(shown).toMatchObject({ identity: { state: 'waiting', failure: 'CARD_LEFT_BEHIND' } });
  });
});
