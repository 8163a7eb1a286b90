import type { ProbeVerdict } from '../supervision/supervise.ts';
import type { PadLine } from './pad-line.ts';
import { findOut } from './pad-orders.ts';
import type { PadProfile } from './profile-shape.ts';
import type { PadFault } from './rating-pad.ts';

/** A printer answers real-time status at once; the question is asked only after the pad has not answered. */
const PRINTER_TIMEOUT_MS = 300;
/** ESC/POS real-time status 1: too short and of the wrong shape for any pad's message. */
const DLE_EOT = Uint8Array.of(0x10, 0x04, 0x01);

export type PadProbe = ProbeVerdict<PadFault, never> & {
  /** For the administrator; undefined when all is well. */
  readonly detail: string | undefined;
};

/** Whether a pad of the profile's kind is at the other end; if not, what seems to be there. */
export async function probePad(line: PadLine, profile: PadProfile, signal: AbortSignal): Promise<PadProbe> {
  const verdict = (fault: PadFault, detail: string): PadProbe => ({ faults: [fault], warnings: [], detail });
  const found = await findOut(line, profile, signal);
  if (found.isOk()) return { faults: [], warnings: [], detail: undefined };
  if (found.error === 'lost') return verdict('PAD_LOST', 'the line ended while it was probed');
  if (found.error === 'refused')
    return verdict('PAD_FAULT', 'the pad refuses the command it was probed with');
  if (profile.transport.kind === 'serial') {
    const answer = await line.provoke(DLE_EOT, signal, PRINTER_TIMEOUT_MS);
    const [first] = answer;
    // Fixed bits of every real-time status; printers that clear them are not recognised, only called unknown.
    if (answer.length === 1 && first !== undefined && (first & 0x93) === 0x12) {
      return verdict('PAD_WRONG_DEVICE', 'this answers like a printer');
    }
    if (answer.length > 0) return verdict('PAD_WRONG_DEVICE', UNDECODABLE);
  }
  if (found.error === 'garbled') return verdict('PAD_WRONG_DEVICE', UNDECODABLE);
  return verdict('PAD_TIMEOUT', 'no answer');
}

const UNDECODABLE = 'the answers cannot be decoded: another device, another profile or another baud rate';
