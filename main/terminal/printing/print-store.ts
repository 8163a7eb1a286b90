import { z } from 'zod';
import { type FailureCode, failureCodeSchema } from '#contract/failures.ts';
import type { PrintState } from '#domain/printing/print-job.ts';
import type { Instant } from '#domain/time/clock.ts';
import type { PrintProof } from '#drivers/receipt-printer/receipt-printer.ts';
import type { Storage } from '../storage/storage.ts';

export type PrintJob = {
  readonly jobId: string;
  readonly ticketId: string;
  readonly state: PrintState;
  readonly reason: FailureCode | undefined;
};

export type PrintStore = {
  readonly insert: (job: {
    readonly jobId: string;
    readonly ticketId: string;
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
  readonly latestOf: (ticketId: string) => PrintJob | undefined;
  readonly byRequestKey: (requestKey: string) => PrintJob | undefined;
  /** Jobs that an earlier run of the service left queued or sent. */
  readonly open: () => PrintJob[];
  /** The last receipt that went out was never confirmed: part of it may still hang out of the printer. */
  readonly lastIsUnconfirmed: () => boolean;
};

/** A row as it may be; anything else is damage. */
export const printJobRowSchema = z.object({
  job_id: z.string(),
  ticket_id: z.string(),
  state: z.enum(['queued', 'sent', 'confirmed', 'failed', 'unknown']),
  reason: failureCodeSchema.nullable(),
  /** The next job's is counted from it. */
  position: z.number().int(),
});

type Row = { [Column in keyof z.input<typeof printJobRowSchema>]: unknown };

const COLUMNS = 'job_id, ticket_id, state, reason, position';

/** Writes belong into a transaction of the caller. */
export function createPrintStore({ database }: Storage): PrintStore {
  const insert = database.prepare<[string, string, string | null, number, number]>(
    `INSERT INTO print_job (job_id, ticket_id, request_key, reprint, state, position, created_at)
     SELECT ?, ?, ?, ?, 'queued', 1 + coalesce((SELECT max(position) FROM print_job), 0), ?`,
  );
  const update = database.prepare<[string, string | null, number | null, string | null, string]>(
    'UPDATE print_job SET state = ?, reason = ?, ended_at = ?, proof = ? WHERE job_id = ?',
  );
  const latest = database.prepare<[string], Row>(
    `SELECT ${COLUMNS} FROM print_job WHERE ticket_id = ? ORDER BY position DESC LIMIT 1`,
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
    insert: ({ jobId, ticketId, requestKey, reprint, createdAt }) =>
      void insert.run(jobId, ticketId, requestKey ?? null, reprint ? 1 : 0, createdAt),
    update: (jobId, state, reason, endedAt, proof) =>
      void update.run(state, reason ?? null, endedAt ?? null, proof ?? null, jobId),
    latestOf: (ticketId) => found(latest.get(ticketId)),
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
  return { jobId: row.job_id, ticketId: row.ticket_id, state: row.state, reason: row.reason ?? undefined };
}
