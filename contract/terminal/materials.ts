import { oc } from '@orpc/contract';
import { z } from 'zod';
import { failures } from '../failures.ts';
import { localizedTextSchema } from '../scalars.ts';
import { printViewSchema } from '../ticket.ts';

/** The list of what somebody has not brought, as it is printed without a number. */
export const materialsListViewSchema = z.object({
  listId: z.string(),
  serviceName: localizedTextSchema,
  missing: z.array(localizedTextSchema),
  /** The same as text for a phone that scans it; absent where it is too long for one code. */
  text: z.string().optional(),
  print: printViewSchema,
});
export type MaterialsListView = z.infer<typeof materialsListViewSchema>;

export const materialsContract = {
  /** Answers when the list is saved, not when it is printed; printing shows in the session. */
  print: oc
    .input(
      z.object({
        serviceId: z.string(),
        requestKey: z.uuid(),
        /** Places in the service's list of materials. */
        missing: z.array(z.int().nonnegative()).min(1).max(100),
      }),
    )
    .output(materialsListViewSchema)
    .errors(failures('SESSION_ENDED', 'SERVICE_UNKNOWN', 'HALL_UNKNOWN', 'STORAGE_FULL', 'STORAGE_FAILED')),
};
