import { startCameraService } from '../document-camera/emulator.ts';
import { CAMERA_PAPERS, pictureOf } from '../document-camera/papers.ts';
import { oneOf, onOff, type ServiceProgram } from './program.ts';

/** The vendor's service with a document camera, on a port of this machine; 0 takes any free one. */
export async function documentCameraProgram(port: number): Promise<ServiceProgram> {
  const camera = await startCameraService({ port });
  return {
    path: camera.url,
    stop: camera.stop,
    plug: (plugged) => camera.setCameras(plugged ? 1 : 0),
    spoil: camera.spoilWire,
    forgive: camera.forgive,
    commands: {
      paper: {
        usage: `paper ${CAMERA_PAPERS.join('|')}`,
        run: ([word = '']) => {
          camera.setPicture(pictureOf(oneOf(word, CAMERA_PAPERS)));
          return `${word} lies under the camera`;
        },
      },
      camera: onOff('camera', 'taken', 'free', camera.setInUse),
      lamp: { usage: 'lamp', run: () => (camera.isOpen() ? 'on' : 'off') },
    },
  };
}
