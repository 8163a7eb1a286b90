import { z } from 'zod';
import { instantSchema } from '../scalars.ts';
import { signed } from './signed.ts';

export const appointmentsContract = {
  /** By the ID card that was read, or the code of the appointment; asked live, as it may have been changed. */
  find: signed
    .route({ method: 'POST', path: '/appointments/find', summary: "Today's appointments of a card or code" })
    .input(z.union([z.object({ idNumber: z.string().max(32) }), z.object({ code: z.string().max(64) })]))
    .output(
      z.object({
        appointments: z.array(
          z.object({
            appointmentId: z.string(),
            serviceId: z.string(),
            from: instantSchema,
            to: instantSchema,
          }),
        ),
      }),
    ),
};
