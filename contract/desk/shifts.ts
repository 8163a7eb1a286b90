import { z } from 'zod';
import { businessDateSchema } from '../scalars.ts';

/** Who is planned at which counter on a day: a plan; whoever comes instead may sit down all the same. */
export const shiftSchema = z.object({
  shiftId: z.string(),
  staffId: z.string(),
  counterId: z.string(),
  businessDate: businessDateSchema,
  from: z.string().regex(/^\d{2}:\d{2}$/),
  to: z.string().regex(/^\d{2}:\d{2}$/),
});
export type Shift = z.infer<typeof shiftSchema>;
