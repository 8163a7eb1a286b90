import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPageCameras } from '#drivers/document-camera/page-cameras.ts';
import { deviceSchema } from '../configuration/configuration-schema.ts';
import { createMemoryLog } from '../log/log.ts';
import { openTestHistory } from '../testing/test-history.ts';
import { newFolder, removeFolders } from '../testing/test-terminal.ts';
import { createDevices, type Devices } from './devices.ts';

const shipped = (file: string) => readFileSync(join(import.meta.dirname, '../../../config', file), 'utf8');

/** A hall's own profile, as it is copied and as a hand on its way to something else leaves it. */
const KINDS = [
  {
    deviceClass: 'rating-pad',
    folder: 'rating-pads',
    text: shipped('rating-pads/push-xor.yaml'),
    spoil: (text: string) => text.replace('mode: push', 'mode: guess'),
    field: 'input',
  },
  {
    deviceClass: 'receipt-printer',
    folder: 'printers',
    text: shipped('printers/paper-sensor-only.yaml'),
    spoil: (text: string) => text.replace('columns: 48 ', 'columns: many '),
    field: 'columns',
  },
] as const;

let folder: string;
let log: ReturnType<typeof createMemoryLog>;
let devices: Devices;
let closeHistory: () => void;

const at = (id: string, deviceClass: string, model: string) =>
  deviceSchema.parse({
    id,
    class: deviceClass,
    model,
    transport: { kind: 'serial', path: join(folder, id), baudRate: 9600 },
  });

function begin(kind: (typeof KINDS)[number], text: string): string {
  mkdirSync(join(folder, kind.folder));
  const file = join(folder, kind.folder, 'ours.yaml');
  writeFileSync(file, text);
  const history = openTestHistory(folder, log);
  closeHistory = history.close;
  devices = createDevices(
    [at('own', kind.deviceClass, 'ours'), at('reader', 'id-card-reader', 'sdt')],
    {
      log,
      leftUnfinished: () => false,
      configurationFile: join(folder, 'terminal.yaml'),
      recordings: join(folder, 'recordings'),
      pageCameras: createPageCameras(),
    },
    { now: () => Date.now() },
    history,
  );
  devices.start();
  return file;
}

const viewOf = (id: string) => devices.views.get().find(({ deviceId }) => deviceId === id);

beforeEach(() => {
  folder = newFolder();
  log = createMemoryLog();
});

afterEach(async () => {
  await devices.stop();
  closeHistory();
  removeFolders();
});

test.each(KINDS)('a $deviceClass whose profile is spoiled meanwhile is out alone', async (kind) => {
  const file = begin(kind, kind.text);
  expect(viewOf('own')?.faults).not.toContain('PROFILE_INVALID');
  writeFileSync(file, kind.spoil(kind.text));
  await devices.record('own', true);
  expect(viewOf('own')).toMatchObject({ state: 'faulted', faults: ['PROFILE_INVALID'] });
  expect(devices.find('own')).toBeUndefined();
  expect(devices.unfit('own')).toMatchObject({
    file,
    faults: [{ line: expect.any(Number), field: expect.stringContaining(kind.field) }],
  });
  expect(devices.historyOf('own')[0]).toMatchObject({ state: 'faulted', fault: 'PROFILE_INVALID' });

  expect(await devices.lend('own', () => Promise.resolve('worked'))).toBe('worked');
  await devices.record('reader', true);
  expect(devices.recordedIn('reader')).toBeDefined();
  const told = log.entries.filter(({ name }) => name === 'device.unfit');
  expect(told.map(({ fields }) => fields['file'])).toContain(file);

  writeFileSync(file, kind.text);
  await devices.reconfigure(devices.configured());
  expect(devices.unfit('own')).toBeUndefined();
  expect(viewOf('own')?.faults).not.toContain('PROFILE_INVALID');
  expect(devices.recordedIn('own')).toBeDefined();
});

test.each(KINDS)('a $deviceClass whose profile is deleted meanwhile is out alone', async (kind) => {
  const file = begin(kind, kind.text);
  rmSync(file);
  await devices.record('own', true);
  const missing = { file, faults: [{ line: undefined, field: '', problem: 'not-readable' }] };
  expect(devices.unfit('own')).toMatchObject(missing);
  mkdirSync(file);
  await devices.lend('own', () => Promise.resolve());
  expect(devices.unfit('own')).toMatchObject(missing);
});

test('a device that could not be built from the start is told with its time, and the others begin', async () => {
  const [pad] = KINDS;
  begin(pad, pad.spoil(pad.text));
  expect(devices.views.get().map(({ deviceId }) => deviceId)).toEqual(['reader', 'own']);
  expect(devices.historyOf('own')).toHaveLength(1);
  const since = viewOf('own')?.since;
  await devices.record('reader', true);
  expect(viewOf('own')?.since).toBe(since);
  expect(devices.historyOf('own')).toHaveLength(1);
  await devices.reconfigure(devices.configured().filter(({ id }) => id !== 'own'));
  expect(viewOf('own')).toBeUndefined();
  expect(devices.historyOf('own')).toEqual([]);
});

test('a change that fails by a defect spoils none behind it', async () => {
  const [pad] = KINDS;
  begin(pad, pad.text);
  const reader = devices.find('reader');
  if (!reader) throw new Error('no reader');
  const { stop } = reader.driver;
  Object.assign(reader.driver, { stop: () => Promise.reject(new Error('a defect')) });
  await expect(devices.record('reader', true)).rejects.toThrow('a defect');
  Object.assign(reader.driver, { stop });
  await devices.record('reader', true);
  expect(devices.recordedIn('reader')).toBeDefined();
});
