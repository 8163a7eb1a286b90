import { err, ok, type Result } from 'neverthrow';
import { type ProbeVerdict, supervise } from '../supervision/supervise.ts';
import { systemTimerClock, type TimerClock } from '../supervision/timer-clock.ts';
import type {
  A4Fault,
  A4Job,
  A4Printer,
  A4Queue,
  A4Spooler,
  A4SubmitFailure,
  SpoolerError,
} from './a4-printer.ts';
import { queueOpener } from './spooler-line.ts';

/** All in milliseconds. */
const delays = {
  /** Between two looks at an idle queue: a tray that is empty is told before the next citizen needs it. */
  idlePoll: 2000,
  /** Between two looks at a job: a page takes seconds, and a person waits for it. */
  jobPoll: 700,
  /**
   * CUPS goes on calling a network printer that is switched off, says nothing of it but a sentence in its own
   * language, and calls the job printing. Some pages take less than this, a printer that has to warm up too.
   */
  stalled: 45_000,
  /** A spooler that is restarted is back by then, with its jobs. */
  spoolerAway: 120_000,
} as const;

export type A4PrinterOptions = {
  readonly spooler: A4Spooler;
  /** The queue's name at the spooler. */
  readonly queue: string;
  readonly clock?: TimerClock;
};

const faultOf: Readonly<Record<SpoolerError, A4Fault>> = {
  unreachable: 'A4_ABSENT',
  missing: 'A4_ABSENT',
  refused: 'A4_FAULT',
};

/** A page printer behind the system's spooler. */
export function createA4Printer({ spooler, queue, clock = systemTimerClock }: A4PrinterOptions): A4Printer {
  let running = false;
  let poll: unknown;
  /** Jobs that are called printing and do not get there. */
  const stalled = new Set<string>();

  /** Why the queue cannot print, at this moment. */
  const faultsOf = (seen: A4Queue): readonly A4Fault[] =>
    seen.faults.length === 0 && stalled.size > 0 ? ['A4_OFFLINE'] : seen.faults;

  const look = async (): Promise<Result<readonly A4Fault[], SpoolerError>> =>
    (await spooler.queue(queue)).map(faultsOf);

  const verdict = async (): Promise<ProbeVerdict<A4Fault, never>> => {
    const seen = await look();
    return { faults: seen.isOk() ? seen.value : [faultOf[seen.error]], warnings: [] };
  };

  const device = supervise<A4Spooler, A4Fault>({
    opener: queueOpener(spooler, queue),
    clock,
    connect: () => spooler,
    // Gone between opening and probing: found out for good by the next look.
    probe: verdict,
    question: { ask: verdict },
    faults: { absent: 'A4_ABSENT', lost: 'A4_ABSENT', silent: 'A4_OFFLINE' },
  });

  const keepLooking = async () => {
    const { state } = device.status();
    // While a document is handed over that conversation tells what is wrong.
    if (state === 'ready' || state === 'faulted') {
      const seen = await look();
      if (seen.isErr()) device.reopen(`${queue}: ${seen.error}`);
      else device.report(seen.value);
    }
    if (running) poll = clock.setTimeout(() => void keepLooking(), delays.idlePoll);
  };

  const submit: A4Printer['submit'] = async (pdf, title) => {
    let begun = false;
    const given = await device.run<string, A4SubmitFailure>(async () => {
      begun = true;
      const handed = await spooler.submit(queue, pdf, title);
      return handed.mapErr((error) => (error === 'unknown' ? lostAnswer : notPrinted(faultOf[error])));
    });
    return given.mapErr((error) => {
      if (typeof error !== 'string') return error;
      // Supervision ended it in the middle.
      return begun ? lostAnswer : notPrinted(error);
    });
  };

  const follow: A4Printer['follow'] = (jobId, listener) => {
    let ended = false;
    let timer: unknown;
    let told: A4Job | undefined;
    let awaySince: number | undefined;
    let printingSince: number | undefined;

    const tell = (job: A4Job) => {
      if (ended) return;
      if (!same(job, told)) listener(job);
      told = job;
      if (job.state === 'queued' || job.state === 'printing') return;
      ended = true;
      stalled.delete(jobId);
    };

    /** Where the job stands, and why it stands still if it does. */
    const ask = async (): Promise<A4Job> => {
      const report = await spooler.job(queue, jobId);
      if (report.isErr()) {
        awaySince ??= clock.now();
        if (clock.now() - awaySince >= delays.spoolerAway) return unknown;
        const state = told?.state === 'printing' ? 'printing' : 'queued';
        return { state, hindrance: faultOf[report.error] };
      }
      awaySince = undefined;
      printingSince = report.value === 'printing' ? (printingSince ?? clock.now()) : undefined;
      const stands = printingSince !== undefined && clock.now() - printingSince >= delays.stalled;
      if (stands) stalled.add(jobId);
      else stalled.delete(jobId);
      switch (report.value) {
        case 'done':
        case 'cancelled':
          return { state: report.value };
        case 'gone':
          return unknown;
        case 'failed':
        case 'queued':
        case 'printing': {
          const faults = await look();
          const fault = faults.isOk() ? faults.value[0] : faultOf[faults.error];
          return report.value === 'failed'
            ? { state: 'failed', fault: fault ?? 'A4_FAULT' }
            : { state: report.value, hindrance: fault };
        }
      }
    };

    const keepAsking = async () => {
      tell(await ask());
      if (!ended) timer = clock.setTimeout(() => void keepAsking(), delays.jobPoll);
    };
    void keepAsking();
    return () => {
      ended = true;
      stalled.delete(jobId);
      clock.clearTimeout(timer);
    };
  };

  return {
    status: device.status,
    onStatus: device.onStatus,
    detail: device.detail,
    check: device.check,
    hint: device.hint,
    start: () => {
      device.start();
      if (running) return;
      running = true;
      poll = clock.setTimeout(() => void keepLooking(), delays.idlePoll);
    },
    stop: async () => {
      running = false;
      clock.clearTimeout(poll);
      await device.stop();
    },
    submit,
    follow,
    cancel: async (jobId) => {
      const cancelled = await spooler.cancel(queue, jobId);
      return cancelled.isErr() ? err(faultOf[cancelled.error]) : ok();
    },
  };
}

const lostAnswer: A4SubmitFailure = { outcome: 'unknown', fault: 'A4_OUTCOME_UNKNOWN' };

function notPrinted(fault: A4Fault): A4SubmitFailure {
  return { outcome: 'not-printed', fault };
}

const unknown: A4Job = { state: 'unknown', fault: 'A4_OUTCOME_UNKNOWN' };

function same(one: A4Job, other: A4Job | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
