import { z } from 'zod';
import { failureCodeSchema } from './failures.ts';
import { instantSchema } from './scalars.ts';

export const deviceClassSchema = z.enum([
  'id-card-reader',
  'receipt-printer',
  'code-scanner',
  'rating-pad',
  'document-camera',
  'a4-printer',
]);
export type DeviceClass = z.infer<typeof deviceClassSchema>;

/** The states of the one supervision machine that watches every class of device. */
export const deviceStateSchema = z.enum(['absent', 'opening', 'probing', 'ready', 'busy', 'faulted', 'lost']);

export const deviceViewSchema = z.object({
  deviceId: z.string(),
  class: deviceClassSchema,
  model: z.string(),
  state: deviceStateSchema,
  /** Why the device cannot work now, the gravest first. */
  faults: z.array(failureCodeSchema),
  /** What to see to soon, while the device still works. */
  warnings: z.array(z.enum(['PRINTER_PAPER_NEAR_END'])),
  since: instantSchema,
  /** Of a document camera that the page opens by itself: as the machine's system calls it. */
  pageCamera: z.string().optional(),
});
export type DeviceView = z.infer<typeof deviceViewSchema>;
