import { z } from 'zod';
import { failureCodeSchema } from '../failures.ts';
import { priorityClassSchema } from '../hall.ts';
import { businessDateSchema, instantSchema, keySchema } from '../scalars.ts';

/** What a terminal tells the platform has happened. The platform orders; the terminal's clock only informs. */
export const ticketIssuedSchema = z.object({
  kind: z.literal('ticket.issued'),
  ticketId: z.string(),
  queueId: z.string(),
  serviceId: z.string(),
  businessDate: businessDateSchema,
  number: z.number().int().positive(),
  leaseId: z.string(),
  issuedAt: instantSchema,
  /** True when an ID card was read; the platform needs no more than that to queue a person. */
  identified: z.boolean(),
  /** `ordinary` when absent. */
  priorityClass: priorityClassSchema.optional(),
  /** SHA-256 of the code on the ticket, hex: the platform finds the ticket by the code without keeping it. */
  codeHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  /** Taken while the platform did not answer. */
  issuedOffline: z.boolean().optional(),
  /** Checked in with this appointment. */
  appointmentId: z.string().max(64).optional(),
});

/** The citizen gave the ticket back at the terminal. */
export const ticketCancelledSchema = z.object({
  kind: z.literal('ticket.cancelled'),
  ticketId: z.string(),
  cancelledAt: instantSchema,
});

export const ticketPrintedSchema = z.object({
  kind: z.literal('ticket.printed'),
  ticketId: z.string(),
  outcome: z.enum(['confirmed', 'failed', 'unknown']),
  endedAt: instantSchema,
});

/** An administrator let the terminal test itself. */
export const selfTestedSchema = z.object({
  kind: z.literal('terminal.selftest'),
  selfTestId: z.string(),
  startedAt: instantSchema,
  endedAt: instantSchema,
  items: z
    .array(
      z.object({
        subject: z.enum(['device', 'storage', 'platform']),
        deviceId: z.string().max(64).optional(),
        class: z.string().max(64).optional(),
        model: z.string().max(64).optional(),
        passed: z.boolean(),
        /** It cannot be asked: passed only means that nothing speaks against it. */
        unasked: z.boolean().optional(),
        /** It was at an earlier task and was not asked; passed means no more than above. */
        busy: z.boolean().optional(),
        failure: failureCodeSchema.optional(),
      }),
    )
    .max(100),
  /** What became of the report on paper; none where no printer worked. */
  paper: z.enum(['none', 'confirmed', 'failed', 'unknown']),
});

export const commandBodySchema = z.discriminatedUnion('kind', [
  ticketIssuedSchema,
  ticketPrintedSchema,
  ticketCancelledSchema,
  selfTestedSchema,
]);
export type CommandBody = z.infer<typeof commandBodySchema>;

/** One outbox record on its way. The same key is the same command, however often it arrives. */
export const commandSchema = z.object({
  key: keySchema,
  /** Commands of one aggregate are taken in the order of their sequence, from 1. */
  aggregate: z.string(),
  sequence: z.number().int().positive(),
  body: commandBodySchema,
});
export type Command = z.infer<typeof commandSchema>;

/** Why a ticket that is on paper stands in no queue. */
export const ticketRefusalSchema = z.enum([
  'NUMBER_NOT_LEASED', // outside every lease of this terminal
  'NUMBER_TAKEN', // another ticket has this number
  'QUEUE_UNKNOWN',
]);
export type TicketRefusal = z.infer<typeof ticketRefusalSchema>;

export const refusalSchema = z.enum([
  ...ticketRefusalSchema.options,
  'TICKET_UNKNOWN',
  'OUT_OF_ORDER', // an earlier sequence of the aggregate has not arrived: send it first
]);
export type Refusal = z.infer<typeof refusalSchema>;

export const commandResultSchema = z.discriminatedUnion('outcome', [
  z.object({ key: keySchema, outcome: z.literal('accepted') }),
  /** Taken before; nothing happened this time. */
  z.object({ key: keySchema, outcome: z.literal('duplicate') }),
  z.object({ key: keySchema, outcome: z.literal('refused'), reason: refusalSchema }),
]);
export type CommandResult = z.infer<typeof commandResultSchema>;
