import { z } from 'zod';
import { businessDateSchema } from '#contract/scalars.ts';
import type { BusinessDate } from '#domain/time/hall-time.ts';
import { jsonText } from '../storage/json-text.ts';
import type { Storage } from '../storage/storage.ts';

const kindSchema = z.enum(['materials-list', 'appointment-slip', 'ticket-copy']);
export type SessionPaperKind = z.infer<typeof kindSchema>;

/** A paper for somebody who stands here. Nothing in it says who he is; no code is kept. */
export type SessionPaper = {
  readonly paperId: string;
  readonly sessionId: string;
  readonly kind: SessionPaperKind;
  /** What stands on it, as its kind describes that: about something else it is another paper. */
  readonly subject: unknown;
  /** Of the first printing. */
  readonly businessDate: BusinessDate;
};

export type SessionPaperStore = {
  readonly insert: (paper: SessionPaper) => void;
  /** @param subject the same down to the order of its fields */
  readonly ofSession: (
    sessionId: string,
    kind: SessionPaperKind,
    subject: unknown,
  ) => SessionPaper | undefined;
  readonly find: (paperId: string) => SessionPaper | undefined;
  /** Papers of the session, of one kind, that came out, or may come out yet. */
  readonly countOnPaper: (sessionId: string, kind: SessionPaperKind) => number;
  readonly deleteBefore: (businessDate: BusinessDate) => void;
};

/** A row as it may be; anything else is damage. */
export const sessionPaperRowSchema = z.object({
  paper_id: z.string(),
  session_id: z.string(),
  kind: kindSchema,
  subject: jsonText(z.json()),
  business_date: businessDateSchema,
});

type Row = Required<z.input<typeof sessionPaperRowSchema>>;

/** Writes belong into a transaction of the caller. */
export function createSessionPaperStore({ database }: Storage): SessionPaperStore {
  const insert = database.prepare<Row>(
    `INSERT INTO session_paper (paper_id, session_id, kind, subject, business_date)
     VALUES (:paper_id, :session_id, :kind, :subject, :business_date)`,
  );
  const ofSession = database.prepare<[string, string, string], Row>(
    'SELECT * FROM session_paper WHERE session_id = ? AND kind = ? AND subject = ?',
  );
  const byId = database.prepare<[string], Row>('SELECT * FROM session_paper WHERE paper_id = ?');
  const onPaper = database.prepare<[string, string], { papers: number }>(
    `SELECT count(*) AS papers FROM print_job JOIN session_paper USING (paper_id)
     WHERE session_id = ? AND kind = ? AND state <> 'failed'`,
  );
  const remove = database.prepare<[string]>('DELETE FROM session_paper WHERE business_date < ?');
  const found = (row: Row | undefined) => row && paperOf(row);
  return {
    insert: ({ paperId, sessionId, kind, subject, businessDate }) =>
      void insert.run({
        paper_id: paperId,
        session_id: sessionId,
        kind,
        subject: JSON.stringify(subject),
        business_date: businessDate,
      }),
    ofSession: (sessionId, kind, subject) => found(ofSession.get(sessionId, kind, JSON.stringify(subject))),
    find: (paperId) => found(byId.get(paperId)),
    countOnPaper: (sessionId, kind) => onPaper.get(sessionId, kind)?.papers ?? 0,
    deleteBefore: (businessDate) => void remove.run(businessDate),
  };
}

function paperOf(stored: Row): SessionPaper {
  const row = sessionPaperRowSchema.parse(stored);
  return {
    paperId: row.paper_id,
    sessionId: row.session_id,
    kind: row.kind,
    subject: row.subject,
    businessDate: row.business_date,
  };
}
