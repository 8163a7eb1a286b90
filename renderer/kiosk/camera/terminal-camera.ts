import { err, ok, type Result } from 'neverthrow';
import type { PageFailureCode } from '../../rpc/answer.ts';
import type { CameraPort } from '../../rpc/camera-port.ts';
import type { CameraSource, OpenCamera } from './camera-source.ts';
import type { CameraFailure } from './camera-view.ts';
import { newestOnly } from './newest-only.ts';
import { bitmapOf, jpegFrom } from './picture-bitmap.ts';

/** The camera that the terminal's service drives: its frames are drawn on a canvas that plays as a video. */
export function terminalCamera(port: CameraPort): CameraSource {
  return {
    // Its maker's program may take eight to start the sensor and its lamp.
    firstPictureMs: 12_000,
    open: (open, onEnded) =>
      new Promise<Result<OpenCamera, CameraFailure>>((resolve) => {
        const canvas = document.createElement('canvas');
        const context = canvas.getContext('2d', { alpha: false });
        let live: MediaStream | undefined;
        const photograph = async () => {
          const taken = await port.photograph();
          return taken.isErr()
            ? err(cameraFailureOf(taken.error.code))
            : bitmapOf(jpegFrom(taken.value.jpeg));
        };
        const draw = newestOnly(async (jpeg: string) => {
          const frame = await bitmapOf(jpegFrom(jpeg));
          // A frame that was cut on its way is followed by the next.
          if (frame.isErr()) return;
          const { value: picture } = frame;
          if (!open.aborted) {
            if (canvas.width !== picture.width) canvas.width = picture.width;
            if (canvas.height !== picture.height) canvas.height = picture.height;
            context?.drawImage(picture, 0, 0);
            // Not sooner: a blank canvas would show as a picture without a page.
            if (live === undefined) {
              live = canvas.captureStream();
              resolve(ok({ live, photograph }));
            }
          }
          picture.close();
        });
        const end = port.watch(draw, (code) => {
          const failure = cameraFailureOf(code);
          if (live === undefined) resolve(err(failure));
          else onEnded(failure);
        });
        const close = () => {
          end();
          for (const track of live?.getTracks() ?? []) track.stop();
          // Nothing of the paper stays behind on it.
          canvas.width = 0;
          resolve(err('CAMERA_LOST'));
        };
        open.addEventListener('abort', close);
        if (open.aborted) close();
      }),
  };
}

/** @param code undefined for a picture that ended without one: another page has taken the camera over */
function cameraFailureOf(code: PageFailureCode | undefined): CameraFailure {
  switch (code) {
    case 'CAMERA_ABSENT':
    case 'CAMERA_LOST':
    case 'CAMERA_TIMEOUT':
    case 'CAMERA_FAULT':
      return code;
    case undefined:
    case 'SESSION_ENDED':
    case 'SERVICE_AWAY':
      return 'CAMERA_LOST';
    default:
      return 'CAMERA_FAULT';
  }
}
