import { z } from 'zod';
import { type FailureCode, failureCodeSchema } from '#contract/failures.ts';
import type { PrintState } from '#domain/printing/print-job.ts';
import type { Instant } from '#domain/time/clock.ts';
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
  ) => void;
  readonly latestOf: (ticketId: string) => PrintJob | undefined;
  readonly byRequestKey: (requestKey: string) => PrintJob | undefined;
  /** Jobs that an earlier run of the service left queued or sent. */
  readonly open: () => PrintJob[];
};

type Row = { job_id: string; ticket_id: string; state: string; reason: string | null };

const stateSchema = z.enum(['queued', 'sent', 'confirmed', 'failed', 'unknown']);

const COLUMNS = 'job_id, ticket_id, state, reason';

/** Writes belong into a transaction of the caller. */
export function createPrintStore({ database }: Storage): PrintStore {
  const insert = database.prepare<[string, string, string | null, number, number]>(
    `INSERT INTO print_job (job_id, ticket_id, request_key, reprint, state, position, created_at)
     SELECT ?, ?, ?, ?, 'queued', 1 + coalesce((SELECT max(position) FROM print_job), 0), ?`,
  );
  const update = database.prepare<[string, string | null, number | null, string]>(
    'UPDATE print_job SET state = ?, reason = ?, ended_at = ? WHERE job_id = ?',
  );
  const latest = database.prepare<[string], Row>(
    `SELECT ${COLUMNS} FROM print_job WHERE ticket_id = ? ORDER BY position DESC LIMIT 1`,
  );
  const byKey = database.prepare<[string], Row>(`SELECT ${COLUMNS} FROM print_job WHERE request_key = ?`);
  const open = database.prepare<[], Row>(
    `SELECT ${COLUMNS} FROM print_job WHERE state IN ('queued', 'sent') ORDER BY position`,
  );
  return {
    insert: ({ jobId, ticketId, requestKey, reprint, createdAt }) =>
      void insert.run(jobId, ticketId, requestKey ?? null, reprint ? 1 : 0, createdAt),
    update: (jobId, state, reason, endedAt) => void update.run(state, reason ?? null, endedAt ?? null, jobId),
    latestOf: (ticketId) => jobOf(latest.get(ticketId)),
    byRequestKey: (requestKey) => jobOf(byKey.get(requestKey)),
    open: () =>
      open
        .all()
        .map((row) => jobOf(row))
        .filter((job) => job !== undefined),
  };
}

function jobOf(row: Row | undefined): PrintJob | undefined {
  return (
    row && {
      jobId: row.job_id,
      ticketId: row.ticket_id,
      state: stateSchema.parse(row.state),
      reason: row.reason === null ? undefined : failureCodeSchema.parse(row.reason),
    }
  );
}
