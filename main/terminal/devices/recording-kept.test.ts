import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPageCameras } from '#drivers/document-camera/page-cameras.ts';
import { deviceSchema } from '../configuration/configuration-schema.ts';
import { createMemoryLog } from '../log/log.ts';
import { openTestHistory } from '../testing/test-history.ts';
import { newFolder, removeFolders } from '../testing/test-terminal.ts';
import { createDevices, type Devices } from './devices.ts';
import type { DeviceRecording } from './recorded-device.ts';

let folder: string;
let devices: Devices;
let closeHistory: () => void;

const scanner = (model: string) =>
  deviceSchema.parse({
    id: 'scanner',
    class: 'code-scanner',
    model,
    transport: { kind: 'serial', path: join(folder, 'nothing-there'), baudRate: 115_200 },
  });

/** Built, and never started: a recording begins with the building. */
beforeEach(() => {
  folder = newFolder();
  const log = createMemoryLog();
  const history = openTestHistory(folder, log);
  closeHistory = history.close;
  devices = createDevices(
    [scanner('serial')],
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
});

afterEach(async () => {
  vi.useRealTimers();
  await devices.stop();
  closeHistory();
  removeFolders();
});

function recording(): DeviceRecording | undefined {
  const built = devices.find('scanner');
  return built && 'recording' in built ? built.recording : undefined;
}

test('a device that was lent is recorded no longer than it would have been', async () => {
  await devices.record('scanner', true);
  const first = recording();
  await devices.lend('scanner', () => new Promise((resolve) => setTimeout(resolve, 300)));
  expect(recording()?.file).not.toBe(first?.file);
  expect((recording()?.until ?? 0) - (first?.until ?? 0)).toBeLessThan(250);
});

test('a recording that has ended does not begin again with the device, but when it is asked for', async () => {
  writeFileSync(join(folder, 'recordings'), 'no folder');
  await devices.record('scanner', true);
  const first = recording();
  expect(first?.ended()).toBe('disk');
  rmSync(join(folder, 'recordings'));
  for (let turn = 0; turn < 2; turn += 1) await devices.lend('scanner', () => Promise.resolve());
  expect(recording()).toBe(first);
  await devices.record('scanner', true);
  expect(recording()?.ended()).toBeUndefined();
});

test('a device that takes the name of one that was recorded is not, also where that was lent', async () => {
  await devices.record('scanner', true);
  await devices.reconfigure([scanner('gm65')]);
  expect(recording()).toBeUndefined();
  await devices.record('scanner', true);
  await devices.lend('scanner', () => devices.reconfigure([]));
  await devices.record('scanner', true);
  await devices.reconfigure([scanner('gm65')]);
  expect(recording()).toBeUndefined();
  expect(devices.recordedIn('scanner')).toBeUndefined();
});

test('a wall clock that is set ends no recording', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  await devices.record('scanner', true);
  vi.setSystemTime(Date.now() + 25 * 3_600_000);
  expect(recording()?.ended()).toBeUndefined();
});
