import { z } from 'zod';
import { type FailureCode, failureCodeSchema } from '#contract/failures.ts';
import type { PrintState } from '#domain/printing/print-job.ts';
import type { Instant } from '#domain/time/clock.ts';
import type { PrintProof } from '#drivers/receipt-printer/receipt-printer.ts';
import type { Storage } from '../storage/storage.ts';

/** What a job puts on paper: a ticket of this terminal, or another paper for who stands here. */
export type Paper = { readonly kind: 'ticket' | 'session-paper'; readonly id: string };

export type PrintJob = {
  readonly jobId: string;
  readonly paper: Paper;
  readonly state: PrintState;
  readonly reason: FailureCode | undefined;
};

export type PrintStore = {
  readonly insert: (job: {
    readonly jobId: string;
    readonly paper: Paper;
    readonly requestKey: string | undefined;
    readonly reprint: boolean;
    readonly createdAt: Instant;
  }) => void;
  readonly update: (
    jobId: string,
    state: PrintState,
    reason: FailureCode | undefined,
    endedAt: Instant | undefined,
    proof: PrintProof | undefined,
  ) => void;
  /** Of a ticket or another paper: their ids never meet. */
  readonly latestOf: (paperId: string) => PrintJob | undefined;
  readonly byRequestKey: (requestKey: string) => PrintJob | undefined;
  /** Jobs that an earlier run of the service left queued or sent. */
  readonly open: () => PrintJob[];
  /** The last receipt that went out was never confirmed: part of it may still hang out of the printer. */
  readonly lastIsUnconfirmed: () => boolean;
};

/** A row as it may be; anything else is damage. */
export const printJobRowSchema = z.object({
  job_id: z.string(),
  ticket_id: z.string().nullable(),
  // A database of an earlier version, read when it is damaged, has none.
  paper_id: z.string().nullable().default(null),
  state: z.enum(['queued', 'sent', 'confirmed', 'failed', 'unknown']),
  reason: failureCodeSchema.nullable(),
  /** The next job's is counted from it. */
  position: z.number().int(),
});

type Row = { [Column in keyof z.input<typeof printJobRowSchema>]: unknown };

const COLUMNS = 'job_id, ticket_id, paper_id, state, reason, position';

/** Writes belong into a transaction of the caller. */
export function createPrintStore({ database }: Storage): PrintStore {
  const insert = database.prepare<[string, string | null, string | null, string | null, number, number]>(
    `INSERT INTO print_job (job_id, ticket_id, paper_id, request_key, reprint, state, position, created_at)
     SELECT ?, ?, ?, ?, ?, 'queued', 1 + coalesce((SELECT max(position) FROM print_job), 0), ?`,
  );
  const update = database.prepare<[string, string | null, number | null, string | null, string]>(
    'UPDATE print_job SET state = ?, reason = ?, ended_at = ?, proof = ? WHERE job_id = ?',
  );
  const latest = database.prepare<[string, string], Row>(
    `SELECT ${COLUMNS} FROM print_job WHERE ticket_id = ? OR paper_id = ?
     ORDER BY position DESC LIMIT 1`,
  );
  const byKey = database.prepare<[string], Row>(`SELECT ${COLUMNS} FROM print_job WHERE request_key = ?`);
  const open = database.prepare<[], Row>(
    `SELECT ${COLUMNS} FROM print_job WHERE state IN ('queued', 'sent') ORDER BY position`,
  );
  const lastGoneOut = database.prepare<[], Row>(
    `SELECT ${COLUMNS} FROM print_job WHERE state IN ('sent', 'confirmed', 'unknown')
     ORDER BY position DESC LIMIT 1`,
  );
  const found = (row: Row | undefined) => row && jobOf(row);
  return {
    insert: ({ jobId, paper, requestKey, reprint, createdAt }) =>
      void insert.run(
        jobId,
        paper.kind === 'ticket' ? paper.id : null,
        paper.kind === 'session-paper' ? paper.id : null,
        requestKey ?? null,
        reprint ? 1 : 0,
        createdAt,
      ),
    update: (jobId, state, reason, endedAt, proof) =>
      void update.run(state, reason ?? null, endedAt ?? null, proof ?? null, jobId),
    latestOf: (paperId) => found(latest.get(paperId, paperId)),
    byRequestKey: (requestKey) => found(byKey.get(requestKey)),
    open: () => open.all().map(jobOf),
    lastIsUnconfirmed: () => {
      const last = found(lastGoneOut.get());
      return last !== undefined && last.state !== 'confirmed';
    },
  };
}

function jobOf(stored: Row): PrintJob {
  const row = printJobRowSchema.parse(stored);
  return { jobId: row.job_id, paper: paperOf(row), state: row.state, reason: row.reason ?? undefined };
}

function paperOf({ ticket_id, paper_id }: z.infer<typeof printJobRowSchema>): Paper {
  if (ticket_id !== null) return { kind: 'ticket', id: ticket_id };
  if (paper_id !== null) return { kind: 'session-paper', id: paper_id };
  throw new Error('a print job is for no paper');
}
