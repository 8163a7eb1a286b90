import type { Result } from 'neverthrow';
import type { SupervisedDevice } from '../device.ts';

/**
 * ABSENT: no spooler, or no queue of that name. OFFLINE: the spooler cannot reach the printer. FAULT: whatever
 * else stops it (an open cover, no toner, a queue that was paused).
 */
export type A4Fault = 'A4_ABSENT' | 'A4_OFFLINE' | 'A4_PAPER_OUT' | 'A4_JAM' | 'A4_FAULT';

export type A4Job =
  /** `hindrance`: why it does not go on; it goes on by itself when that is mended. */
  | { readonly state: 'queued' | 'printing'; readonly hindrance: A4Fault | undefined }
  /** As far as the spooler knows: a network printer's own word, of a USB printer that it took all bytes. */
  | { readonly state: 'done' }
  | { readonly state: 'failed'; readonly fault: A4Fault }
  | { readonly state: 'cancelled' }
  /** The spooler no longer knows the job: whether it was printed, a person must look. */
  | { readonly state: 'unknown'; readonly fault: 'A4_OUTCOME_UNKNOWN' };

/** not-printed: the spooler has no job of it. unknown: the answer never came, and it may print. */
export type A4SubmitFailure =
  | { readonly outcome: 'not-printed'; readonly fault: A4Fault }
  | { readonly outcome: 'unknown'; readonly fault: 'A4_OUTCOME_UNKNOWN' };

export type A4Printer = SupervisedDevice<A4Fault> & {
  /**
   * Hands a PDF to the spooler and gives the job's id, which stays good over a restart of this program.
   * @param title names the job at the printer, seen by others: a number, never a person; unique to each job
   */
  readonly submit: (pdf: Uint8Array, title: string) => Promise<Result<string, A4SubmitFailure>>;
  /** Tells each change of a job until its end (done, failed, cancelled, unknown) or until the returned call. */
  readonly follow: (jobId: string, listener: (job: A4Job) => void) => () => void;
  /** Takes a job back; what has become of it `follow` tells. */
  readonly cancel: (jobId: string) => Promise<Result<void, A4Fault>>;
};

/** A queue of the spooler as it is now. */
export type A4Queue = {
  readonly name: string;
  /** What the administrator calls it, else its name. */
  readonly description: string;
  /** Why it cannot print now, the gravest first. */
  readonly faults: readonly A4Fault[];
};

/** What the spooler says of a job; `gone` when it no longer knows it. */
export type A4JobReport = 'queued' | 'printing' | 'done' | 'failed' | 'cancelled' | 'gone';

/** unreachable: the question did not get there. missing: no such queue. refused: the spooler says no. */
export type SpoolerError = 'unreachable' | 'missing' | 'refused';

/** One port to CUPS and to the spooler of Windows. */
export type A4Spooler = {
  /** For logs and for the administrator. */
  readonly description: string;
  readonly queues: () => Promise<Result<readonly A4Queue[], SpoolerError>>;
  readonly queue: (name: string) => Promise<Result<A4Queue, SpoolerError>>;
  /** `unknown`: it went out and no answer came. */
  readonly submit: (
    queue: string,
    pdf: Uint8Array,
    title: string,
  ) => Promise<Result<string, SpoolerError | 'unknown'>>;
  readonly job: (queue: string, jobId: string) => Promise<Result<A4JobReport, SpoolerError>>;
  readonly cancel: (queue: string, jobId: string) => Promise<Result<void, SpoolerError>>;
};
