import { outlineIn } from '#domain/imaging/straighten.ts';
import type { LiveOutline } from './camera-view.ts';

/** As the outline is looked for; more pixels only cost time. */
const LONGEST_SIDE = 400;

/** Finds the page in the present frame of a video; undefined while there is no frame. */
export function outlineNow(video: HTMLVideoElement, canvas: HTMLCanvasElement): LiveOutline | undefined {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0 || videoHeight === 0) return undefined;
  const scale = Math.min(1, LONGEST_SIDE / Math.max(videoWidth, videoHeight));
  canvas.width = Math.round(videoWidth * scale);
  canvas.height = Math.round(videoHeight * scale);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return undefined;
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  const { width, height } = canvas;
  return outlineIn(context.getImageData(0, 0, width, height)).match<LiveOutline>(
    (corners) => ({ found: true, corners, width, height }),
    (why) => ({ found: false, why }),
  );
}
