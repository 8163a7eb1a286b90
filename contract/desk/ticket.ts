import { z } from 'zod';
import { priorityClassSchema } from '../hall.ts';
import { businessDateSchema, instantSchema, keySchema, localizedTextSchema } from '../scalars.ts';

export const ticketStateSchema = z.enum([
  'waiting',
  'called',
  'serving',
  'held',
  'no-show',
  'finished',
  'cancelled',
  /** The hall closed before its turn came. */
  'closed',
  /** Goes with another number of the same person. */
  'merged',
]);

/** Why a ticket stands where it stands; the words come from the language files. */
export const orderReasonSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('first-come') }),
  z.object({ kind: z.literal('priority'), priorityClass: priorityClassSchema }),
  /** So many priority tickets went before that an ordinary one has its turn. */
  z.object({ kind: z.literal('turn-of-ordinary') }),
  z.object({ kind: z.literal('waited-long'), minutes: z.int().nonnegative() }),
]);

/** A ticket as the staff see it: nothing in it says who holds it. */
export const deskTicketSchema = z.object({
  ticketId: z.string(),
  label: z.string(),
  businessDate: businessDateSchema,
  state: ticketStateSchema,
  queueId: z.string(),
  serviceId: z.string(),
  serviceName: localizedTextSchema,
  priorityClass: priorityClassSchema,
  counterId: z.string().nullable(),
  /** How often it was called for the turn it has now. */
  calls: z.int().nonnegative(),
  /** When it came, by the order that all tickets of the hall were merged into. */
  place: instantSchema,
  calledAt: instantSchema.nullable(),
  servingSince: instantSchema.nullable(),
  /** An ID card was read when it was taken. */
  identified: z.boolean(),
  /** The queue it came from, where it was sent on from another. */
  transferredFrom: z.string().nullable(),
  /** While it waits: why it stands where it stands. */
  reason: orderReasonSchema.nullable(),
});
export type DeskTicket = z.infer<typeof deskTicketSchema>;

/** Makes a repeated press of a button one action: the same key is the same action, however often it arrives. */
export const actionKeySchema = keySchema;
