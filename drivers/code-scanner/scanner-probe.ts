import {
  answersLikePrinter,
  answersLikeReader,
  type DeviceHint,
  type Hear,
  hintDetails,
} from '../other-devices.ts';
import type { ProbeVerdict } from '../supervision/supervise.ts';
import type { ScannerFault } from './code-scanner.ts';
import type { CommandError, ScannerSession } from './scanner-session.ts';

/** A scanner that is not decoding answers within some 30 ms; one that wakes up takes longer. */
const IDENTITY_TIMEOUT_MS = 400;

/** One may be a torn label; so many in a row and it is the line. */
export const UNREADABLE_IN_A_ROW = 3;
export const UNREADABLE_DETAIL = 'what it sends is no text: another device, or another baud rate';

export type ScannerProbe = ProbeVerdict<ScannerFault, never> & {
  /** For the administrator; undefined when all is well. */
  readonly detail: string | undefined;
};

const WELL: ScannerProbe = { faults: [], warnings: [], detail: undefined };

const verdict = (fault: ScannerFault, detail: string, hint?: DeviceHint): ScannerProbe => ({
  faults: [fault],
  warnings: [],
  detail,
  hint,
});

const instead = (hint: DeviceHint) => verdict('SCANNER_WRONG_DEVICE', hintDetails[hint], hint);

const GONE = verdict('SCANNER_LOST', 'the line ended while it was probed');
const NO_ANSWER = verdict('SCANNER_TIMEOUT', 'no answer');

/** Whether the right scanner is at the other end; if not, what seems to be there. */
export async function probeScanner(
  session: ScannerSession,
  isSerial: boolean,
  signal: AbortSignal,
): Promise<ScannerProbe> {
  // What a HID scanner is, the system says before it is opened.
  if (!isSerial) return unreadableOrWell(session);
  const hear: Hear = (question, waitMs) => session.hear(question, signal, waitMs);
  if (await answersLikePrinter(hear)) return instead('LIKE_A_PRINTER');
  const identity = session.family?.replies?.identity;
  const identified = identity && (await askTwice(session, identity, signal));
  if (identified === 'answered') return WELL;
  if (await answersLikeReader(hear)) return instead('LIKE_A_READER');
  if (signal.aborted || identified === 'lost') return GONE;
  // A scanner that cannot be asked: all that can be found out is that nothing else is there.
  if (identified === undefined) return unreadableOrWell(session);
  return identified === 'garbled' ? instead('UNDECODABLE') : NO_ANSWER;
}

/** Whether a scanner that was found before still answers its identity. */
export async function askAgain(
  session: ScannerSession,
  identity: Uint8Array,
  signal: AbortSignal,
): Promise<ScannerProbe> {
  const answer = await session.command(identity, signal, IDENTITY_TIMEOUT_MS);
  if (answer.isOk()) return WELL;
  return answer.error === 'lost' ? GONE : NO_ANSWER;
}

/** The scanner may have been decoding, or the end of what was said before may have spoiled the first answer. */
async function askTwice(
  session: ScannerSession,
  question: Uint8Array,
  signal: AbortSignal,
): Promise<'answered' | CommandError> {
  const once = async () =>
    (await session.command(question, signal, IDENTITY_TIMEOUT_MS)).match(
      () => 'answered' as const,
      (error) => error,
    );
  const first = await once();
  if (first === 'answered' || first === 'lost') return first;
  const second = await once();
  // Something did speak, though not twice.
  return first === 'garbled' && second === 'silent' ? first : second;
}

function unreadableOrWell(session: ScannerSession): ScannerProbe {
  return session.unreadable() >= UNREADABLE_IN_A_ROW
    ? verdict('SCANNER_WRONG_DEVICE', UNREADABLE_DETAIL, 'UNDECODABLE')
    : WELL;
}
