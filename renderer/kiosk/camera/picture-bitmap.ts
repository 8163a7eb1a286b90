import { err, ok, type Result } from 'neverthrow';

/** The pixels of a picture; what shows none, or is no picture, is a fault of its camera. */
export async function bitmapOf(
  picture: HTMLVideoElement | Blob,
): Promise<Result<ImageBitmap, 'CAMERA_FAULT'>> {
  try {
    return ok(await createImageBitmap(picture));
  } catch (error) {
    console.warn('the camera gave no picture', error);
    return err('CAMERA_FAULT');
  }
}
