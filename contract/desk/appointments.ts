import { oc } from '@orpc/contract';
import { z } from 'zod';
import { businessDateSchema, instantSchema, localizedTextSchema } from '../scalars.ts';
import { deskFailures } from './failures.ts';

const spanSchema = z.object({ from: instantSchema, to: instantSchema });

/** The time that was told first, of an appointment that has another one now; and who gave it that. */
const movedSchema = spanSchema.extend({ by: z.enum(['closing', 'staff']) }).nullable();

/** The ticket that an appointment was given for, where a hall closed before its turn. */
const insteadOfSchema = z.object({ label: z.string(), businessDate: businessDateSchema }).nullable();

/** `withdrawn`: given for a number of a hall that closed early and is open again, so that the number is called instead. */
export const appointmentStateSchema = z.enum(['booked', 'checked-in', 'cancelled', 'withdrawn', 'missed']);

const appointmentSchema = spanSchema.extend({
  appointmentId: z.string(),
  serviceId: z.string(),
  serviceName: localizedTextSchema,
  state: appointmentStateSchema,
  moved: movedSchema,
  insteadOf: insteadOfSchema,
});
export type Appointment = z.infer<typeof appointmentSchema>;

/** What the person is given to come with. */
const slipSchema = z.object({
  code: z.string(),
  /** Of its page, where phones reach the platform. */
  address: z.url().nullable(),
});
export type AppointmentSlip = z.infer<typeof slipSchema>;

/** Null where the code is that of a ticket that it was given for: nobody but its holder has it. */
const givenSlipSchema = slipSchema.nullable();

const foundAppointmentSchema = appointmentSchema.extend({ slip: givenSlipSchema });
export type FoundAppointment = z.infer<typeof foundAppointmentSchema>;

const signedIn = oc.errors(deskFailures('SIGNED_OUT', 'PIN_TO_CHOOSE', 'NOT_ALLOWED'));

/** What clerks and administrators do for people who ask at a counter or by telephone. */
export const appointmentsContract = {
  day: signedIn
    .route({
      method: 'GET',
      path: '/appointments',
      summary: 'The appointments of a day, and what takes them',
    })
    .input(z.object({ businessDate: businessDateSchema }))
    .output(
      z.object({
        /** In the order of their times; those that were moved to another day stand at their first time. */
        appointments: z.array(appointmentSchema),
        services: z.array(z.object({ serviceId: z.string(), name: localizedTextSchema })),
      }),
    ),
  find: signedIn
    .route({ method: 'POST', path: '/appointments/find', summary: 'Those of a code or a card from today on' })
    .input(z.union([z.object({ code: z.string().max(128) }), z.object({ idNumber: z.string().max(32) })]))
    .output(z.object({ appointments: z.array(foundAppointmentSchema) })),
  free: signedIn
    .route({
      method: 'GET',
      path: '/appointments/free',
      summary: 'The times of a day that can still be booked',
    })
    .input(z.object({ serviceId: z.string(), businessDate: businessDateSchema }))
    .output(z.object({ times: z.array(spanSchema.extend({ free: z.int().positive() })) }))
    .errors(deskFailures('SERVICE_UNKNOWN')),
  book: signedIn
    .route({ method: 'POST', path: '/appointments', summary: 'Book an appointment' })
    .input(
      spanSchema.extend({
        actionKey: z.uuidv7(),
        serviceId: z.string(),
        /** Kept as a keyed hash only, to find it again by the card. */
        idNumber: z.string().max(32).optional(),
      }),
    )
    /** With the time it stands at: the same press may arrive again behind a move. */
    .output(spanSchema.extend({ ...slipSchema.shape, appointmentId: z.string() }))
    .errors(deskFailures('SERVICE_UNKNOWN', 'SLOT_UNAVAILABLE')),
  move: signedIn
    .route({ method: 'POST', path: '/appointments/move', summary: 'Give an appointment another time' })
    .input(
      spanSchema.extend({
        appointmentId: z.string(),
        /** The beginning that the clerk saw: another clerk's move is not undone unseen. */
        seenFrom: instantSchema,
      }),
    )
    .output(spanSchema.extend({ slip: givenSlipSchema }))
    .errors(deskFailures('APPOINTMENT_UNKNOWN', 'APPOINTMENT_STATE', 'SERVICE_UNKNOWN', 'SLOT_UNAVAILABLE')),
  cancel: signedIn
    .route({ method: 'POST', path: '/appointments/cancel', summary: 'Cancel an appointment' })
    .input(z.object({ appointmentId: z.string() }))
    .errors(deskFailures('APPOINTMENT_UNKNOWN', 'APPOINTMENT_STATE')),
};

/** An appointment as a phone sees it that has scanned its code. */
export const appointmentPageSchema = spanSchema.extend({
  at: instantSchema,
  hallName: localizedTextSchema,
  serviceName: localizedTextSchema,
  state: appointmentStateSchema,
  /** From here on a number is to be had with it; before others until `to`, in the ordinary order until `comeUntil`. */
  comeFrom: instantSchema,
  comeUntil: instantSchema,
  materials: z.array(localizedTextSchema),
  moved: movedSchema,
  insteadOf: insteadOfSchema,
});
export type AppointmentPage = z.infer<typeof appointmentPageSchema>;

/** Three groups of four, or the code of the ticket that it was given for. */
const pageCode = z.object({ code: z.string().regex(/^[\w-]{12,22}$/) });

/**
 * The small page behind an appointment's code, for whoever holds it. Codes that fit nothing are counted by address:
 * nobody tries many.
 */
export const appointmentPageContract = {
  view: oc
    .route({ method: 'GET', path: '/appointment/{code}', summary: 'An appointment by its code' })
    .input(pageCode)
    .output(appointmentPageSchema)
    .errors(deskFailures('APPOINTMENT_UNKNOWN', 'TOO_MANY_TRIES')),
  cancel: oc
    .route({ method: 'POST', path: '/appointment/{code}/cancel', summary: 'Cancel it' })
    .input(pageCode)
    .errors(deskFailures('APPOINTMENT_UNKNOWN', 'APPOINTMENT_STATE', 'TOO_MANY_TRIES')),
};
