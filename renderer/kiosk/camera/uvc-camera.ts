import { err, ok, type Result } from 'neverthrow';
import type { CameraSource } from './camera-source.ts';
import type { CameraFailure } from './camera-view.ts';
import { bitmapOf } from './picture-bitmap.ts';

/** Print of an A4 page can be read from so many pixels; a camera that has fewer gives what it has. */
const WANTED = { width: { ideal: 3264 }, height: { ideal: 2448 } };

/**
 * A camera that the page opens by itself.
 * @param label part of the camera's name, for a terminal that has a second camera; the first one otherwise
 */
export function uvcCamera(label?: string): CameraSource {
  return {
    // Two seconds, three times over.
    firstPictureMs: 6000,
    open: async (open, onEnded) => {
      const opened = await openStream(label);
      return opened.map((live) => {
        const close = () => closeStream(live);
        open.addEventListener('abort', close);
        if (open.aborted) close();
        for (const track of live.getTracks()) track.addEventListener('ended', () => onEnded('CAMERA_LOST'));
        return { live, photograph: bitmapOf };
      });
    },
  };
}

async function openStream(label: string | undefined): Promise<Result<MediaStream, CameraFailure>> {
  try {
    const first = await navigator.mediaDevices.getUserMedia({ video: WANTED, audio: false });
    if (label === undefined) return ok(first);
    // Names are told only to a page that has a camera open.
    const cameras = await navigator.mediaDevices.enumerateDevices();
    const wanted = cameras.find((each) => each.kind === 'videoinput' && each.label.includes(label));
    const [track] = first.getVideoTracks();
    if (wanted !== undefined && track?.getSettings().deviceId === wanted.deviceId) return ok(first);
    closeStream(first);
    if (wanted === undefined) return err('CAMERA_ABSENT');
    const exact = { ...WANTED, deviceId: { exact: wanted.deviceId } };
    return ok(await navigator.mediaDevices.getUserMedia({ video: exact, audio: false }));
  } catch (error) {
    return err(failureOf(error));
  }
}

function closeStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Names of getUserMedia's exceptions (Media Capture and Streams, 10.2). */
function failureOf(error: unknown): CameraFailure {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'CAMERA_ABSENT';
  // In use by another program, forbidden, or broken.
  return 'CAMERA_FAULT';
}
