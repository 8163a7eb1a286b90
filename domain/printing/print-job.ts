/**
 * A print job's life (Q8). `sent` is not `confirmed`: bytes on the wire prove nothing about paper.
 * - queued: saved, no byte written yet; may still be written
 * - sent: bytes may have reached the printer
 * - confirmed: the printer answered that it has printed everything before the question
 * - failed: surely not on paper
 * - unknown: bytes may have reached the printer and nobody can say what became of them; never retried by itself
 */
export type PrintState = 'queued' | 'sent' | FinalPrintState;

/** The states that a job ends in. */
export type FinalPrintState = 'confirmed' | 'failed' | 'unknown';

export type PrintEvent =
  | 'bytes-going-out'
  | 'printer-confirmed'
  | 'surely-not-printed'
  | 'outcome-lost'
  | 'service-restarted';

const TRANSITIONS: Readonly<Record<PrintState, Readonly<Partial<Record<PrintEvent, PrintState>>>>> = {
  queued: { 'bytes-going-out': 'sent', 'surely-not-printed': 'failed', 'service-restarted': 'failed' },
  sent: {
    'printer-confirmed': 'confirmed',
    'surely-not-printed': 'failed',
    'outcome-lost': 'unknown',
    'service-restarted': 'unknown',
  },
  confirmed: {},
  failed: {},
  unknown: {},
};

/** The state after an event, or undefined where the event cannot happen: a job that has ended stays ended. */
export function nextPrintState(state: PrintState, event: PrintEvent): PrintState | undefined {
  return TRANSITIONS[state][event];
}

export function isFinalPrintState(state: PrintState): state is FinalPrintState {
  return state !== 'queued' && state !== 'sent';
}
