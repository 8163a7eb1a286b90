import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { instantSchema, localizedTextSchema } from '../scalars.ts';
import { deskFailures } from './failures.ts';

const boardCallSchema = z.object({
  /** Names this calling out: a recall has a new one. */
  callId: z.string(),
  label: z.string(),
  counterLabel: localizedTextSchema,
  /** The board's recordings would say another counter of the hall in the same words. */
  heardAlike: z.literal(true).optional(),
  calledAt: instantSchema,
});
export type BoardCall = z.infer<typeof boardCallSchema>;

/** What hangs on the wall of the hall: numbers only, no names. */
export const boardViewSchema = z.object({
  at: instantSchema,
  hallName: localizedTextSchema,
  /** Called and not yet come, or being served: one a counter, newest call first. */
  current: z.array(boardCallSchema.extend({ state: z.enum(['called', 'serving']) })),
  /** The last twelve that were called, newest first. */
  recent: z.array(boardCallSchema),
  queues: z.array(
    z.object({
      queueId: z.string(),
      prefix: z.string(),
      name: localizedTextSchema,
      waiting: z.int().nonnegative(),
      /** For who comes now; null where no counter is open. */
      fromMinutes: z.int().nonnegative().nullable(),
      toMinutes: z.int().nonnegative().nullable(),
    }),
  ),
  open: z.boolean(),
  /** While open: when it closes. */
  closesAt: instantSchema.nullable(),
  /** While closed: when it opens next; null where no opening is known. */
  opensAt: instantSchema.nullable(),
  /** 预约服务: of the present opening, or while closed of the next; null where whoever comes is given a number. */
  byAppointment: z.object({ from: instantSchema, to: instantSchema }).nullable(),
  /** `gaveTimes`: somebody who waited was given an appointment instead, which a terminal tells and prints. */
  closedEarly: z.object({ reason: z.string(), gaveTimes: z.boolean() }).nullable(),
});
export type BoardView = z.infer<typeof boardViewSchema>;

/** The board of a hall: open to everyone, as the wall is. */
export const boardContract = {
  watch: oc
    .route({
      method: 'GET',
      path: '/board/{hallId}/watch',
      summary: 'The board, and each new state of it, as server-sent events',
    })
    .input(z.object({ hallId: z.string() }))
    .output(eventIterator(boardViewSchema))
    .errors(deskFailures('HALL_UNKNOWN')),
};

/** A ticket as a phone sees it that has scanned its code. */
export const followUpViewSchema = z.object({
  at: instantSchema,
  hallName: localizedTextSchema,
  label: z.string(),
  serviceName: localizedTextSchema,
  state: z.enum([
    'waiting',
    'called',
    'serving',
    'held',
    'no-show',
    'finished',
    'cancelled',
    'closed',
    'past',
  ]),
  /** People before it at the open counter that comes to it first; null unless it waits. */
  ahead: z.int().nonnegative().nullable(),
  /** It is the next of every open counter that calls it: whichever calls, nobody goes before. */
  isNext: z.boolean(),
  /** Why each of those goes before it, as the order has it; the four add up to `ahead`. */
  before: z
    .object({
      earlier: z.int().nonnegative(),
      byPriority: z.int().nonnegative(),
      /** Came earlier without priority, and has its turn behind several who had it. */
      byTurn: z.int().nonnegative(),
      /** Came earlier without priority, and has waited so long that priority does not count. */
      byAgeing: z.int().nonnegative(),
    })
    .nullable(),
  fromMinutes: z.int().nonnegative().nullable(),
  toMinutes: z.int().nonnegative().nullable(),
  counterLabel: localizedTextSchema.nullable(),
  /** Of its last call, while it is called: another one is a new call. */
  calledAt: instantSchema.nullable(),
  /** The number that it was merged into: it stands as that one does, and that one is called. */
  goesWith: z.string().nullable(),
  /** The hall had closed early and is open again: whoever was told that it is called no more is told otherwise. */
  reopenedAt: instantSchema.nullable(),
  /** Given instead, where the hall closed before its turn. */
  appointment: z
    .object({
      from: instantSchema,
      to: instantSchema,
      /** The time that was told first, where it was moved since. */
      moved: z.object({ from: instantSchema, to: instantSchema }).nullable(),
    })
    .nullable(),
});
export type FollowUpView = z.infer<typeof followUpViewSchema>;

/** The small page behind the code on a ticket: whoever holds the paper may look, and nobody else can guess it. */
export const followUpContract = {
  watch: oc
    .route({ method: 'GET', path: '/ticket/{token}/watch', summary: 'Where a ticket stands, live' })
    .input(z.object({ token: z.string().regex(/^[\w-]{22}$/) }))
    .output(eventIterator(followUpViewSchema))
    .errors(deskFailures('TICKET_UNKNOWN')),
  /** Gives the place back. */
  cancel: oc
    .route({ method: 'POST', path: '/ticket/{token}/cancel', summary: 'Cancel a ticket' })
    .input(z.object({ token: z.string().regex(/^[\w-]{22}$/) }))
    .errors(deskFailures('TICKET_UNKNOWN', 'TICKET_STATE')),
};
