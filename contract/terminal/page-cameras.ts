import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { failureCodeSchema } from '../failures.ts';

/** As the system of the machine calls it; a second one of that name has a number behind it. */
const cameraNameSchema = z.string().min(1).max(200);
const lookId = z.int().positive();

/** Why a page could not take a picture. */
const pageCameraFailureSchema = failureCodeSchema.extract([
  'CAMERA_ABSENT',
  'CAMERA_LOST',
  'CAMERA_TIMEOUT',
  'CAMERA_FAULT',
  'CAMERA_DENIED',
  'CAMERA_IN_USE',
]);
export type PageCameraFailure = z.infer<typeof pageCameraFailureSchema>;

const pageQuestionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('list') }),
  /** To open the camera, take one picture and close it. `picture`: in pieces first, then the answer. */
  z.object({ kind: z.literal('look'), id: lookId, camera: cameraNameSchema, picture: z.boolean() }),
  /** Nobody waits for that look any more: the lamp goes out. */
  z.object({ kind: z.literal('leave'), id: lookId }),
]);
export type PageQuestion = z.infer<typeof pageQuestionSchema>;

const pageCameraListSchema = z.object({
  cameras: z.array(cameraNameSchema).max(32),
  /** There are cameras whose names the page may not know. */
  denied: z.boolean(),
});
export type PageCameraList = z.infer<typeof pageCameraListSchema>;

const lookAnswerSchema = z.union([
  z.object({ id: lookId, dark: z.boolean(), failure: z.undefined().optional() }),
  z.object({ id: lookId, failure: pageCameraFailureSchema }),
]);
export type LookAnswer = z.infer<typeof lookAnswerSchema>;

/**
 * Plain UVC cameras, which no process but the page can open: here the service asks and the page answers. What a picture
 * shows goes no further than the administrator's test that asked for it.
 */
export const pageCamerasContract = {
  questions: oc.output(eventIterator(pageQuestionSchema)),
  list: oc.input(pageCameraListSchema),
  /** A piece of a JPEG, base64: messages to the service are short. */
  piece: oc.input(z.object({ id: lookId, base64: z.string().max(400_000) })),
  answer: oc.input(lookAnswerSchema),
  /** The citizen's page could not open it, or it went away under him. */
  trouble: oc.input(z.object({ camera: cameraNameSchema, failure: pageCameraFailureSchema })),
};
