import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { failures } from '../failures.ts';

/** Base64, which the events of a stream can carry; its form is not looked at, it may be megabytes long. */
const pictureSchema = z.object({ jpeg: z.string() });

const cameraFailures = failures(
  'SESSION_ENDED',
  'CAMERA_ABSENT',
  'CAMERA_LOST',
  'CAMERA_TIMEOUT',
  'CAMERA_FAULT',
);

/** The document camera that the terminal's service drives, for whoever has a session. */
export const cameraContract = {
  /**
   * The live picture. The camera's lamp is on until the stream ends: with the session, with the page, with a failure of
   * the camera, or because it is watched anew. A slow page gets the newest frame and misses those between.
   */
  watch: oc.output(eventIterator(pictureSchema)).errors(cameraFailures),
  /** A photograph in the camera's full size; up to half a minute. One at a time. */
  photograph: oc.output(pictureSchema).errors(cameraFailures),
};
