import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { nextFrame, reach } from './camera-bench.ts';
import type { ServiceCamera } from './document-camera.ts';
import { type CameraService, startCameraService } from './emulator.ts';
import { createServiceCamera } from './service-driver.ts';
import { webSocketOpener } from './websocket-line.ts';

/** What every driver of a document camera promises, whatever is at the other end. */
function describeCamera(name: string, create: () => ServiceCamera): void {
  const begin = () => {
    const camera = create();
    onTestFinished(camera.stop);
    return camera;
  };
  const isJpeg = (bytes: Uint8Array) => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes.at(-1) === 0xd9;

  describe.each([name])('%s', () => {
    test('is absent until started, then becomes ready without faults', async () => {
      const camera = begin();
      expect(camera.status().state).toBe('absent');
      expect((await camera.capture())._unsafeUnwrapErr()).toBe('CAMERA_ABSENT');
      camera.start();
      await reach(camera, 'ready');
      expect(camera.status()).toMatchObject({ faults: [], warnings: [] });
    });

    test('can be stopped and started again', async () => {
      const camera = begin();
      for (let round = 0; round < 3; round += 1) {
        camera.start();
        await reach(camera, 'ready');
        await camera.stop();
        expect(camera.status().state).toBe('absent');
      }
    });

    test('takes photographs, one after the other when asked at once', async () => {
      const camera = begin();
      camera.start();
      await reach(camera, 'ready');
      for (const taken of await Promise.all([camera.capture(), camera.capture()])) {
        expect(isJpeg(taken._unsafeUnwrap())).toBe(true);
      }
    });

    test('shows the live picture, and photographs while it shows', async () => {
      const camera = begin();
      const frame = nextFrame(camera);
      camera.start();
      expect(isJpeg(await frame)).toBe(true);
      const end = camera.watch(() => {});
      expect((await camera.capture()).isOk()).toBe(true);
      end();
      expect(isJpeg(await nextFrame(camera))).toBe(true);
    });
  });
}

describe('emulated', () => {
  let service: CameraService;
  beforeAll(async () => {
    service = await startCameraService();
  });
  afterAll(() => service.stop());
  describeCamera('document camera behind a WebSocket service', () =>
    createServiceCamera({ opener: webSocketOpener(service.url) }),
  );
});

// A real service: DOCUMENT_CAMERA_URL=ws://127.0.0.1:9000
const { DOCUMENT_CAMERA_URL: url } = process.env;
if (url !== undefined) {
  describeCamera(`document camera at ${url}`, () => createServiceCamera({ opener: webSocketOpener(url) }));
}
