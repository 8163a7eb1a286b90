import { afterEach, describe, expect, test } from 'vitest';
import { DEFAULT_CODE_RULES } from '#domain/codes/scanned-code.ts';
import { startIppEmulator } from '#drivers/a4-printer/emulator.ts';
import { startCameraService } from '#drivers/document-camera/emulator.ts';
import { createPageCameras } from '#drivers/document-camera/page-cameras.ts';
import { pictureOf } from '#drivers/document-camera/papers.ts';
import { createSdtEmulator } from '#drivers/id-card-reader/emulator.ts';
import { createHidReaderLine } from '#drivers/id-card-reader/hid-emulator.ts';
import { specimens } from '#drivers/id-card-reader/specimens.ts';
import type { HidModule } from '#drivers/transport/hid.ts';
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

function started(configuration: unknown, hid?: HidModule): BuiltDevice {
  const built = buildDevice(deviceSchema.parse(configuration), {
    log: createMemoryLog(),
    leftUnfinished: () => false,
    configurationFile: 'terminal.yaml',
    pageCameras: createPageCameras(),
    hid,
  })._unsafeUnwrap();
  ends.push(() => built.driver.stop());
  built.driver.start();
  return built;
}

const surroundings = {
  clock: { now: () => Date.now() },
  timers: systemTimers,
  codeRules: DEFAULT_CODE_RULES,
  signal: new AbortController().signal,
  keepIdentity: () => undefined,
  keepPicture: (jpeg: Uint8Array) => void kept.push(jpeg),
};

function run(built: BuiltDevice, told: DeviceTestProgress[] = []) {
  return testDevice({ ...surroundings, built, tell: (progress) => told.push(progress) });
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

describe('the photo of a card', () => {
  const decoder = (script: string) => ({ program: process.execPath, args: ['-e', script] });
  const bitmap =
    'const bmp = Buffer.alloc(38862); bmp.write("BM"); bmp.writeInt32LE(102, 18); bmp.writeInt32LE(126, 22); bmp.writeUInt16LE(24, 28); process.stdout.write(bmp)';

  test.each([
    ['is decoded by the configured program', decoder(bitmap), 'decoded'],
    ['is not decoded by a program that fails', decoder('process.exit(1)'), 'decoder-failed'],
    ['is not decoded by a program that is not there', { program: '/nowhere/wlt' }, 'decoder-missing'],
    ['is nobody’s without a program', undefined, undefined],
  ])('%s', async (_, photoDecoder, outcome) => {
    const { hid, line } = createHidReaderLine();
    const emulator = createSdtEmulator({ pty: line, specimens });
    ends.push(async () => emulator.stop());
    const transport = { kind: 'hid', path: '10c4:0007' };
    const built = started(
      { id: 'reader', class: 'id-card-reader', model: 'sdt', transport, photoDecoder },
      hid,
    );
    const specimen = specimens.find(({ card, quirk }) => card.kind === 'resident' && quirk === 'none');
    const tested = testDevice({
      ...surroundings,
      built,
      tell: ({ state }) => {
        if (state === 'waiting-for-card') emulator.layCard(specimen?.specimenId ?? '');
      },
    });
    expect(await tested).toMatchObject({ state: 'passed', ...(outcome && { photo: outcome }) });
    expect((await tested).photo).toBe(outcome);
  });
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
