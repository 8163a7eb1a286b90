import type { A4Fault, A4JobReport, A4Queue } from './a4-printer.ts';
import type { IppGroup, IppValue } from './ipp-codec.ts';

/** Operations of RFC 8011 and, from 4000, of CUPS. */
export const OPERATION = {
  printJob: 0x0002,
  cancelJob: 0x0008,
  getJobAttributes: 0x0009,
  getJobs: 0x000a,
  getPrinterAttributes: 0x000b,
  cupsGetPrinters: 0x4002,
} as const;

export const STATUS = {
  ok: 0x0000,
  /** Below this all is well; some attribute may have been left out. */
  firstFailure: 0x0100,
  badRequest: 0x0400,
  notAuthorised: 0x0403,
  notPossible: 0x0404,
  notFound: 0x0406,
  unknownFormat: 0x040a,
  unsupportedOperation: 0x0501,
} as const;

export const PRINTER_STATE = { idle: 3, processing: 4, stopped: 5 } as const;

export const JOB_STATE = {
  pending: 3,
  held: 4,
  processing: 5,
  stopped: 6,
  canceled: 7,
  aborted: 8,
  completed: 9,
} as const;

/** The first values of these are all that is asked of an attribute. */
export function textOf(values: readonly IppValue[] | undefined): string | undefined {
  const [value] = values ?? [];
  return typeof value === 'string' ? value : undefined;
}

export function numberOf(values: readonly IppValue[] | undefined): number | undefined {
  const [value] = values ?? [];
  return typeof value === 'number' ? value : undefined;
}

/**
 * Keywords of `printer-state-reasons` (RFC 8011, 5.4.12; PWG 5100.9; CUPS), without what says how grave. Drivers
 * differ in that: one and the same empty tray is an error, a warning or a report.
 */
const REASONS: readonly (readonly [A4Fault, RegExp])[] = [
  ['A4_JAM', /^(media-jam|.*-jam)$/],
  ['A4_PAPER_OUT', /^(media-empty|media-needed|input-media-supply-empty|input-tray-missing)$/],
  ['A4_OFFLINE', /^(offline|timed-out|shutdown)$/],
  [
    'A4_FAULT',
    /^(cover-open|door-open|interlock-open|toner-empty|marker-supply-empty|marker-waste-full|developer-empty|fuser-over-temp|output-area-full|spool-area-full|cups-missing-filter)$/,
  ],
];

/** A queue from the attributes of a printer; undefined where they name none. */
export function queueFrom({ attributes }: IppGroup): A4Queue | undefined {
  const name = textOf(attributes.get('printer-name'));
  if (name === undefined) return undefined;
  const reasons = (attributes.get('printer-state-reasons') ?? []).flatMap((reason) =>
    typeof reason === 'string' ? [reason.replace(/-(error|warning|report)$/, '')] : [],
  );
  const faults = REASONS.filter(([, known]) => reasons.some((reason) => known.test(reason))).map(
    ([fault]) => fault,
  );
  const stopped = numberOf(attributes.get('printer-state')) === PRINTER_STATE.stopped;
  const [accepting] = attributes.get('printer-is-accepting-jobs') ?? [];
  // Stopped without a reason: somebody has paused it, or the spooler has given it up.
  if ((stopped || accepting === false) && faults.length === 0) faults.push('A4_FAULT');
  return {
    name,
    description: textOf(attributes.get('printer-info')) || name,
    faults,
  };
}

/** What the attributes of a job say; undefined where they say nothing. */
export function jobFrom({ attributes }: IppGroup): A4JobReport | undefined {
  const reasons = attributes.get('job-state-reasons') ?? [];
  switch (numberOf(attributes.get('job-state'))) {
    case JOB_STATE.pending:
    case JOB_STATE.held:
      return 'queued';
    case JOB_STATE.processing:
    case JOB_STATE.stopped:
      return 'printing';
    case JOB_STATE.canceled:
      // CUPS calls a job cancelled, too, that it has thrown away for its fault.
      return reasons.includes('aborted-by-system') ? 'failed' : 'cancelled';
    case JOB_STATE.aborted:
      return 'failed';
    case JOB_STATE.completed:
      return reasons.includes('job-completed-with-errors') ? 'failed' : 'done';
    case undefined:
    default:
      return undefined;
  }
}
