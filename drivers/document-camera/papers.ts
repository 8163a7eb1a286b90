import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What may lie under the emulated camera: made-up papers, and what goes wrong with photographing them. */
export const CAMERA_PAPERS = ['none', 'blank', 'page', 'skewed', 'blurred', 'dark'] as const;
export type CameraPaper = (typeof CAMERA_PAPERS)[number];

/** Both `drivers/document-camera/` and `dist/dock/` lie two folders below it. */
const FOLDER = join(import.meta.dirname, '..', '..', 'config', 'camera-papers');

/** What the camera sees of it: a JPEG of 1280 × 960 pixels. */
export function pictureOf(paper: CameraPaper): Uint8Array {
  return new Uint8Array(readFileSync(join(FOLDER, `${paper}.jpg`)));
}
