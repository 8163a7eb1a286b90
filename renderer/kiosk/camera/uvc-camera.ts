import { err, ok, type Result } from 'neverthrow';
import type { CameraSource } from './camera-source.ts';
import type { CameraFailure } from './camera-view.ts';
import { namedCameras } from './named-cameras.ts';
import { bitmapOf } from './picture-bitmap.ts';

/** Print of an A4 page can be read from so many pixels; a camera that has fewer gives what it has. */
const WANTED = { width: { ideal: 3264 }, height: { ideal: 2448 } };

/**
 * A camera that the page opens by itself.
 * @param name of the camera that is configured; the first that the system lists where none is
 */
export function uvcCamera(name?: string): CameraSource {
  return {
    // Two seconds, three times over.
    firstPictureMs: 6000,
    open: async (open, onEnded) => {
      const opened = await openStream(name);
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

async function openStream(name: string | undefined): Promise<Result<MediaStream, CameraFailure>> {
  try {
    if (name === undefined) return ok(await streamOf(WANTED));
    const deviceId = (await idOf(name)) ?? (await idOnceAllowed(name));
    return deviceId === undefined
      ? err('CAMERA_ABSENT')
      : ok(await streamOf({ ...WANTED, deviceId: { exact: deviceId } }));
  } catch (error) {
    return err(failureOf(error));
  }
}

async function idOf(name: string): Promise<string | undefined> {
  const cameras = namedCameras(await navigator.mediaDevices.enumerateDevices());
  return cameras.find((each) => each.name === name)?.deviceId;
}

/** A browser that is not the terminal's shell tells names only to a page that has been let see through a camera. */
async function idOnceAllowed(name: string): Promise<string | undefined> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  if (!devices.some(({ kind, label }) => kind === 'videoinput' && label === '')) return undefined;
  closeStream(await streamOf(true));
  return idOf(name);
}

function streamOf(video: MediaTrackConstraints | true): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({ video, audio: false });
}

function closeStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Names of getUserMedia's exceptions (Media Capture and Streams, 10.2). */
export function failureOf(error: unknown): CameraFailure {
  switch (error instanceof Error ? error.name : '') {
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'CAMERA_ABSENT';
    case 'NotAllowedError':
      return 'CAMERA_DENIED';
    case 'NotReadableError':
      return 'CAMERA_IN_USE';
    default:
      return 'CAMERA_FAULT';
  }
}
