import { err, ok, type Result } from 'neverthrow';
import { isBlack } from '#domain/imaging/page-quality.ts';
import type { OpenCamera } from './camera-source.ts';
import type { CameraFailure } from './camera-view.ts';
import { uvcCamera } from './uvc-camera.ts';

export type Look = { readonly dark: boolean; readonly jpeg: Blob | undefined };

/** A sensor that has just started sees dark and green until its exposure has settled. */
const SETTLING_MS = 700;
const JPEG_QUALITY = 0.9;
/** Enough to see that there is nothing to see. */
const JUDGED_SIDE = 200;

/**
 * Opens the camera of that name, takes one picture and closes it, without showing anything.
 * @param signal its abort puts the lamp out at once
 */
export async function lookOnce(
  name: string,
  picture: boolean,
  signal: AbortSignal,
): Promise<Result<Look, CameraFailure>> {
  const source = uvcCamera(name);
  const own = new AbortController();
  const seen = await new Promise<Result<Look, CameraFailure>>((resolve) => {
    const late = setTimeout(() => resolve(err('CAMERA_TIMEOUT')), source.firstPictureMs);
    const leave = () => resolve(err('CAMERA_LOST'));
    own.signal.addEventListener('abort', () => {
      clearTimeout(late);
      signal.removeEventListener('abort', leave);
    });
    signal.addEventListener('abort', leave);
    if (signal.aborted) leave();
    const look = async () => {
      const opened = await source.open(own.signal, (code) => resolve(err(code)));
      if (own.signal.aborted) return;
      if (opened.isErr()) resolve(err(opened.error));
      else resolve(await pictureFrom(opened.value, picture, () => clearTimeout(late)));
    };
    void look();
  });
  own.abort();
  return seen;
}

async function pictureFrom(
  { live, photograph }: OpenCamera,
  wanted: boolean,
  onFirst: () => void,
): Promise<Result<Look, CameraFailure>> {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = live;
  try {
    await video.play();
  } catch (error) {
    console.warn('the camera shows no picture', error);
    return err('CAMERA_FAULT');
  }
  onFirst();
  await new Promise((resolve) => setTimeout(resolve, SETTLING_MS));
  const taken = await photograph(video);
  video.srcObject = null;
  if (taken.isErr()) return err(taken.error);
  const bitmap = taken.value;
  const dark = isBlack(pixelsOf(bitmap, JUDGED_SIDE));
  const jpeg = wanted ? await jpegOf(bitmap) : undefined;
  bitmap.close();
  return jpeg === null ? err('CAMERA_FAULT') : ok({ dark, jpeg });
}

function pixelsOf(bitmap: ImageBitmap, side: number): ImageData {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  return drawn(bitmap, width, height).context.getImageData(0, 0, width, height);
}

function jpegOf(bitmap: ImageBitmap): Promise<Blob | null> {
  const { canvas } = drawn(bitmap, bitmap.width, bitmap.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY));
}

function drawn(bitmap: ImageBitmap, width: number, height: number) {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  context.drawImage(bitmap, 0, 0, width, height);
  return { canvas, context };
}
