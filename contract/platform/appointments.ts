import { z } from 'zod';
import { instantSchema, localizedTextSchema } from '../scalars.ts';
import { signed } from './signed.ts';

/** On a ticket or an appointment's slip, as it was scanned or typed. */
const codeSchema = z.string().max(64);

export const appointmentsContract = {
  /** By the ID card that was read, or a code; asked live, as it may have been changed. */
  find: signed
    .route({ method: 'POST', path: '/appointments/find', summary: 'Appointments of a card or code' })
    .input(
      z.union([
        z.object({
          idNumber: z.string().max(32),
          /** Of the tickets that the terminal knows to be the same person's. */
          codes: z.array(codeSchema).max(20).optional(),
        }),
        z.object({ code: codeSchema }),
      ]),
    )
    .output(
      z.object({
        /** Of today. */
        appointments: z.array(
          z.object({
            appointmentId: z.string(),
            serviceId: z.string(),
            from: instantSchema,
            to: instantSchema,
          }),
        ),
        /** Of days to come, also such as were given or moved by a hall that closed early. */
        later: z
          .array(
            z.object({
              appointmentId: z.string(),
              serviceName: localizedTextSchema,
              from: instantSchema,
              to: instantSchema,
              /** The number that it was given for; null where it was booked. */
              insteadOf: z.string().nullable(),
              /** What to come with; null where nobody has shown it. */
              slip: z.object({ code: z.string(), address: z.string().nullable() }).nullable(),
            }),
          )
          .default([]),
        /** Numbers of today that the hall closed without another time. */
        closed: z.array(z.string()).default([]),
      }),
    ),
};
