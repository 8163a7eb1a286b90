import { afterEach, expect, test } from 'vitest';
import { startIppEmulator } from '#drivers/a4-printer/emulator.ts';
import { startCameraService } from '#drivers/document-camera/emulator.ts';
import { pictureOf } from '#drivers/document-camera/papers.ts';
import { deviceSchema } from '../configuration/configuration-schema.ts';
import { type BuiltDevice, buildDevice } from '../devices/registry.ts';
import { createMemoryLog } from '../log/log.ts';
import { systemTimers } from '../timers.ts';
import { type DeviceTestProgress, testDevice } from './device-test.ts';

const kept: Uint8Array[] = [];
const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

function started(configuration: unknown): BuiltDevice {
  const built = buildDevice(deviceSchema.parse(configuration), {
    log: createMemoryLog(),
    leftUnfinished: () => false,
    configurationFile: 'terminal.yaml',
  });
  ends.push(() => built.driver.stop());
  built.driver.start();
  return built;
}

function run(built: BuiltDevice, told: DeviceTestProgress[] = []) {
  return testDevice({
    built,
    clock: { now: () => Date.now() },
    timers: systemTimers,
    signal: new AbortController().signal,
    tell: (progress) => told.push(progress),
    keepPicture: (jpeg) => kept.push(jpeg),
  });
}

async function pagePrinter() {
  const cups = await startIppEmulator({ queue: 'Hall', printingMs: 100 });
  ends.push(cups.stop);
  const transport = { kind: 'queue', path: 'Hall' };
  return {
    cups,
    built: started({ id: 'pages', class: 'a4-printer', model: 'cups', transport, server: cups.place }),
  };
}

test('a page printer passes when its spooler says that the page is done', async () => {
  const { cups, built } = await pagePrinter();
  expect(await run(built)).toEqual({ state: 'passed' });
  const [job] = cups.jobs();
  const page = new TextDecoder().decode(job?.pdf);
  expect(page).toMatch(/^%PDF-1\.4\n/);
  expect(page).toContain('(cups Hall) Tj');
  expect(Number(/startxref\n(\d+)/.exec(page)?.[1])).toBe(page.indexOf('xref\n'));
});

test('a page printer that aborts the page fails with its reason', async () => {
  const { cups, built } = await pagePrinter();
  cups.setReasons('media-jam-error');
  const told: DeviceTestProgress[] = [];
  const result = await run(built, told);
  expect(result).toEqual({ state: 'failed', failure: 'A4_JAM' });
});

test('a document camera passes when it gives a picture, and fails when another program has it', async () => {
  const service = await startCameraService();
  ends.push(service.stop);
  const built = started({
    id: 'camera',
    class: 'document-camera',
    model: 'vendor-service',
    transport: { kind: 'websocket', path: service.url },
  });
  const told: DeviceTestProgress[] = [];
  const jpeg = pictureOf('page');
  expect(await run(built, told)).toEqual({
    state: 'passed',
    picture: { widthPixels: 1280, heightPixels: 960, bytes: jpeg.length },
  });
  expect(told.at(-1)).toEqual({ state: 'taking-picture' });
  expect(kept.pop()).toEqual(jpeg);
  service.setInUse(true);
  expect(await run(built)).toEqual({ state: 'failed', failure: 'CAMERA_FAULT' });
});
