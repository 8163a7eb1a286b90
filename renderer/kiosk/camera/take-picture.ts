import { err, ok, type Result } from 'neverthrow';
import type { QualityWarning } from '#domain/imaging/page-quality.ts';
import type { Picture } from '#domain/imaging/picture.ts';
import type { TakenPicture } from './camera-view.ts';

/** What the worker answers; without a page where it found none. */
export type Straightened = {
  readonly page: Picture | undefined;
  readonly warnings: readonly QualityWarning[];
  /** It shows nothing at all. */
  readonly black: boolean;
};

/** What can be said of a camera by one picture; of its sharpness only where a whole sheet lies there. */
export type Sight = 'good' | QualityWarning | 'black' | 'no-page';

/** Print stays without blots, and a page of A4 is below 2 MB. */
const JPEG_QUALITY = 0.9;

/** Cuts out the page in a photograph, which is closed, and judges it. */
export async function takePicture(photograph: ImageBitmap): Promise<Result<TakenPicture, 'CAMERA_FAULT'>> {
  const { canvas, context } = drawn(photograph);
  if (context === null) return err('CAMERA_FAULT');
  const { page, warnings } = await straightened(context.getImageData(0, 0, canvas.width, canvas.height));
  if (page !== undefined) {
    canvas.width = page.width;
    canvas.height = page.height;
    const pixels = new Uint8ClampedArray(page.data);
    context.putImageData(new ImageData(pixels, page.width, page.height), 0, 0);
  }
  const jpeg = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY);
  });
  return jpeg === null ? err('CAMERA_FAULT') : ok({ jpeg, cut: page !== undefined, warnings });
}

/** Judges a camera by a photograph, which is closed. */
export async function sightIn(photograph: ImageBitmap): Promise<Sight | undefined> {
  const { canvas, context } = drawn(photograph);
  if (context === null) return undefined;
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
  const { page, warnings, black } = await straightened(pixels);
  if (black) return 'black';
  // An empty mat is dark, and has nothing on it that could be sharp.
  if (page === undefined) return 'no-page';
  return warnings[0] ?? 'good';
}

function drawn(photograph: ImageBitmap) {
  const canvas = document.createElement('canvas');
  canvas.width = photograph.width;
  canvas.height = photograph.height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.drawImage(photograph, 0, 0);
  photograph.close();
  return { canvas, context };
}

/** A worker of its own for each photograph: nothing of it stays behind. */
function straightened({ width, height, data }: ImageData): Promise<Straightened> {
  const worker = new Worker(new URL('./straighten-worker.ts', import.meta.url), { type: 'module' });
  return new Promise<Straightened>((resolve) => {
    worker.addEventListener('message', (event: MessageEvent<Straightened>) => resolve(event.data));
    // A worker that could not start: the photograph is used as it is.
    worker.addEventListener('error', () => resolve({ page: undefined, warnings: [], black: false }));
    const picture: Picture = { width, height, data };
    worker.postMessage(picture, [data.buffer]);
  }).finally(() => worker.terminate());
}
