import { z } from 'zod';
import { failureCodeSchema } from './failures.ts';
import { priorityClassSchema } from './hall.ts';
import { businessDateSchema, instantSchema, localizedTextSchema } from './scalars.ts';

export const printStateSchema = z.enum(['queued', 'sent', 'confirmed', 'failed', 'unknown']);

/** How a ticket's paper stands. `reason` is there while something keeps it from being printed. */
export const printViewSchema = z.object({
  state: printStateSchema,
  reason: failureCodeSchema.optional(),
  /** Where the printer holds its paper out: what has become of it. */
  output: z.enum(['at-output', 'taken', 'retracted', 'ejected']).optional(),
});
export type PrintView = z.infer<typeof printViewSchema>;

export const waitingSchema = z.object({
  /** People before this ticket. */
  ahead: z.number().int().nonnegative(),
  fromMinutes: z.number().int().nonnegative(),
  toMinutes: z.number().int().positive(),
  /** False while the platform is out of reach: other terminals' tickets are then not counted. */
  complete: z.boolean(),
});
export type Waiting = z.infer<typeof waitingSchema>;

/** Priority that the citizen says he has; a clerk may ask for the document. Age and appointments are known without it. */
export const claimedPrioritySchema = z.enum(['disabled', 'pregnant', 'veteran']);
export type ClaimedPriority = z.infer<typeof claimedPrioritySchema>;

/** A ticket as its holder sees it; nothing in it says who he is. */
export const ticketViewSchema = z.object({
  ticketId: z.string(),
  label: z.string(),
  businessDate: businessDateSchema,
  issuedAt: instantSchema,
  serviceName: localizedTextSchema,
  counters: z.array(localizedTextSchema),
  waiting: waitingSchema,
  /** With any but `ordinary`, fewer than `waiting.ahead` may go first, and never more. */
  priorityClass: priorityClassSchema,
  /** What he said he has not brought, of what the service asks for. */
  missing: z.array(localizedTextSchema),
  /** Given back here: nobody calls it any more. */
  cancelled: z.boolean(),
  /** The text of the ticket's QR code: the hall's page for it, else label, day and code, so that a phone shows the number. */
  code: z.string(),
  print: printViewSchema,
  /** Another terminal of the hall gave it: it is printed again here, and given back there. */
  elsewhere: z.literal(true).optional(),
  /**
   * Of one from elsewhere: all that its service asks for. What he said he has not brought is known only where he took it.
   */
  materials: z.array(localizedTextSchema).optional(),
  /** It was called, is held, goes with another number or has ended, so that `waiting` says nothing. */
  noLongerWaits: z.literal(true).optional(),
  /** Of one taken earlier, while the platform has not told how it stands: `waiting` says nothing. */
  waitUnknown: z.literal(true).optional(),
});
export type TicketView = z.infer<typeof ticketViewSchema>;
