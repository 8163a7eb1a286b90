import { oc } from '@orpc/contract';
import { z } from 'zod';
import { failures } from '../failures.ts';
import { instantSchema, localizedTextSchema } from '../scalars.ts';
import { printViewSchema } from '../ticket.ts';

/** An appointment of a day to come: in the place of a number or a time that the hall closed, or booked for then. */
export const laterAppointmentSchema = z.object({
  appointmentId: z.string(),
  serviceName: localizedTextSchema,
  from: instantSchema,
  to: instantSchema,
  /** The number that it was given for. */
  insteadOf: z.string().optional(),
  /** What a phone or a terminal scans: the address of its page, or the code alone; absent where it was not shown. */
  code: z.string().optional(),
});
export type LaterAppointment = z.infer<typeof laterAppointmentSchema>;

/** The paper with the time of one of them. */
export const appointmentSlipViewSchema = z.object({
  slipId: z.string(),
  appointmentId: z.string(),
  print: printViewSchema,
});
export type AppointmentSlipView = z.infer<typeof appointmentSlipViewSchema>;

export const appointmentsContract = {
  /** Asks for the appointments of the card that was read; the answer shows in the session. */
  find: oc.errors(failures('SESSION_ENDED', 'APPOINTMENT_UNKNOWN')),
  /** The same by a code that was typed, however it is written; after some wrong ones none is looked at for a while. */
  findTyped: oc
    .input(z.object({ code: z.string().min(1).max(64) }))
    .errors(failures('SESSION_ENDED', 'APPOINTMENT_UNKNOWN', 'CODES_LOCKED')),
  /** Prints when to come, for one of a day to come. Answers when it is saved; printing shows in the session. */
  printSlip: oc
    .input(z.object({ appointmentId: z.string().max(64), requestKey: z.uuid() }))
    .output(appointmentSlipViewSchema)
    .errors(failures('SESSION_ENDED', 'APPOINTMENT_UNKNOWN', 'STORAGE_FULL', 'STORAGE_FAILED')),
};
