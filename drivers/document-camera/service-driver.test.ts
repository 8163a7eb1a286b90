import { expect, onTestFinished, test } from 'vitest';
import type { DeviceState } from '../device.ts';
import { WIRE_FAULT_KINDS, wireFault } from '../emulation/wire-fault.ts';
import { nextFrame, reach } from './camera-bench.ts';
import type { ServiceCamera } from './document-camera.ts';
import { type CameraService, type CameraServiceOptions, startCameraService } from './emulator.ts';
import { pictureOf } from './papers.ts';
import { createServiceCamera } from './service-driver.ts';
import { webSocketOpener } from './websocket-line.ts';

type Bench = {
  readonly service: CameraService;
  readonly camera: ServiceCamera;
  readonly told: DeviceState[];
};

async function open(options: CameraServiceOptions = {}): Promise<Bench> {
  const service = await startCameraService(options);
  const camera = createServiceCamera({ opener: webSocketOpener(service.url) });
  const told: DeviceState[] = [];
  camera.onStatus(({ state }) => told.push(state));
  onTestFinished(async () => {
    await camera.stop();
    await service.stop();
  });
  camera.start();
  return { service, camera, told };
}

async function openReady(options: CameraServiceOptions = {}): Promise<Bench> {
  const bench = await open(options);
  await reach(bench.camera, 'ready');
  return bench;
}

/** Another picture than the specimen, still one that begins and ends as a JPEG does. */
function otherPicture(mark: number): Uint8Array {
  const picture = pictureOf('page');
  picture.fill(mark, 400, 420);
  return picture;
}

test('the lamp is on only while somebody watches or a photograph is taken', async () => {
  const { service, camera } = await openReady();
  expect(service.isOpen()).toBe(false);
  await nextFrame(camera);
  await expect.poll(() => service.isOpen()).toBe(false);
  expect((await camera.capture()).isOk()).toBe(true);
  expect(service.isOpen()).toBe(false);
  camera.watch(() => {});
  await expect.poll(() => service.isOpen()).toBe(true);
  await camera.stop();
  expect(service.isOpen()).toBe(false);
});

test('the largest picture is asked for and no file is written', async () => {
  const { service, camera } = await openReady();
  const taken = await camera.capture();
  expect(Buffer.compare(taken._unsafeUnwrap(), pictureOf('page'))).toBe(0);
  expect(service.asked()).toEqual(
    expect.arrayContaining(['GetResolution', 'OpenCamera', 'ScanImage', 'CloseCamera']),
  );
});

test('a service that is not there is absent; it is used when it comes', async () => {
  const { service, camera } = await open();
  await reach(camera, 'ready');
  const { url } = service;
  await service.stop();
  await reach(camera, 'lost', 'CAMERA_LOST');
  expect((await camera.capture())._unsafeUnwrapErr()).toBe('CAMERA_LOST');
  const again = await startCameraService({ port: Number(new URL(url).port) });
  onTestFinished(again.stop);
  await reach(camera, 'ready');
  expect((await camera.capture()).isOk()).toBe(true);
});

test('what is no WebSocket service is absent', async () => {
  const camera = createServiceCamera({ opener: webSocketOpener('ws://127.0.0.1:1') });
  onTestFinished(camera.stop);
  camera.start();
  await reach(camera, 'absent', 'CAMERA_ABSENT');
  expect(camera.detail()).toContain('PORT_MISSING');
});

test('a camera pulled out of a running service is absent, and works again when it is back', async () => {
  const { service, camera } = await openReady();
  camera.watch(() => {});
  await expect.poll(() => service.isOpen()).toBe(true);
  service.setCameras(0);
  await reach(camera, 'faulted', 'CAMERA_ABSENT');
  service.setCameras(1);
  await reach(camera, 'ready');
  // Whoever watches sees again without doing anything.
  await expect.poll(() => service.isOpen()).toBe(true);
});

test('devices that take long to start are waited for, and started once', async () => {
  const { service, camera } = await open({ startingMs: 3500 });
  await reach(camera, 'faulted', 'CAMERA_TIMEOUT');
  await reach(camera, 'ready');
  expect(service.asked().filter((question) => question === 'InitDevs')).toHaveLength(1);
});

test('a camera that another program has is a fault until it is free, and does not flicker', async () => {
  const { service, camera, told } = await openReady();
  service.setInUse(true);
  expect((await camera.capture())._unsafeUnwrapErr()).toBe('CAMERA_FAULT');
  await reach(camera, 'faulted', 'CAMERA_FAULT');
  told.length = 0;
  const before = service.asked().length;
  await expect.poll(() => service.asked().length, { timeout: 10_000 }).toBeGreaterThan(before + 6);
  expect(told).toEqual([]);
  service.setInUse(false);
  await reach(camera, 'ready');
  expect((await camera.capture()).isOk()).toBe(true);
});

test.each([
  ['refused', 'CAMERA_FAULT'],
  ['no-picture', 'CAMERA_FAULT'],
  ['drop', 'CAMERA_LOST'],
] as const)('a photograph that is %s fails as %s, and the next one works', async (fault, code) => {
  const { service, camera } = await openReady();
  service.spoil('ScanImage', fault);
  expect((await camera.capture())._unsafeUnwrapErr()).toBe(code);
  await reach(camera, 'ready');
  expect((await camera.capture()).isOk()).toBe(true);
});

test('garbage before an answer is passed over', async () => {
  const { service, camera } = await openReady();
  for (const question of ['GetResolution', 'OpenCamera', 'ScanImage', 'CloseCamera'] as const) {
    service.spoil(question, 'garbage');
  }
  expect((await camera.capture()).isOk()).toBe(true);
});

test('an answer given twice is not taken for the next photograph', async () => {
  const { service, camera } = await openReady();
  service.spoil('ScanImage', 'twice');
  service.setPicture(otherPicture(1));
  expect((await camera.capture())._unsafeUnwrap()[400]).toBe(1);
  service.setPicture(otherPicture(2));
  expect((await camera.capture())._unsafeUnwrap()[400]).toBe(2);
});

test('an unanswered question gives the line up, so that a late answer reaches nobody', async () => {
  const { service, camera, told } = await openReady();
  service.spoil('CloseCamera', 'silent');
  told.length = 0;
  expect((await camera.capture()).isOk()).toBe(true);
  await reach(camera, 'ready');
  expect(told).toContain('lost');
  expect((await camera.capture()).isOk()).toBe(true);
});

test('a service that falls silent is told by looking, not by the next citizen', async () => {
  const { service, camera } = await openReady();
  service.spoil('GetDeviceCount', 'silent');
  await reach(camera, 'lost');
  await reach(camera, 'ready');
});

test.each(WIRE_FAULT_KINDS)('%s on the wire harms one message, and photographs go on', async (kind) => {
  const { service, camera } = await openReady({ random: () => 0.5 });
  for (const amount of [undefined, 40]) {
    service.spoilWire(wireFault(kind, amount));
    await camera.capture();
    service.forgive();
    await reach(camera, 'ready');
    const taken = (await camera.capture())._unsafeUnwrap();
    expect(Buffer.compare(taken, pictureOf('page'))).toBe(0);
  }
});
