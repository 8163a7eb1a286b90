import { err, ok, type Result } from 'neverthrow';
import type { FailureCode } from '#contract/failures.ts';
import type { BuiltDevice } from '../devices/registry.ts';
import type { Timers } from '../timers.ts';
import { whyNotReady } from './device-test.ts';

/**
 * - answered: it was asked and is well
 * - unasked: nothing speaks against it, and it has no question that it would answer
 * - busy: it is still at an earlier task, behind which the question waits
 */
export type DeviceCheck = 'answered' | 'unasked' | 'busy';

/** Longer than the slowest device needs for its answer, asked twice: a card reader with 5 s each. */
const ANSWER_LIMIT_MS = 15_000;

const SILENT = {
  'id-card-reader': 'READER_TIMEOUT',
  'receipt-printer': 'PRINTER_TIMEOUT',
  'code-scanner': 'SCANNER_TIMEOUT',
  'rating-pad': 'PAD_TIMEOUT',
  'document-camera': 'CAMERA_TIMEOUT',
  'a4-printer': 'A4_OFFLINE',
} as const satisfies Readonly<Record<BuiltDevice['class'], FailureCode>>;

export type DeviceCheckOptions = { readonly timers: Timers; readonly signal: AbortSignal };

/**
 * Asks a running device whether it works: what its driver last knew is not enough, as an idle device may have been
 * silent for a while. Ends within 25 s whatever the device does.
 */
export async function checkDevice(
  built: BuiltDevice,
  { timers, signal }: DeviceCheckOptions,
): Promise<Result<DeviceCheck, FailureCode>> {
  const fault = await whyNotReady({ built, timers, signal });
  if (fault !== undefined) return err(fault);
  const late = Promise.withResolvers<Result<DeviceCheck, FailureCode>>();
  const giveUp = () => {
    const { state, faults } = built.driver.status();
    late.resolve(state === 'busy' ? ok('busy') : err(faults[0] ?? SILENT[built.class]));
  };
  const cancel = timers.after(ANSWER_LIMIT_MS, giveUp);
  signal.addEventListener('abort', giveUp);
  if (signal.aborted) giveUp();
  const checked = await Promise.race([built.driver.check(), late.promise]);
  cancel();
  signal.removeEventListener('abort', giveUp);
  return checked;
}
