import { z } from 'zod';
import { ticketStateSchema } from '../desk/ticket.ts';
import { priorityClassSchema } from '../hall.ts';
import { businessDateSchema, instantSchema, localizedTextSchema } from '../scalars.ts';
import { signed } from './signed.ts';

/** On a ticket, as it was scanned: alone, behind the number, or in the address of its page. */
const codeSchema = z.string().max(512);
const idNumberSchema = z.string().max(32);

/** What stands on a ticket's paper, and nothing else of it. */
export const ticketOnPaperSchema = z.object({
  ticketId: z.string(),
  label: z.string(),
  businessDate: businessDateSchema,
  issuedAt: instantSchema,
  /** Where it waits now. */
  queueId: z.string(),
  /** Absent from a platform that is older than the terminal. */
  serviceId: z.string().optional(),
  serviceName: localizedTextSchema,
  counters: z.array(localizedTextSchema),
  priorityClass: priorityClassSchema,
  /** Absent from a platform that is older than the terminal. */
  state: ticketStateSchema.optional(),
  /** People before it; 0 unless it is `waiting`. */
  ahead: z.int().nonnegative(),
  /** Absent where the platform cannot tell. */
  fromMinutes: z.int().nonnegative().optional(),
  toMinutes: z.int().positive().optional(),
  /** `MSB1:…` */
  code: z.string(),
});
export type TicketOnPaper = z.infer<typeof ticketOnPaperSchema>;

export const ticketsContract = {
  /** The terminal keeps the number of the card, sealed, only where it cannot tell this at once. Repeated, it changes nothing. */
  keepHolder: signed
    .route({
      method: 'POST',
      path: '/tickets/holder',
      summary: 'Whose card a ticket was taken with, to print it again at any terminal of the hall on its day',
    })
    .input(z.object({ ticketId: z.string().max(64), idNumber: idNumberSchema, code: codeSchema })),
  find: signed
    .route({
      method: 'POST',
      path: '/tickets/find',
      summary: 'Tickets of today that still count, by a card or the code on the paper',
    })
    .input(z.union([z.object({ idNumber: idNumberSchema }), z.object({ code: codeSchema })]))
    .output(
      z.object({
        tickets: z.array(ticketOnPaperSchema),
        /**
         * Nobody was looked for: too many cards were asked for in vain from this terminal. From then on they are again,
         * milliseconds. Never for a code, which nobody can guess.
         */
        askAgainInMs: z.int().positive().optional(),
      }),
    ),
};
