import type { DeviceState } from '../device.ts';
import type { CameraFault, ServiceCamera } from './document-camera.ts';

/** Resolves when the camera is in that state, with that fault where one is named. */
export function reach(camera: ServiceCamera, state: DeviceState, fault?: CameraFault): Promise<void> {
  return new Promise((resolve) => {
    let end = () => {};
    const check = () => {
      const status = camera.status();
      if (status.state !== state || (fault !== undefined && status.faults[0] !== fault)) return;
      end();
      resolve();
    };
    end = camera.onStatus(check);
    check();
  });
}

/** The next frame of the live picture; ends the watch. */
export function nextFrame(camera: ServiceCamera): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const end = camera.watch((jpeg) => {
      end();
      resolve(jpeg);
    });
  });
}
