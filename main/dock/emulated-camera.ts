import type { EmulatedDevice } from '#contract/dock/contract.ts';
import { startCameraService } from '#drivers/document-camera/emulator.ts';
import { type CameraPaper, pictureOf } from '#drivers/document-camera/papers.ts';
import { wireFault } from '#drivers/emulation/wire-fault.ts';
import type { DeviceCommon, DeviceOptions } from './emulated-device.ts';

export type EmulatedCamera = DeviceCommon & {
  readonly class: 'document-camera';
  readonly layPaper: (paper: CameraPaper) => void;
};

/**
 * A document camera behind its vendor's service. Its plug is the camera's own: the service stays, as it does on a real
 * machine, and no longer finds a camera.
 */
export async function startEmulatedCamera({
  deviceId,
  model,
  models,
  onChange,
}: DeviceOptions): Promise<EmulatedCamera> {
  let paper: CameraPaper = 'page';
  let plugged = true;
  const camera = await startCameraService({ picture: pictureOf(paper) });
  camera.onChange(onChange);

  return {
    class: 'document-camera',
    deviceId,
    model,
    connection: { transport: { kind: 'websocket', path: camera.url } },
    view: (): EmulatedDevice => ({
      class: 'document-camera',
      deviceId,
      model,
      models: [...models],
      path: camera.url,
      plugged,
      paper,
      lit: camera.isOpen(),
    }),
    plug: (next) => {
      plugged = next;
      camera.setCameras(next ? 1 : 0);
    },
    spoil: (fault, times, amount) => camera.spoilWire(wireFault(fault, amount), times),
    layPaper: (next) => {
      paper = next;
      camera.setPicture(pictureOf(next));
      onChange();
    },
    close: camera.stop,
  };
}
