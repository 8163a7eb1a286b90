import { oc } from '@orpc/contract';
import { z } from 'zod';
import { hallSchema } from '../hall.ts';
import { ticketRefusalSchema } from '../platform/commands.ts';
import { businessDateSchema, instantSchema } from '../scalars.ts';
import { deskFailures, publishProblemSchema } from './failures.ts';
import { shiftSchema } from './shifts.ts';
import { staffRoleSchema } from './staff.ts';
import { actionKeySchema } from './ticket.ts';

const signedIn = oc.errors(deskFailures('SIGNED_OUT', 'PIN_TO_CHOOSE', 'NOT_ALLOWED'));

const staffMemberSchema = z.object({
  staffId: z.string(),
  login: z.string(),
  name: z.string(),
  role: staffRoleSchema,
  disabled: z.boolean(),
});
export type StaffMember = z.infer<typeof staffMemberSchema>;

/** What a change of the hall would do, before it is done. */
const hallPreviewSchema = z.object({
  problems: z.array(publishProblemSchema),
  /** In words of data: which counters, queues and services are new, changed or gone. */
  changes: z.array(
    z.object({
      part: z.enum(['hall', 'counter', 'queue', 'service', 'hours', 'policy']),
      change: z.enum(['added', 'changed', 'removed']),
      /** Of the counter, queue or service; of the other parts the hall's. */
      id: z.string(),
      name: z.string(),
    }),
  ),
  /** People who wait for what would be gone; they keep their place and are called from the queue named. */
  waitingAffected: z.array(
    z.object({ queueId: z.string(), serviceId: z.string(), waiting: z.int().positive() }),
  ),
});
export type HallPreview = z.infer<typeof hallPreviewSchema>;

/** Of the last 30 days. */
const queueAccuracySchema = z.object({
  queueId: z.string(),
  tickets: z.int().nonnegative(),
  /** Mean absolute error of the middle of the range, minutes; null without tickets. */
  meanErrorMinutes: z.number().nonnegative().nullable(),
  /** Share of tickets whose wait fell in the range that they were told, 0 to 1. */
  inRange: z.number().min(0).max(1).nullable(),
});

/** What happened while terminals were cut off, and that nothing was lost or doubled. */
const reconciliationSchema = z.object({
  businessDate: businessDateSchema,
  terminals: z.array(
    z.object({
      terminalId: z.string(),
      terminalLabel: z.string(),
      issuedOffline: z.int().nonnegative(),
      firstIssuedAt: instantSchema.nullable(),
      lastTakenAt: instantSchema.nullable(),
    }),
  ),
  /** Those that may have given numbers that the platform does not know yet; the longest silent first. */
  silent: z.array(
    z.object({
      terminalId: z.string(),
      terminalLabel: z.string(),
      /** By the platform's clock; null for one that never spoke. */
      lastContactAt: instantSchema.nullable(),
    }),
  ),
  mergedCount: z.int().nonnegative(),
  /** Offline tickets in the order they were merged into; the first 500. */
  merged: z.array(
    z.object({
      label: z.string(),
      terminalLabel: z.string(),
      issuedAt: instantSchema,
      takenAt: instantSchema,
      place: instantSchema,
      state: z.string(),
    }),
  ),
  /** Papers whose number is another's, that no terminal may give, or of another day: one line each, in the order of their giving. */
  doubled: z.array(
    z.object({
      label: z.string(),
      terminalLabel: z.string(),
      /** The day that stands on the paper. */
      paperDate: businessDateSchema,
      issuedAt: instantSchema,
      /** Since when it stands in no queue; null for one that stands in its queue all the same. */
      refusedAt: instantSchema.nullable(),
      reason: z.enum([
        ...ticketRefusalSchema.options,
        'DATE_WRONG', // given on this day by a clock that was on another
      ]),
    }),
  ),
  missingCount: z.int().nonnegative(),
  /** Numbers below the highest that a terminal has reported, and that nobody has reported yet; the first 500. */
  missing: z.array(z.object({ queueId: z.string(), terminalLabel: z.string(), label: z.string() })),
});
export type Reconciliation = z.infer<typeof reconciliationSchema>;

/** What the hall administrator's page asks; role `administrator` only. */
export const hallAdministrationContract = {
  hall: signedIn
    .route({ method: 'GET', path: '/hall', summary: 'The hall as it stands, and its earlier versions' })
    .output(
      z.object({
        hall: hallSchema,
        versions: z.array(
          z.object({
            version: z.int().positive(),
            changedAt: instantSchema,
            changedBy: z.string().nullable(),
          }),
        ),
      }),
    ),
  preview: signedIn
    .route({ method: 'POST', path: '/hall/preview', summary: 'What a change would do; nothing happens' })
    .input(z.object({ hall: hallSchema }))
    .output(hallPreviewSchema)
    .errors(deskFailures('HALL_CHANGED')),
  /** `hall.version` is the version that was edited; the queue goes on. */
  publish: signedIn
    .route({ method: 'POST', path: '/hall/publish', summary: 'Put a change into effect at once' })
    .input(z.object({ hall: hallSchema }))
    .output(z.object({ version: z.int().positive() }))
    .errors(deskFailures('HALL_INVALID', 'HALL_CHANGED')),
  undo: signedIn
    .route({
      method: 'POST',
      path: '/hall/undo',
      summary: 'Put an earlier version into effect again, as a new one',
    })
    .input(z.object({ version: z.int().positive() }))
    .output(z.object({ version: z.int().positive() }))
    .errors(deskFailures('HALL_UNKNOWN', 'HALL_INVALID')),
  /** Nobody is called any more today; each who waits is told, and given an appointment where the service takes them. */
  closeEarly: signedIn
    .route({ method: 'POST', path: '/hall/close-early', summary: 'Close the hall before its time' })
    .input(z.object({ reason: z.string().min(1).max(200) }))
    .output(z.object({ closed: z.int().nonnegative(), withAppointment: z.int().nonnegative() }))
    .errors(deskFailures('HALL_CLOSED')),
  /**
   * `closedAt` is that of the closing that was seen: repeated, or behind another closing, nothing happens. Times that
   * were given count no more, unless somebody has changed them, and count again for who has gone when the day ends.
   */
  reopen: signedIn
    .route({
      method: 'POST',
      path: '/hall/reopen',
      summary: 'Take an early closing of today back: who waited waits where he was',
    })
    .input(z.object({ closedAt: instantSchema }))
    .output(
      z.object({
        back: z.int().nonnegative(),
        /** Their holders have agreed another time meanwhile. */
        stillClosed: z.int().nonnegative(),
        /** Appointments of today that have their time again. */
        movedBack: z.int().nonnegative(),
      }),
    ),
  /** What stands at the counter waits there for who sits down next; nothing happens where nobody sits. */
  freeCounter: signedIn
    .route({ method: 'POST', path: '/hall/counter/free', summary: 'End the seat of somebody who has left' })
    .input(z.object({ actionKey: actionKeySchema, counterId: z.string(), staffId: z.string() }))
    .errors(deskFailures('COUNTER_TAKEN')),
  staff: signedIn
    .route({ method: 'GET', path: '/hall/staff', summary: 'The staff and their shifts from today on' })
    .output(z.object({ staff: z.array(staffMemberSchema), shifts: z.array(shiftSchema) })),
  saveStaff: signedIn
    .route({ method: 'POST', path: '/hall/staff', summary: 'Add or change a member of the staff' })
    .input(
      staffMemberSchema.omit({ staffId: true }).extend({
        staffId: z.string().nullable(),
        /** Kept as signing in reads it, and no longer than it takes. */
        login: z.string().normalize('NFKC').trim().toLowerCase().min(1).max(64),
        /** Left out: stays as it is. */
        pin: z.string().max(64).optional(),
      }),
    )
    .output(z.object({ staffId: z.string() }))
    .errors(deskFailures('STAFF_UNKNOWN', 'STAFF_NAME_TAKEN', 'PIN_TOO_SIMPLE')),
  saveShift: signedIn
    .route({ method: 'POST', path: '/hall/shifts', summary: 'Add or change a shift' })
    .input(
      shiftSchema.extend({
        actionKey: actionKeySchema,
        /** Of a new one: made by who asks. */
        shiftId: z.string().min(1).max(64),
      }),
    )
    .errors(deskFailures('STAFF_UNKNOWN', 'COUNTER_UNKNOWN')),
  removeShift: signedIn
    .route({ method: 'POST', path: '/hall/shifts/remove', summary: 'Remove a shift' })
    .input(z.object({ shiftId: z.string() })),
  /** A second time it adds nothing. */
  copyShifts: signedIn
    .route({ method: 'POST', path: '/hall/shifts/copy', summary: 'Plan a week as the one before it' })
    .input(
      z.object({
        /** The Monday of the week that is copied. */
        monday: businessDateSchema,
      }),
    )
    .output(
      z.object({
        copied: z.int().nonnegative(),
        /** Of people or counters that are gone, on closed days, and where the person is planned already. */
        leftOut: z.int().nonnegative(),
      }),
    ),
  accuracy: signedIn
    .route({ method: 'GET', path: '/hall/accuracy', summary: 'How well waiting times were foretold' })
    .output(z.object({ queues: z.array(queueAccuracySchema) })),
  reconciliation: signedIn
    .route({
      method: 'GET',
      path: '/hall/reconciliation',
      summary: 'What terminals issued while they were cut off',
    })
    .input(z.object({ businessDate: businessDateSchema }))
    .output(reconciliationSchema),
};
