import { expect } from 'vitest';
import { startCameraService } from '#drivers/document-camera/emulator.ts';
import { pictureOf } from '#drivers/document-camera/papers.ts';
import { createServiceCamera } from '#drivers/document-camera/service-driver.ts';
import { webSocketOpener } from '#drivers/document-camera/websocket-line.ts';
import { openCable } from '../cable.ts';
import type { DeviceClass } from '../plugged-device.ts';

const MANY = 10_000;

export const camera: DeviceClass = {
  name: 'document camera',
  kind: 'camera',
  lossOutcomes: ['CAMERA_LOST', 'CAMERA_ABSENT'],
  silence: undefined,
  connect: async ({ wrap, clock }) => {
    const picture = pictureOf('none');
    const service = await startCameraService({ picture });
    const line = await openCable(Number(new URL(service.url).port));
    const opener = wrap(webSocketOpener(`ws://${line.host}:${line.port}`));
    const device = createServiceCamera({ opener, clock });
    return {
      device,
      line,
      use: async () =>
        (await device.capture()).match(
          (jpeg) => (Buffer.compare(jpeg, picture) === 0 ? 'done' : 'another picture'),
          String,
        ),
      // Its lamp is on for nobody.
      verify: () => expect(service.isOpen()).toBe(false),
      faults: {
        'no camera at the service': () => service.setCameras(0),
        'another program that has the camera': () => service.setInUse(true),
      },
      mend: () => {
        service.setCameras(1);
        service.setInUse(false);
        service.forgive();
      },
      moments: {
        'its live picture shows': async () => {
          let seen = () => {};
          const frame = () =>
            new Promise<void>((resolve) => {
              seen = resolve;
            });
          const first = frame();
          const end = device.watch(() => seen());
          await first;
          return async () => {
            await frame();
            end();
          };
        },
      },
      setSilent: (silent) => (silent ? service.spoilWire({ kind: 'silence' }, MANY) : service.forgive()),
      stop: service.stop,
    };
  },
};
