import type { Result } from 'neverthrow';
import type { CameraFailure } from './camera-view.ts';

/** Where a live picture and photographs come from. */
export type CameraSource = {
  /** Milliseconds within which one that works shows its first picture. */
  readonly firstPictureMs: number;
  /**
   * Opens the camera.
   * @param open its abort puts the lamp out, also while the camera is still being opened
   * @param onEnded called when the picture ends without that
   */
  readonly open: (
    open: AbortSignal,
    onEnded: (code: CameraFailure) => void,
  ) => Promise<Result<OpenCamera, CameraFailure>>;
};

export type OpenCamera = {
  /** Without sound; it has a picture, or will have one at once. */
  readonly live: MediaStream;
  /**
   * A photograph in the camera's full size; whoever gets it closes it.
   * @param shown where the live picture plays
   */
  readonly photograph: (shown: HTMLVideoElement) => Promise<Result<ImageBitmap, CameraFailure>>;
};
