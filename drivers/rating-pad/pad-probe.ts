import {
  answersLikePrinter,
  answersLikeReader,
  type DeviceHint,
  type Hear,
  hintDetails,
} from '../other-devices.ts';
import type { ProbeVerdict } from '../supervision/supervise.ts';
import type { PadLine } from './pad-line.ts';
import { findOut, idleQuestionEveryMs } from './pad-orders.ts';
import type { PadProfile } from './profile-shape.ts';
import type { PadFault } from './rating-pad.ts';

export type PadProbe = ProbeVerdict<PadFault, never> & {
  /** For the administrator; undefined when all is well. */
  readonly detail: string | undefined;
};

const WELL: PadProbe = { faults: [], warnings: [], detail: undefined };

/** Whether a pad of the profile's kind is at the other end; if not, what seems to be there. */
export async function probePad(line: PadLine, profile: PadProfile, signal: AbortSignal): Promise<PadProbe> {
  const isSerial = profile.transport.kind === 'serial';
  const hear: Hear = (question, waitMs) => line.provoke(question, signal, waitMs);
  if (isSerial && (await answersLikePrinter(hear))) return instead('LIKE_A_PRINTER');
  const found = await findOut(line, profile, signal);
  // A pad that answers nothing: all that can be found out is that nothing else is there.
  const isKnown = idleQuestionEveryMs(profile) !== undefined;
  if (found.isOk() && isKnown) return WELL;
  if (found.isErr() && found.error === 'lost') {
    return verdict('PAD_LOST', 'the line ended while it was probed');
  }
  if (found.isErr() && found.error === 'refused') {
    return verdict('PAD_FAULT', 'the pad refuses the command it was probed with');
  }
  if (isSerial && (await answersLikeReader(hear))) return instead('LIKE_A_READER');
  if (found.isOk()) return WELL;
  return found.error === 'garbled' ? instead('UNDECODABLE') : verdict('PAD_TIMEOUT', 'no answer');
}

function verdict(fault: PadFault, detail: string, hint?: DeviceHint): PadProbe {
  return { faults: [fault], warnings: [], detail, hint };
}

function instead(hint: DeviceHint): PadProbe {
  return verdict('PAD_WRONG_DEVICE', hintDetails[hint], hint);
}
