import { expect } from 'vitest';
import { createPageCameras } from '#drivers/document-camera/page-cameras.ts';
import { createPageCamera } from '#drivers/document-camera/page-driver.ts';
import { createEmulatedPage, type EmulatedPage } from '#drivers/document-camera/page-emulator.ts';
import { pictureOf } from '#drivers/document-camera/papers.ts';
import type { Direction, PluggedLine } from '../lines.ts';
import type { DeviceClass } from '../plugged-device.ts';

const NAME = 'Doc Cam (0ac8:3420)';

/** What can be pulled: the camera's own cable, or the page that opens it. */
type Plug = Pick<PluggedLine, 'plug' | 'unplug'>;

function lineOf(page: EmulatedPage, { plug, unplug }: Plug): PluggedLine {
  const left: Record<Direction, number | undefined> = { 'to device': undefined, 'from device': undefined };
  let passed: (direction: Direction, count: number) => void = () => {};
  const pull = () => {
    [left['to device'], left['from device']] = [undefined, undefined];
    unplug();
  };
  page.onMessage((direction) => {
    passed(direction, 1);
    const until = left[direction];
    if (until !== undefined) {
      left[direction] = until - 1;
      // What has passed arrives; the plug is out behind it.
      if (until === 1) queueMicrotask(pull);
    }
    return true;
  });
  return {
    plug,
    unplug: pull,
    unit: 'report',
    unplugAfter: (direction, count) => {
      left[direction] = count;
    },
    onPassed: (listener) => {
      passed = listener;
    },
    close: () => page.disconnect(),
  };
}

function pageCamera(name: string, lost: string, plugOf: (page: EmulatedPage) => Plug): DeviceClass {
  return {
    name,
    kind: 'camera',
    lossOutcomes: ['CAMERA_LOST', 'CAMERA_ABSENT', lost],
    silence: undefined,
    connect: async ({ clock }) => {
      const cameras = createPageCameras();
      const page = createEmulatedPage({ cameras, plugged: [NAME] });
      const picture = pictureOf('none');
      page.setPicture(picture);
      const line = lineOf(page, plugOf(page));
      page.connect();
      const device = createPageCamera({ cameras, camera: NAME, clock });
      return {
        device,
        line,
        use: async () =>
          (await device.capture()).match(
            (jpeg) => (Buffer.compare(jpeg, picture) === 0 ? 'done' : 'another picture'),
            String,
          ),
        // Its lamp is on for nobody.
        verify: () => expect(page.isOpen()).toBe(false),
        faults: { 'another program that has the camera': () => page.setFailure('CAMERA_IN_USE') },
        mend: () => page.setFailure(undefined),
        moments: {},
        setSilent: page.setSilent,
        stop: page.disconnect,
      };
    },
  };
}

/** A plain UVC camera that the page opens. */
export const pageCameras: readonly DeviceClass[] = [
  pageCamera('UVC camera at the page', 'CAMERA_LOST', (page) => ({
    plug: () => page.plug(NAME),
    unplug: () => page.plug(),
  })),
  pageCamera('UVC camera whose page goes away', 'CAMERA_NO_PAGE', (page) => ({
    plug: page.connect,
    unplug: page.disconnect,
  })),
];
