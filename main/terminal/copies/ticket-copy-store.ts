import { z } from 'zod';
import { businessDateSchema } from '#contract/scalars.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import type { Storage } from '../storage/storage.ts';

/** A ticket of another terminal, printed again here for a session. Nothing in it says whose it is; its code is not kept. */
export type TicketCopy = {
  readonly copyId: string;
  readonly sessionId: string;
  readonly ticketId: string;
  readonly businessDate: BusinessDate;
};

export type TicketCopyStore = {
  readonly insert: (copy: TicketCopy) => void;
  readonly ofSession: (sessionId: string, ticketId: string) => TicketCopy | undefined;
  readonly deleteBefore: (businessDate: BusinessDate) => void;
};

/** A row as it may be; anything else is damage. */
export const ticketCopyRowSchema = z.object({
  copy_id: z.string(),
  session_id: z.string(),
  ticket_id: z.string(),
  business_date: businessDateSchema,
});

type Row = z.infer<typeof ticketCopyRowSchema>;

/** Writes belong into a transaction of the caller. */
export function createTicketCopyStore({ database }: Storage): TicketCopyStore {
  const insert = database.prepare<Row>(
    `INSERT INTO ticket_copy (copy_id, session_id, ticket_id, business_date)
     VALUES (:copy_id, :session_id, :ticket_id, :business_date)`,
  );
  const ofSession = database.prepare<[string, string], Row>(
    'SELECT * FROM ticket_copy WHERE session_id = ? AND ticket_id = ?',
  );
  const remove = database.prepare<[string]>('DELETE FROM ticket_copy WHERE business_date < ?');
  return {
    insert: ({ copyId, sessionId, ticketId, businessDate }) =>
      void insert.run({
        copy_id: copyId,
        session_id: sessionId,
        ticket_id: ticketId,
        business_date: businessDate,
      }),
    ofSession: (sessionId, ticketId) => {
      const stored = ofSession.get(sessionId, ticketId);
      if (!stored) return undefined;
      const row = ticketCopyRowSchema.parse(stored);
      return {
        copyId: row.copy_id,
        sessionId: row.session_id,
        ticketId: row.ticket_id,
        businessDate: row.business_date,
      };
    },
    deleteBefore: (businessDate) => void remove.run(businessDate),
  };
}
