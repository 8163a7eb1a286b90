import { ok, type Result } from 'neverthrow';
import type { FailureCode } from '#contract/failures.ts';
import { isFinalPrintState, nextPrintState, type PrintEvent } from '#domain/printing/print-job.ts';
import type { Clock } from '#domain/time/clock.ts';
import type { PrintProof } from '#drivers/receipt-printer/receipt-printer.ts';
import type { Log } from '../log/log.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Storage, StorageError } from '../storage/storage.ts';
import { ticketAggregate } from '../ticket-aggregate.ts';
import type { PrintJob, PrintStore } from './print-store.ts';

export type PrintLedger = {
  /** Saves what an event makes of a job; a ticket's final state goes to the platform in the same transaction. */
  readonly advance: (
    job: PrintJob,
    event: PrintEvent,
    reason: FailureCode | undefined,
    proof?: PrintProof,
  ) => Result<PrintJob, StorageError>;
};

export type PrintLedgerDependencies = {
  readonly storage: Storage;
  readonly store: PrintStore;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly log: Log;
};

/** What is known of each job's paper, saved before anything is said of it. */
export function createPrintLedger({
  storage,
  store,
  outbox,
  clock,
  log,
}: PrintLedgerDependencies): PrintLedger {
  return {
    advance: (job, event, reason, proof) => {
      const state = nextPrintState(job.state, event);
      if (state === undefined)
        throw new Error(`print job ${job.jobId}: ${event} cannot happen in ${job.state}`);
      const outcome = isFinalPrintState(state) ? state : undefined;
      const now = clock.now();
      return storage
        .commit<void, never>(() => {
          store.update(job.jobId, state, reason, outcome && now, proof);
          // Another paper is nobody's number, or another terminal's: the platform has no use for what became of it.
          if (outcome && job.paper.kind === 'ticket') {
            outbox.append(ticketAggregate(job.paper.id), {
              kind: 'ticket.printed',
              ticketId: job.paper.id,
              outcome,
              endedAt: new Date(now).toISOString(),
            });
          }
          return ok();
        })
        .map(() => {
          log.event('print.state', {
            job: job.jobId,
            paper: job.paper.id,
            state,
            reason: reason ?? 'none',
            proof: proof ?? 'none',
          });
          return { jobId: job.jobId, paper: job.paper, state, reason };
        });
    },
  };
}
