import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { safe } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AdministrationView } from '#contract/terminal/administration.ts';
import { type RatingLevel, ratingLevels } from '#domain/rating/rating-level.ts';
import { businessDateAt } from '#domain/time/hall-time.ts';
import { createSdtEmulator, type SdtEmulator } from '#drivers/id-card-reader/emulator.ts';
import { specimens } from '#drivers/id-card-reader/specimens.ts';
import { createPadEmulator } from '#drivers/rating-pad/emulator.ts';
import { goldenPads } from '#drivers/rating-pad/testing/golden-pads.ts';
import { createScriptedPad } from '#drivers/rating-pad/testing/scripted-pad.ts';
import { shippedProfile } from '#drivers/rating-pad/testing/shipped-profile.ts';
import { createPrinterEmulator } from '#drivers/receipt-printer/emulator.ts';
import { printerProfile } from '#drivers/receipt-printer/profiles.ts';
import { replayRecording } from '#drivers/recording/replay-recording.ts';
import { readConfiguration } from '../configuration/configuration.ts';
import { createMemoryLog } from '../log/log.ts';
import { openStorage } from '../storage/open-storage.ts';
import {
  type Client,
  createTerminalBench,
  deviceLine,
  serving,
  session,
  soon,
  type TerminalBench,
} from '../testing/terminal-bench.ts';

type OpenView = Extract<AdministrationView, { phase: 'open' }>;

const PIN = '480276';
let bench: TerminalBench;
const stops: (() => void)[] = [];

beforeEach(() => {
  bench = createTerminalBench();
});
afterEach(async () => {
  await bench.close();
  for (const stop of stops.splice(0)) stop();
});

function configure(...devices: string[]): void {
  bench.configure(devices.length === 0 ? '  []' : '', ...devices);
  const file = bench.configurationFile;
  const more = `administration: { extraPorts: ["${join(bench.folder, 'port-*')}"] }\n`;
  writeFileSync(file, `# Written by hand.\n${readFileSync(file, 'utf8')}${more}`);
}

const path = (name: string) => join(bench.folder, name);

function plugPrinter(name: string) {
  const pty = bench.openLine(name);
  const emulator = createPrinterEmulator({ profile: printerProfile('escpos-80mm'), send: pty.send });
  pty.onBytes(emulator.receive);
  stops.push(emulator.stop);
  return { pty, emulator };
}

function plugReader(name: string): SdtEmulator {
  const emulator = createSdtEmulator({ pty: bench.openLine(name), specimens });
  stops.push(emulator.stop);
  return emulator;
}

const printedText = (emulator: ReturnType<typeof createPrinterEmulator>) =>
  JSON.stringify(emulator.state().receipts);

/** Enters as on the first day and sets a PIN. */
async function enterFirst(client: Client): Promise<void> {
  const first = readFileSync(join(bench.folder, 'data', 'administration', 'first-pin.txt'), 'utf8').trim();
  await client.administration.enter({ pin: first });
  await client.administration.setPin({ pin: PIN });
}

async function viewOf(client: Client, found: (view: OpenView) => boolean): Promise<OpenView> {
  for await (const view of await client.administration.watch()) {
    if (view.phase === 'open' && found(view)) return view;
  }
  throw new Error('the stream ended first');
}

async function isClosed(client: Client): Promise<boolean> {
  for await (const view of await client.administration.watch()) return view.phase === 'closed';
  return true;
}

async function codeOf(call: Promise<unknown>): Promise<unknown> {
  const [error] = await safe(call);
  return error && typeof error === 'object' && 'code' in error ? error.code : undefined;
}

const logText = () =>
  readFileSync(join(bench.folder, 'data', 'log', `terminal-${businessDateAt(Date.now())}.jsonl`), 'utf8');

describe('who may enter', () => {
  test('nobody does anything without the PIN, and on the first day nothing but set one', async () => {
    configure(deviceLine('printer', 'receipt-printer', 'escpos-80mm', path('port-a')));
    const client = await bench.start();
    await serving(client);
    const closed = 'ADMINISTRATION_CLOSED';
    expect(await codeOf(client.administration.remove({ deviceId: 'printer' }))).toBe(closed);
    expect(await codeOf(client.administration.selfTest())).toBe(closed);
    expect(await codeOf(client.administration.record({ deviceId: 'printer', on: true }))).toBe(closed);
    expect(await codeOf(client.administration.enter({ pin: '000000' }))).toBe('PIN_WRONG');
    const first = readFileSync(path('data/administration/first-pin.txt'), 'utf8').trim();
    await client.administration.enter({ pin: first });
    expect(await viewOf(client, () => true)).toMatchObject({ mustSetPin: true, devices: [] });
    expect(await codeOf(client.administration.remove({ deviceId: 'printer' }))).toBe(closed);
    expect(await codeOf(client.administration.setPin({ pin: '111111' }))).toBe('PIN_TOO_SIMPLE');
    await client.administration.setPin({ pin: PIN });
    expect(await viewOf(client, ({ mustSetPin }) => !mustSetPin)).toMatchObject({
      devices: [{ deviceId: 'printer', path: path('port-a') }],
    });
    await client.administration.leave();
    expect(await codeOf(client.administration.enter({ pin: first }))).toBe('PIN_WRONG');
    await client.administration.enter({ pin: PIN });
    expect(logText()).not.toContain(PIN);
    expect(logText()).toContain('administration.entered');
  });

  test('another page sees nothing of it and does nothing, and it ends with its own page', async () => {
    configure();
    const client = await bench.start();
    await serving(client);
    await enterFirst(client);
    const other = await bench.another();
    expect(await isClosed(other)).toBe(true);
    expect(await codeOf(other.administration.selfTest())).toBe('ADMINISTRATION_CLOSED');
    bench.dropPages();
    await vi.waitFor(() => expect(logText()).toContain('"reason":"page-gone"'));
  });

  test("a citizen's session is wiped before it opens, and one that begins closes it", async () => {
    configure();
    const client = await bench.start();
    await serving(client);
    await client.session.start({ language: 'zh-CN' });
    await enterFirst(client);
    expect(await session(client, () => true)).toMatchObject({ phase: 'attract' });
    await client.session.start({ language: 'zh-CN' });
    expect(await isClosed(client)).toBe(true);
    expect(await codeOf(client.administration.selfTest())).toBe('ADMINISTRATION_CLOSED');
  });
});

describe('it closes by itself', () => {
  test('after three minutes without a touch, and each touch puts that off', async () => {
    configure();
    // Fifty times as fast.
    const client = await bench.start(soon);
    await serving(client);
    await enterFirst(client);
    for (let touch = 0; touch < 10; touch += 1) {
      await client.administration.touch();
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    expect(await isClosed(client)).toBe(false);
    await vi.waitFor(async () => expect(await isClosed(client)).toBe(true), 20_000);
    expect(logText()).toContain('"reason":"idle"');
    expect(await codeOf(client.administration.touch())).toBe('ADMINISTRATION_CLOSED');
  });
});

describe('a device', () => {
  test('is recorded by touch until that is ended; the file says nothing of the paper and replays', async () => {
    plugPrinter('port-a');
    configure(deviceLine('printer', 'receipt-printer', 'escpos-80mm', path('port-a')));
    const client = await bench.start();
    await serving(client);
    await enterFirst(client);
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
    expect(file.startsWith(path('data/recordings/printer-'))).toBe(true);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('"text":"print 1 [');
    expect(text).not.toContain(path('port-a'));
    expect(await replayRecording(text)).toBeUndefined();
    expect(await codeOf(client.administration.record({ deviceId: 'another', on: true }))).toBe(
      'DEVICE_UNKNOWN',
    );
    expect(logText()).toContain('administration.recording');
  });

  test('is found, tried, saved and at work without a restart, and the file keeps its comments', async () => {
    const { emulator } = plugPrinter('port-a');
    bench.openLine('port-silent');
    configure();
    const client = await bench.start();
    await serving(client);
    await enterFirst(client);
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
        path: path('port-a'),
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
        path: path('port-silent'),
        models: expect.arrayContaining(['escpos-80mm']),
        state: 'silent',
      },
    ]);
    const draft = {
      class: 'receipt-printer',
      model: 'escpos-80mm',
      kind: 'serial',
      path: path('port-a'),
      baudRate: 115_200,
    } as const;
    await client.administration.test({ draft });
    await viewOf(client, (view) => view.test?.state === 'passed');
    expect(printedText(emulator)).toContain('打印测试');

    const { deviceId } = await client.administration.save({ draft });
    expect(deviceId).toBe('receipt-printer');
    const { devices } = await viewOf(client, (view) => view.devices[0]?.state === 'ready');
    expect(devices[0]).toMatchObject({
      path: path('port-a'),
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
        transport: { kind: 'serial', path: path('port-a'), baudRate: 115_200 },
      },
    ]);
    expect(await codeOf(client.administration.save({ draft }))).toBe('DEVICE_PLACE_TAKEN');
  }, 60_000);

  test('that is another than was looked for is called what it is', async () => {
    plugReader('port-a');
    configure();
    const client = await bench.start();
    await serving(client);
    await enterFirst(client);
    await client.administration.search({ class: 'receipt-printer' });
    const { search } = await viewOf(client, (view) => view.search?.running === false);
    expect(search?.places).toContainEqual({
      kind: 'serial',
      path: path('port-a'),
      models: expect.arrayContaining(['escpos-80mm']),
      state: 'answered',
      found: { class: 'id-card-reader', model: 'sdt', baudRate: 115_200 },
    });
  });

  test('is removed while it prints: the job settles, the citizen page says so, and it can come back', async () => {
    const { emulator } = plugPrinter('port-a');
    configure(deviceLine('printer', 'receipt-printer', 'escpos-80mm', path('port-a')));
    bench.seedHallAndNumbers(1, 20);
    const client = await bench.start();
    await serving(client);
    await enterFirst(client);
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
      path: path('port-a'),
      baudRate: 115_200,
    } as const;
    await client.administration.save({ draft });
    await viewOf(client, (view) => view.devices[0]?.state === 'ready');
    await client.session.start({ language: 'zh-CN' });
    await client.queue.take({ serviceId: 's1', requestKey: crypto.randomUUID() });
    await session(client, (view) => view.phase === 'active' && view.ticket?.print.state === 'confirmed');
    expect(printedText(emulator)).not.toContain(ticket.label);
  });

  test('is changed at its own port: tried as another model, saved, and nothing else is touched', async () => {
    const { emulator } = plugPrinter('port-a');
    configure(deviceLine('printer', 'receipt-printer', 'escpos-80mm', path('port-a')));
    const client = await bench.start();
    await serving(client);
    await enterFirst(client);
    await viewOf(client, (view) => view.devices[0]?.state === 'ready');
    await client.administration.search({ class: 'receipt-printer', replaces: 'printer' });
    const { search } = await viewOf(client, (view) => view.search?.running === false);
    expect(search?.places).toContainEqual({
      kind: 'serial',
      path: path('port-a'),
      models: expect.arrayContaining(['escpos-80mm']),
      state: 'answered',
      found: { class: 'receipt-printer', model: 'escpos-80mm', baudRate: 115_200 },
    });
    const draft = {
      class: 'receipt-printer',
      model: 'escpos-58mm',
      kind: 'serial',
      path: path('port-a'),
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
      ({ class: 'id-card-reader', model: 'sdt', kind: 'serial', path: path('port-a'), baudRate }) as const;
    const testAt = (baudRate: number) => (view: OpenView) =>
      view.test?.draft.baudRate === baudRate && view.test.state !== 'connecting';

    beforeEach(async () => {
      reader = plugReader('port-a');
      configure(deviceLine('reader', 'id-card-reader', 'sdt', path('port-a')));
      client = await bench.start();
      await serving(client);
      await enterFirst(client);
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
          path: path('port-a'),
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

  test('that answers as another one is told as that, and a reader with its module', async () => {
    plugReader('port-a');
    const { pty } = plugPrinter('port-b');
    configure(
      deviceLine('reader', 'id-card-reader', 'sdt', path('port-a')),
      deviceLine('scanner', 'code-scanner', 'gm65', path('port-b')),
    );
    const client = await bench.start();
    await serving(client);
    await enterFirst(client);
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
    const { pty } = plugPrinter('port-a');
    configure(deviceLine('printer', 'receipt-printer', 'escpos-80mm', path('port-a')));
    const client = await bench.start();
    await serving(client);
    await enterFirst(client);
    await viewOf(client, (view) => view.devices[0]?.state === 'ready');
    pty.unplug();
    const { devices } = await viewOf(client, (view) => view.devices[0]?.state === 'lost');
    expect(devices[0]).toMatchObject({
      faults: ['PRINTER_LOST'],
      history: [{ state: 'lost', fault: 'PRINTER_LOST' }, { state: 'ready' }],
    });
  });
});

describe('the keys of a rating pad', () => {
  const golden = goldenPads.find(({ profile }) => profile === 'push-xor');

  /** Another pad of the same make whose keys are numbered the other way round. */
  function plugPad(name: string) {
    if (!golden) throw new Error('no such pad');
    const pty = bench.openLine(name);
    const pad = createScriptedPad(golden, pty.send);
    pty.onBytes(pad.receive);
    return { press: (level: RatingLevel) => pad.press(reversed[level]) };
  }
  const reversed = { 1: 5, 2: 4, 3: 3, 4: 2, 5: 1 } as const;

  async function pressAll(
    client: Client,
    pad: ReturnType<typeof plugPad>,
    missing?: RatingLevel,
  ): Promise<void> {
    let asked = '';
    for await (const view of await client.administration.watch()) {
      if (view.phase !== 'open' || !view.learning) continue;
      const { state, level, again } = view.learning;
      if (state === 'learned' || state === 'failed') return;
      const known = ratingLevels.find((each) => each === level);
      // The view comes again whenever anything else of it changes.
      const asking = `${level} ${again}`;
      if (state === 'asking' && known && asking !== asked) {
        if (known === missing) await client.administration.skipKey({ level: known });
        else pad.press(known);
      }
      asked = asking;
    }
  }

  test('may be four: the one that the pad has not is skipped, and a late second touch skips no other', async () => {
    const pad = plugPad('port-a');
    configure();
    const client = await bench.start();
    await serving(client);
    await enterFirst(client);
    const draft = {
      class: 'rating-pad',
      model: 'push-xor',
      kind: 'serial',
      path: path('port-a'),
      baudRate: 9600,
    } as const;
    await client.administration.learnKeys({ draft });
    const asking = viewOf(client, ({ learning }) => learning?.level === 2);
    const pressed = pressAll(client, pad, 3);
    await asking;
    await client.administration.skipKey({ level: 3 });
    await pressed;
    const { learning } = await viewOf(client, (view) => view.learning?.state !== 'asking');
    expect(learning).toMatchObject({ state: 'learned', model: 'push-xor-learned' });
    const profile = readFileSync(path('rating-pads/push-xor-learned.yaml'), 'utf8');
    expect(profile).not.toContain('basically-satisfied');
    expect(profile).toContain('very-dissatisfied: "05"');
  });

  test('are learned while the pad is configured, saved as a profile of the hall, and hold in the test', async () => {
    const pad = plugPad('port-a');
    const line = { kind: 'serial', path: path('port-a'), baudRate: 9600 };
    configure(
      `  - ${JSON.stringify({ id: 'pad', class: 'rating-pad', model: 'push-xor', transport: line })}`,
    );
    const client = await bench.start();
    await serving(client);
    await enterFirst(client);
    const { devices } = await viewOf(client, (view) => view.devices[0]?.state === 'ready');
    const draft = {
      class: 'rating-pad',
      model: 'push-xor',
      kind: 'serial',
      path: path('port-a'),
      baudRate: 9600,
    } as const;
    expect(devices).toHaveLength(1);
    expect(await codeOf(client.administration.learnKeys({ draft }))).toBe('DEVICE_PLACE_TAKEN');

    await client.administration.learnKeys({ draft, replaces: 'pad' });
    await pressAll(client, pad);
    const learned = await viewOf(client, ({ learning }) => learning?.state === 'learned');
    expect(learned.learning).toMatchObject({ model: 'push-xor-learned' });
    await viewOf(client, (view) => view.devices[0]?.state === 'ready');

    await client.administration.save({
      draft: { ...draft, model: 'push-xor-learned' },
      replaces: 'pad',
    });
    await viewOf(client, (view) => view.devices[0]?.model === 'push-xor-learned');
    await viewOf(client, (view) => view.devices[0]?.state === 'ready');
    await client.administration.test({ deviceId: 'pad' });
    await viewOf(client, (view) => view.test?.state === 'waiting-for-key');
    // As a hand does where nothing happened: the first may come before the pad was asked.
    const pressing = setInterval(() => pad.press(2), 300);
    stops.push(() => clearInterval(pressing));
    const { test: tested } = await viewOf(client, (view) => view.test?.state === 'passed');
    expect(tested?.level).toBe(2);
  });

  test('that say the same twice are told with the key, and the pad is at work again', async () => {
    const pad = plugPad('port-a');
    const line = { kind: 'serial', path: path('port-a'), baudRate: 9600 };
    configure(
      `  - ${JSON.stringify({ id: 'pad', class: 'rating-pad', model: 'push-xor', transport: line })}`,
    );
    const client = await bench.start();
    await serving(client);
    await enterFirst(client);
    const draft = {
      class: 'rating-pad',
      model: 'push-xor',
      kind: 'serial',
      path: path('port-a'),
      baudRate: 9600,
    } as const;
    await client.administration.learnKeys({ draft, replaces: 'pad' });
    await pressAll(client, { press: () => pad.press(3) });
    const { learning } = await viewOf(client, (view) => view.learning?.state === 'failed');
    expect(learning).toMatchObject({ problem: 'SAME_KEY', level: 4 });
    await viewOf(client, (view) => view.devices[0]?.state === 'ready');
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
      configure();
      const client = await bench.start();
      await serving(client);
      await enterFirst(client);
      const draft = { class: deviceClass, model, kind, path: ' ' };
      await client.administration.test({ draft });
      const { test: shown } = await viewOf(client, (view) => view.test !== undefined);
      expect(shown).toEqual({ draft, state: 'failed', failure: 'DEVICE_UNFIT' });
      expect(await codeOf(client.administration.save({ draft }))).toBe('DEVICE_UNFIT');
    },
  );

  test('of a reader shows the person masked, and the card is nobody’s for the next citizen', async () => {
    const reader = plugReader('port-a');
    configure(deviceLine('reader', 'id-card-reader', 'sdt', path('port-a')));
    const client = await bench.start();
    await serving(client);
    await enterFirst(client);
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

  test('of everything stands on the screen, on paper and in the outbox', async () => {
    plugReader('port-a');
    const { emulator } = plugPrinter('port-b');
    configure(
      deviceLine('reader', 'id-card-reader', 'sdt', path('port-a')),
      deviceLine('printer', 'receipt-printer', 'escpos-80mm', path('port-b')),
    );
    const client = await bench.start();
    await serving(client);
    await enterFirst(client);
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
    stops.push(pad.stop);
    const line = { kind: 'serial', path: path('port-c'), baudRate: 19_200 };
    configure(
      deviceLine('scanner', 'code-scanner', 'serial', path('port-a')),
      `  - ${JSON.stringify({ id: 'pad', class: 'rating-pad', model: 'push-ascii-sum16', transport: line })}`,
    );
    const client = await bench.start();
    await serving(client);
    await enterFirst(client);
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
    const { emulator } = plugPrinter('port-b');
    bench.openLine('port-a');
    configure(
      deviceLine('reader', 'id-card-reader', 'sdt', path('port-a')),
      deviceLine('printer', 'receipt-printer', 'escpos-80mm', path('port-b')),
    );
    emulator.setPaper('out');
    const client = await bench.start();
    await serving(client);
    await enterFirst(client);
    await client.administration.selfTest();
    const { selfTest } = await viewOf(client, (view) => view.selfTest?.running === false);
    expect(selfTest).toMatchObject({ paper: 'none', handedIn: true });
    expect(selfTest?.items.slice(0, 2)).toMatchObject([
      { state: 'failed', failure: 'READER_TIMEOUT' },
      { state: 'failed', failure: 'PRINTER_PAPER_OUT' },
    ]);
  });
});
