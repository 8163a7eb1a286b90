import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPageCameras } from '#drivers/document-camera/page-cameras.ts';
import { openPty, type Pty } from '#drivers/emulation/pty.ts';
import { createSdtEmulator } from '#drivers/id-card-reader/emulator.ts';
import { specimens } from '#drivers/id-card-reader/specimens.ts';
import { createPrinterEmulator } from '#drivers/receipt-printer/emulator.ts';
import { printerProfile } from '#drivers/receipt-printer/profiles.ts';
import { deviceSchema } from '../configuration/configuration-schema.ts';
import { createMemoryLog } from '../log/log.ts';
import { openTestHistory } from '../testing/test-history.ts';
import { createDevices, type Devices } from './devices.ts';

let folder: string;
let pty: Pty | undefined;
let devices: Devices;
let log: ReturnType<typeof createMemoryLog>;
let history: ReturnType<typeof openTestHistory>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'devices-'));
  log = createMemoryLog();
  history = openTestHistory(folder, log);
});

afterEach(async () => {
  await devices.stop();
  history.close();
  pty?.close();
  pty = undefined;
  rmSync(folder, { recursive: true });
});

const models = {
  'id-card-reader': 'sdt',
  'receipt-printer': 'escpos-80mm',
  'code-scanner': 'gm65',
  'rating-pad': 'push-xor',
} as const;

function begin(deviceClass: keyof typeof models): void {
  const transport = { kind: 'serial', path: join(folder, 'port'), baudRate: 115_200 };
  const configuration = deviceSchema.parse({
    id: 'device',
    class: deviceClass,
    model: models[deviceClass],
    transport,
  });
  devices = createDevices(
    [configuration],
    {
      log,
      leftUnfinished: () => false,
      configurationFile: join(folder, 'terminal.yaml'),
      pageCameras: createPageCameras(),
    },
    { now: () => Date.now() },
    history,
  );
  devices.start();
}

const told = (state: string) =>
  vi.waitFor(() => {
    const entry = log.entries.find(
      ({ name, fields }) => name === 'device.state' && fields['state'] === state,
    );
    expect(entry).toBeDefined();
    return entry?.fields;
  }, 5000);

test.each(['id-card-reader', 'receipt-printer', 'code-scanner', 'rating-pad'] as const)(
  'the log says in a sentence why a %s does not work, and none of one that does',
  async (deviceClass) => {
    begin(deviceClass);
    expect(await told('absent')).toMatchObject({ detail: expect.stringContaining('PORT_MISSING') });
    expect(await told('opening')).toMatchObject({ fault: 'none', detail: 'none' });
  },
);

test('what a probe found out is told with the fault, and not with the next one', async () => {
  pty = openPty({ link: join(folder, 'port') });
  const line = pty;
  line.onBytes((bytes) => {
    if (Buffer.from(bytes).includes(Buffer.of(0x10, 0x04, 0x01))) line.send(Uint8Array.of(0x16));
  });
  begin('id-card-reader');
  expect(await told('faulted')).toEqual({
    device: 'device',
    state: 'faulted',
    fault: 'READER_WRONG_DEVICE',
    detail: 'this answers like a printer',
  });
  line.unplug();
  const { detail } = { ...(await told('lost')) };
  expect(detail).toMatch(/^PORT_/);
});

test('what has become of a device is known after a restart, and the restart itself is no news of it', async () => {
  pty = openPty({ link: join(folder, 'port') });
  const emulator = createSdtEmulator({ pty, specimens });
  begin('id-card-reader');
  await told('ready');
  pty.unplug();
  await told('lost');
  pty.plug();
  const states = () => devices.historyOf('device').map(({ state }) => state);
  await vi.waitFor(() => expect(states()).toEqual(['ready', 'lost', 'ready']), 5000);
  const before = devices.historyOf('device');
  await devices.stop();
  history.close();
  history = openTestHistory(folder, log);
  log = createMemoryLog();
  begin('id-card-reader');
  await told('ready');
  expect(devices.historyOf('device')).toEqual(before);
  emulator.stop();
});

test('characters that no printer has are counted in the log, and not written there', async () => {
  pty = openPty({ link: join(folder, 'port') });
  const emulator = createPrinterEmulator({ profile: printerProfile('escpos-80mm'), send: pty.send });
  pty.onBytes(emulator.receive);
  begin('receipt-printer');
  await told('ready');
  // Two of the name stand in no font; one of them twice.
  const text = '\u{30000}\u{30000}王\u{17000}';
  const printed = await devices.printer?.print(
    { blocks: [{ kind: 'text', text }] },
    { beforeFirstByte: () => undefined },
  );
  expect(printed?.isOk()).toBe(true);
  emulator.stop();
  expect(log.entries).toContainEqual({
    name: 'print.unprintable',
    fields: { device: 'device', characters: 2 },
  });
  expect(JSON.stringify(log.entries)).not.toMatch(/[\u{30000}王\u{17000}]/u);
});
